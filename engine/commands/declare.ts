import { incidentIdOf } from '../../core/id.ts';
import type { LedgerDraft } from '../../core/ledger/facts.ts';
import { isOpen } from '../../core/ledger/incident.ts';
import { readIncident, record } from '../append.ts';
import type { Desk } from '../desk.ts';
import type { Answer, Run } from '../verb.ts';
import { adoptedEndpoint, isAnswer } from './endpoint.ts';

const SEV = { '1': 1, '2': 2, '3': 3, '4': 4 } as const;

/** The open incident of the endpoint, whoever opened it: two about one endpoint would tear what is known apart. */
const openAbout = async (desk: Desk, arn: string) => {
  for (const incidentId of await desk.ledger.incidents()) {
    const state = await readIncident(desk, incidentId);
    if (isOpen(state) && state.opened?.target?.arn === arn) return state;
  }
  return undefined;
};
const answered = (line: string, incident: number, isNew: boolean, next: string): Answer => ({
  exit: 0,
  lines: [line, 'Nothing was changed in the account.'],
  data: { incident, new: isNew },
  next,
});

/** Opens an incident on a person's word. It contains nothing: that is `contain`, and asks its own questions. */
export const declare: Run<'declare'> = async (desk, { endpoint, what, class: incidentClass, sev }, actor) => {
  const found = adoptedEndpoint(desk, endpoint);
  if (isAnswer(found)) return found;
  const { target } = found;
  const noted = (incidentId: LedgerDraft['id']): LedgerDraft => ({
    id: `${incidentId}:note:${desk.ids.token()}`,
    type: 'note.added',
    actor,
    data: { text: what, said: desk.clock.now() },
  });
  const known = await openAbout(desk, target.arn);
  if (known?.opened !== undefined) {
    const { number } = known.opened;
    await record(desk, known.incidentId, [noted(known.incidentId)]);
    return answered(
      `INC-${number} is open about ${target.name} already; what you saw is noted there.`,
      number,
      false,
      `npx cordon status INC-${number}`,
    );
  }
  const correlationKey = `by-hand:${target.arn}`;
  const generation = ((await desk.ledger.byCorrelation(correlationKey))?.generation ?? 0) + 1;
  const incidentId = incidentIdOf(correlationKey, generation);
  const opened: LedgerDraft = {
    id: `${incidentId}:opened`,
    type: 'incident.opened',
    actor,
    data: {
      incidentClass,
      title: `${target.name}: ${what.slice(0, 200)}`,
      sev: SEV[sev],
      sevBecause: `${actor.id} declared it`,
      number: await desk.ledger.nextNumber('incident'),
      correlationKey,
      generation,
      target,
    },
  };
  const { number } = await desk.authority.admit({ incidentId, facts: [opened] });
  await record(desk, incidentId, [noted(incidentId)]);
  return answered(
    `INC-${number} is open: ${target.name}, SEV${sev}, ${incidentClass}.`,
    number,
    true,
    `npx cordon contain ${target.name} --dry-run`,
  );
};
