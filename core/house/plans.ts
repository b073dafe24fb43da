import type { Plan } from '../action/plan.ts';
import { targetOf, type Arn } from '../asset/resource.ts';
import type { ActionId } from '../id.ts';
import type { Mode } from '../approval/grant.ts';
import { diffPlaybooks } from '../playbook/diff.ts';
import type { Known } from '../playbook/known.ts';
import type { LoadedPlaybook, Shelf } from '../playbook/library.ts';
import { goneBecause, type LiveView } from '../playbook/live.ts';
import { isShared, MODES_RISING } from '../playbook/document.ts';
import { compareVersions } from '../playbook/version.ts';
import type { Stop } from './house.ts';

/** No action of actions/: `approve` itself does these, and no action function takes a grant for them. */
export const ACTIVATE: ActionId = 'cordon.activate-playbook';
const RESUME: ActionId = 'cordon.resume';

/** What people type to agree: `training-data-poisoning@1.1.0`, and `all`. In no account: it is Cordon's own. */
const playbookArn = ({ id, version }: LoadedPlaybook['ref']): Arn => `arn:aws:cordon:::playbook/${id}@${version}`;
const EVERYTHING: Arn = 'arn:aws:cordon:::house/all';

export type HousePlan =
  | { readonly ok: true; readonly plan: Plan; readonly title: string }
  | { readonly ok: false; readonly code: string; readonly why: string; readonly next: string };
const no = (code: string, why: string, next: string): Extract<HousePlan, { ok: false }> => ({ ok: false, code, why, next });

const rank = (mode: Mode): number => MODES_RISING.indexOf(mode);

/** Steps that a version calls and that were withdrawn or retired since: its callers still get them, because they are part of it. */
const staleCalls = (shelf: Shelf, { document }: LoadedPlaybook): readonly string[] =>
  Object.entries(document.locks ?? {}).flatMap(([id, { version }]) => {
    const why = goneBecause(shelf, { id, version });
    return why === undefined ? [] : [`it calls ${id}@${version}; ${why}`];
  });

/** At most so many sentences about what differs; `playbook diff` says everything. */
const MOST = 16;
const impactOf = (shelf: Shelf, wanted: LoadedPlaybook, live: LoadedPlaybook | undefined, known: Known): readonly string[] => {
  const { id, version } = wanted.ref;
  const stay = 'runs under way stay with the version that they began with';
  const stale = staleCalls(shelf, wanted).slice(0, 8);
  if (live === undefined) return [`${id}@${version} answers findings; nothing of ${id} does now`, ...stale, stay];
  const from = live.ref.version;
  const order = compareVersions(version, from);
  const head =
    order < 0
      ? `DOWNGRADE: ${id}@${version} answers findings instead of the newer ${from}`
      : order === 0
        ? `${id}@${version} answers already; a newer release will no longer take its place by itself`
        : `${id}@${version} answers findings instead of ${from}`;
  const { changes, consequences } = diffPlaybooks(live.document, wanted.document, known);
  const meaning = [...consequences, ...changes].filter(({ safety }) => safety !== 'same');
  const looser = meaning.filter(({ safety }) => safety !== 'tighter');
  const told = [...looser, ...meaning.filter(({ safety }) => safety === 'tighter')].map((one) => {
    const where = 'step' in one && one.step !== undefined ? `step ${one.step}: ` : '';
    return `${one.safety === 'tighter' ? 'tighter' : one.safety === 'looser' ? 'LOOSER' : 'JUDGE'}: ${where}${one.means}`;
  });
  const more = told.length > MOST ? [`and ${told.length - MOST} more: npx cordon playbook diff ${id} ${from} ${version}`] : [];
  return [head, ...told.slice(0, MOST), ...more, ...stale, stay];
};

export interface Activation {
  readonly id: string;
  readonly version: string;
  readonly shelf: Shelf;
  readonly views: readonly LiveView[];
  /** The most that this deployment does. */
  readonly mode: Mode;
  readonly known: Known;
}

type Refusal = Extract<HousePlan, { ok: false }>;
const LIVE = 'npx cordon playbook live';

/** The document that was asked for, if it is one that was released and may still answer. */
const findingWanted = ({ id, version, shelf, views }: Activation): LoadedPlaybook | Refusal => {
  const versions = shelf.playbooks.filter(({ ref }) => ref.id === id);
  const gone = goneBecause(shelf, { id, version });
  const newest = views.find((one) => one.id === id)?.newest;
  const other = newest === undefined ? LIVE : `npx cordon playbook activate ${id} ${newest.ref.version}`;
  if (gone !== undefined) return no('withdrawn', `${gone}. It cannot be activated.`, other);
  const wanted = versions.find(({ ref }) => ref.version === version);
  if (versions.length === 0) return no('not-found', `There is no playbook ${id}.`, LIVE);
  if (wanted === undefined)
    return no('not-found', `${id} ${version} was never released. Released: ${versions.map(({ ref }) => ref.version).join(', ')}.`, other);
  if (wanted.state !== 'released' || shelf.versions.playbooks[id]?.[version] !== wanted.ref.digest)
    return no(
      'not-released',
      `${id} ${version} is not released yet: versions.json does not list its digest.`,
      `npx cordon playbook publish ${id}`,
    );
  if (isShared(wanted.document))
    return no('shared', `${id} answers no finding: others call it, each with the version that was fixed when they were released.`, LIVE);
  return wanted;
};

/** Does it raise the mode above the deployment's? Nothing would happen now, and then, when the deployment is raised, all at once. */
const raises = ({ id, version, mode }: Activation, live: LoadedPlaybook | undefined, wanted: LoadedPlaybook): Refusal | undefined => {
  const was = live?.document.mode ?? 'observe';
  const is = wanted.document.mode;
  if (rank(is) <= Math.max(rank(was), rank(mode))) return undefined;
  const why = `${id}@${version} raises the mode from ${was} to ${is}, above ${mode}, which is the most that this deployment does`;
  return no(
    'mode',
    `${why}. It would come into force later, when nobody looks.`,
    `npx cordon playbook diff ${id} ${live?.ref.version ?? version} ${version}`,
  );
};

const titleOf = ({ ref: { id, version } }: LoadedPlaybook, live: LoadedPlaybook | undefined): string => {
  if (live === undefined) return `Activate ${id}@${version}`;
  const from = live.ref.version;
  return `${compareVersions(version, from) < 0 ? 'Go back to' : 'Activate'} ${id}@${version} (now ${from})`;
};

/** What an activation would do, or why it may not be. The digest binds what answers now: when that changes, people are asked anew. */
export const activationPlan = (asked: Activation): HousePlan => {
  const { id, version, shelf, views, known } = asked;
  const wanted = findingWanted(asked);
  if ('ok' in wanted) return wanted;
  const view = views.find((one) => one.id === id);
  const live = view?.live;
  if (view?.pointer !== undefined && live?.ref.version === version)
    return no('already', `${id}@${version} is active since ${view.pointer.since}. Nothing was asked.`, LIVE);
  const higher = raises(asked, live, wanted);
  if (higher !== undefined) return higher;
  const before = live?.ref ?? null;
  return {
    ok: true,
    title: titleOf(wanted, live),
    plan: {
      action: ACTIVATE,
      target: targetOf(playbookArn(wanted.ref)),
      input: { ...wanted.ref },
      before: { live: before && { ...before } },
      guard: { live: before?.version ?? null, digest: before?.digest ?? null, activated: view?.pointer?.since ?? null },
      writes: [],
      impact: impactOf(shelf, wanted, live, known),
    },
  };
};

/** What going on means, or why there is nothing to go on from. `held`: what waits, as sentences. */
export const resumePlan = (stop: Stop | undefined, wanted: number, held: readonly string[]): HousePlan => {
  if (stop === undefined) return no('not-stopped', 'Nothing is stopped.', 'npx cordon status');
  if (stop.number !== wanted) return no('stopped-again', 'It was stopped again since then; ask anew.', 'npx cordon resume --all');
  const some = held.slice(0, MOST);
  return {
    ok: true,
    title: 'Go on after the stop',
    plan: {
      action: RESUME,
      target: targetOf(EVERYTHING),
      input: { stop: stop.number },
      before: { since: stop.since, by: stop.by },
      guard: { stop: stop.number },
      writes: [],
      impact: [
        `what is permitted is done again, in every incident (stopped by ${stop.by} at ${stop.since}: ${stop.reason})`,
        ...(held.length === 0 ? ['nothing waits for it'] : some.map((one) => `goes on: ${one}`)),
        ...(held.length > some.length ? [`and ${held.length - some.length} more`] : []),
        'each step looks at the account again before it acts',
      ],
    },
  };
};
