import { keyOf } from '../../core/id.ts';
import type { Target } from '../../core/asset/resource.ts';
import type { JsonObject } from '../../core/json.ts';
import { afterOf } from '../../core/run/containment.ts';
import { isUnderWay } from '../../core/run/run.ts';
import { approveCommand } from '../../core/report/text-approval.ts';
import { row, WIDTH } from '../../core/report/layout.ts';
import type { Desk } from '../desk.ts';
import { incidentOfRun, leaningOn, namesOf, ownerUnderWay } from '../held.ts';
import type { Answer, Run } from '../verb.ts';
import { findIncident, peopleOf, plainOf, refusal } from './answer.ts';
import { adoptedEndpoint, holdersOf, isAnswer, releasable } from './endpoint.ts';
import { incidentFor, orderRun, until } from './order.ts';
import { readIncident } from '../append.ts';

const QUARANTINE = 'sagemaker.quarantine-endpoint';
/** How long a person waits for the question to appear before being told to look later. */
const PATIENCE_MILLISECONDS = 8000;

const manualDocument = (arn: string, name: string): JsonObject => ({
  apiVersion: 'cordon/v1',
  kind: 'Playbook',
  metadata: {
    id: 'contain-by-hand',
    version: '1.0.0',
    title: `Contain ${name} by hand`,
    owner: 'cordon',
    references: { atlas: [], owaspLlm: [] },
  },
  mode: 'enforce',
  onEvidenceFailure: 'contain',
  steps: [
    { id: 'evidence', phase: 'investigate', uses: 'evidence.snapshot-endpoint', with: { endpoint: arn } },
    { id: 'deny', phase: 'contain', uses: QUARANTINE, with: { endpoint: arn } },
  ],
});

const dryRun = async (desk: Desk, arn: Parameters<Desk['caller']['call']>[1], name: string): Promise<Answer> => {
  const call = {
    incidentId: 'inc-dry-run',
    key: keyOf('run-dry-run', 'deny', 'look'),
    at: desk.clock.now(),
    exercise: desk.exercise,
  } as const;
  const reply = await desk.caller.call(QUARANTINE, arn, { ...call, verb: 'look', input: { endpoint: arn } });
  if (!reply.ok) return refusal(1, reply.failure.kind, `${reply.failure.what}: ${reply.failure.why}`, reply.failure.next);
  if (reply.value.verb !== 'look') return refusal(1, 'bug', 'The action answered something else.', 'npx cordon status');
  const { plan } = reply.value;
  const lines = [
    `Nothing was changed. Containing ${name} would:`,
    ...row('Who notices', plan.impact, WIDTH),
    ...row(
      'AWS calls',
      plan.writes.map(({ operation, input }) => `${operation} ${JSON.stringify(input)}`),
      WIDTH,
    ),
  ];
  return { exit: 0, lines, data: plainOf(plan), next: `npx cordon contain ${name}` };
};

export const contain: Run<'contain'> = async (desk, { endpoint, 'dry-run': dry }, actor) => {
  const found = adoptedEndpoint(desk, endpoint);
  if (isAnswer(found)) return found;
  const { target } = found;
  if (dry) return dryRun(desk, target.arn, target.name);
  const [held] = await holdersOf(desk, target);
  if (held !== undefined)
    return {
      exit: 0,
      lines: [`${target.name} is already held by INC-${held.card.number}: ${held.card.word}. Nothing was done twice.`],
      data: plainOf(held.card),
      next: `npx cordon status INC-${held.card.number}`,
    };
  const { incidentId, opening } = await incidentFor(desk, target, actor);
  const { seq } = await readIncident(desk, incidentId);
  await orderRun(
    desk,
    incidentId,
    { kind: 'manual', document: manualDocument(target.arn, target.name), by: actor },
    desk.policy.mode === 'observe' ? 'observe' : 'enforce',
    actor,
    opening,
  );
  const state = await readIncident(desk, incidentId);
  const number = state.opened?.number ?? 0;
  return {
    exit: 0,
    lines: [`Containing ${target.name}, asked for by ${actor.id}: INC-${number}.`],
    data: { incident: number },
    next: `npx cordon status INC-${number}`,
    follow: { incident: number, fromSeq: seq + 1 },
  };
};

/** What the live account says about undoing each hold; sentences when somebody else was there. */
const driftOf = async (desk: Desk, holder: Awaited<ReturnType<typeof holdersOf>>[number]): Promise<readonly string[]> => {
  const looks = await Promise.all(
    holder.holds.map(async (step) => {
      const call = {
        incidentId: holder.state.incidentId,
        key: keyOf(step.runId, step.path, 'look-undo'),
        at: desk.clock.now(),
        exercise: desk.exercise,
      };
      const { target } = step.plan;
      const reply = await desk.caller.call(step.action, target.arn, {
        ...call,
        verb: 'look-undo',
        plan: step.plan,
        after: afterOf(holder.state.runs, target.arn),
      });
      if (!reply.ok) return [`${reply.failure.what}: ${reply.failure.why}`];
      return reply.value.verb === 'look-undo' ? reply.value.drift : [];
    }),
  );
  return looks.flat();
};

/** A run that still works on the endpoint would only be disturbed; nobody should be asked for what cannot be done yet. */
const busyWith = async (desk: Desk, holder: Awaited<ReturnType<typeof holdersOf>>[number], target: Target): Promise<Answer | undefined> => {
  const owner = await ownerUnderWay(desk, target);
  const waits = holder.state.runs.some((run) => isUnderWay(run) && (run.leaseWaits ?? []).length > 0);
  // What shares another incident's hold wrote nothing, and giving it up disturbs nobody.
  if ((owner === undefined && !waits) || (!waits && holder.holds.every(({ plan }) => plan.writes.length === 0))) return undefined;
  const other =
    owner === undefined || holder.state.runs.some(({ runId }) => runId === owner) ? undefined : await incidentOfRun(desk, owner);
  if (other?.opened !== undefined)
    return refusal(
      7,
      'busy',
      `A run of INC-${other.opened.number} is changing ${target.name}. Nothing was asked and nothing was loosened.`,
      `npx cordon status INC-${other.opened.number}`,
    );
  const [question] = holder.card.waiting;
  const what =
    question === undefined ? 'is still at work' : `is still waiting for A-${question.number} (${question.title}); approve or deny it first`;
  const next = question === undefined ? `npx cordon status INC-${holder.card.number}` : `npx cordon show A-${question.number}`;
  return refusal(
    7,
    'busy',
    `The run of INC-${holder.card.number} holds ${target.name} and ${what}. Nothing was asked and nothing was loosened.`,
    next,
  );
};

const asking = async (desk: Desk, incidentNumber: number, requester: string): Promise<Answer> => {
  const found = await findIncident(desk, incidentNumber);
  const card = found?.approvals.findLast(({ risk, state }) => risk === 'L' && state === 'waiting');
  if (found === undefined || card === undefined)
    return refusal(
      8,
      'unknown',
      'The release was asked for; its question has not appeared yet.',
      `npx cordon status INC-${incidentNumber}`,
      'unknown',
    );
  const people = [...new Set(card.seats.flatMap((seat) => seat.people))];
  const sleepers = peopleOf(desk).filter(({ id, asleepUntil }) => people.includes(id) && asleepUntil !== null);
  const asleep = sleepers.map(({ id, asleepUntil }) => `${id} is asleep until ${asleepUntil ?? ''}`);
  const count = card.seats.length === 1 ? 'one person who is' : `${card.seats.length} people who are`;
  const line = `A-${card.number} asks ${count} not you: ${people.join(', ')}${asleep.length > 0 ? ` (${asleep.join(', ')})` : ''}.`;
  const first = people.find((id) => id !== requester && !sleepers.some((sleeper) => sleeper.id === id));
  const next =
    desk.policy.place.kind === 'LIVE' || first === undefined ? `npx cordon show A-${card.number}` : `${approveCommand(card)} --as ${first}`;
  return {
    exit: 4,
    lines: [line, `Seats: ${card.seats.map(({ role }) => role).join(', ')}. Nothing is loosened until they agree.`],
    data: plainOf(card),
    next,
  };
};

type Holder = Awaited<ReturnType<typeof holdersOf>>[number];
/** What shares another incident's hold goes first: the one that it rests on cannot be released before. */
const firstToGo = (holders: readonly Holder[], incident: number | undefined): Holder | undefined =>
  incident === undefined
    ? (holders.find(({ holds }) => holds.some(({ plan }) => plan.restsOn !== undefined)) ?? holders[0])
    : holders.find(({ card }) => card.number === incident);

/** Lifting this hold would lift that of others. */
const sharedBy = async (desk: Desk, holder: Holder, name: string): Promise<Answer | undefined> => {
  const others = (await Promise.all(holder.holds.map((step) => leaningOn(desk, holder.state.incidentId, step)))).flat();
  const [first] = others;
  return first === undefined
    ? undefined
    : refusal(
        7,
        'also-held',
        `${namesOf([...new Set(others)])} also holds ${name}, by the same deny. Nothing was asked and nothing was loosened; release that first.`,
        `npx cordon release ${name} --incident INC-${first.opened?.number ?? 0}`,
      );
};

export const release: Run<'release'> = async (desk, { endpoint, incident }, actor) => {
  const target = releasable(desk, endpoint);
  if (isAnswer(target)) return target;
  const holder = firstToGo(await holdersOf(desk, target), incident);
  if (holder === undefined)
    return refusal(
      6,
      'not-held',
      `${target.name} is not quarantined by ${incident === undefined ? 'Cordon' : `INC-${incident}`}; there is nothing to release.`,
      target.kind === 'endpoint' ? `npx cordon show ${target.name}` : 'npx cordon list',
    );
  const { number } = holder.card;
  if (holder.approvals.some(({ risk, state }) => risk === 'L' && state === 'waiting')) return asking(desk, number, actor.id);
  const shared = (await sharedBy(desk, holder, target.name)) ?? (await busyWith(desk, holder, target));
  if (shared !== undefined) return shared;
  const drift = await driftOf(desk, holder);
  if (drift.length > 0)
    return refusal(
      7,
      'drift',
      `${target.name} was changed by somebody else since Cordon contained it; it stays contained. ${drift.join('; ')}`,
      `npx cordon adopt-change ${target.name} --reason "why that is right"`,
    );
  const steps = holder.holds.map(({ runId, path }) => ({ runId, path }));
  const runId = await orderRun(desk, holder.state.incidentId, { kind: 'release', target: target.arn, steps, by: actor }, 'enforce', actor);
  await until(
    desk,
    holder.state.incidentId,
    (state) =>
      state.approvals.some(({ approval }) => approval.run === runId) ||
      (state.runs.find((run) => run.runId === runId)?.status ?? '') === 'failed',
    PATIENCE_MILLISECONDS,
  );
  return asking(desk, number, actor.id);
};
