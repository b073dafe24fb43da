import { staysUntilReleased } from '../../core/action/catalog.ts';
import { PlaybookDocument } from '../../core/playbook/document.ts';
import { remainsOf } from '../../core/run/remains.ts';
import type { RunView } from '../../core/run/run.ts';
import { row, WIDTH } from '../../core/report/layout.ts';
import type { Desk } from '../desk.ts';
import type { Item } from '../interpret/items.ts';
import { unfold } from '../interpret/unfold.ts';
import type { Run } from '../verb.ts';
import { findIncident, noSuch, refusal } from './answer.ts';

/** A step, and those that stand in its branches; what a foreach would have done is known per item only. */
const withInner = (item: Item): readonly Item[] =>
  item.kind === 'parallel' ? item.branches.flatMap(({ items }) => items) : item.kind === 'outputs' ? [] : [item];

/** Every step that a run would have made, where its playbook is at hand. */
const wantedBy = async (desk: Desk, { order }: RunView): Promise<readonly Pick<Item, 'path' | 'title'>[]> => {
  const document =
    order.kind === 'playbook'
      ? (await desk.library.byRef(order.playbook))?.document
      : order.kind === 'manual'
        ? PlaybookDocument.safeParse(order.document).data
        : undefined;
  return document === undefined ? [] : (await unfold(desk, document)).items.flatMap(withInner);
};

/** Stop, hold, say what remains. Undoes nothing; what was sent already is listed as such. */
export const abort: Run<'abort'> = async (desk, { incident, reason }, actor) => {
  const found = await findIncident(desk, incident);
  if (found === undefined) return noSuch(`INC-${incident}`);
  const { incidentId } = found.state;
  const aborted = await desk.authority.abort({ incidentId, actor, ...(reason !== undefined && { reason }) });
  const status = `npx cordon status INC-${incident}`;
  if (aborted.kind === 'refused') return refusal(aborted.because === 'not-eligible' ? 5 : 7, aborted.because, aborted.sentence, status);
  // Their leases: the run itself, whoever waits, or the sweep frees them. People's functions may not.
  const now = (await findIncident(desk, incident)) ?? found;
  const stopped = now.state.runs.filter(({ runId }) => aborted.runs.includes(runId));
  const wanted = (await Promise.all(stopped.map((run) => wantedBy(desk, run)))).flat();
  const { inForce, unknown, notDone } = remainsOf(now.state.runs, stopped, (action) => staysUntilReleased(desk.catalog, action), wanted);
  const voided = aborted.voided.map((number) => `A-${number}`);
  return {
    exit: 0,
    lines: [
      `INC-${incident} is stopped by ${actor.id}: nothing more is done. Nothing was undone and nothing was loosened.`,
      ...row('In force', inForce.length === 0 ? ['nothing'] : inForce, WIDTH),
      ...row('Not known', unknown, WIDTH),
      ...row('Not done', notDone, WIDTH),
      ...row('Void', voided, WIDTH),
    ],
    data: {
      incident,
      by: actor.id,
      runs: [...aborted.runs],
      voided: [...aborted.voided],
      inForce: [...inForce],
      unknown: [...unknown],
      notDone: [...notDone],
    },
    next: now.card.next,
  };
};
