import { HOUSE, type HouseOrder } from '../../core/house/house.ts';
import { approveCommand } from '../../core/report/text-approval.ts';
import type { ApprovalCard } from '../../core/report/card.ts';
import { readIncident } from '../append.ts';
import type { Desk } from '../desk.ts';
import { haltOf } from '../house.ts';
import { planFor } from '../house-plan.ts';
import type { Answer, ExitCode, Person } from '../verb.ts';
import { houseApprovals, peopleOf, plainOf, refusal } from './answer.ts';
import { orderRun, until } from './order.ts';

/** How long a person waits for the question to appear, in real milliseconds. */
const PATIENCE_MILLISECONDS = 8000;
const EXITS: Readonly<Record<string, ExitCode>> = { 'not-found': 6, already: 7, 'not-stopped': 7, 'stopped-again': 7 };

const waitingAnswer = (desk: Desk, card: ApprovalCard, requester: string): Answer => {
  const people = [...new Set(card.seats.flatMap((seat) => seat.people))];
  const awake = peopleOf(desk).filter(({ id, asleepUntil }) => people.includes(id) && id !== requester && asleepUntil === null);
  const [first] = awake;
  const next =
    desk.policy.place.kind === 'LIVE' || first === undefined
      ? `npx cordon show A-${card.number}`
      : `${approveCommand(card)} --as ${first.id}`;
  const count = card.seats.length === 1 ? 'one person who is' : `${card.seats.length} people who are`;
  return {
    exit: 4,
    lines: [
      `A-${card.number} ${card.title}: asks ${count} not ${requester}: ${people.join(', ')}.`,
      `Seats: ${card.seats.map(({ role }) => role).join(', ')}. Nothing changes until they agree.`,
      ...card.impact.map((sentence) => `- ${sentence}`),
    ],
    data: plainOf(card),
    next,
  };
};

const sameOrder = (a: HouseOrder, b: HouseOrder): boolean =>
  (a.kind === 'activate' && b.kind === 'activate' && a.playbook.digest === b.playbook.digest) ||
  (a.kind === 'resume' && b.kind === 'resume' && a.stop === b.stop);

/** Orders something for the whole house and answers with its question; asked twice, it is one question. */
export const askHouse = async (desk: Desk, order: HouseOrder, actor: Person): Promise<Answer> => {
  const made = await planFor(desk, order);
  if (!made.ok) return refusal(EXITS[made.code] ?? 5, made.code, made.why, made.next);
  const asked = async (runIds: ReadonlySet<string>): Promise<ApprovalCard | undefined> => {
    const { approvals } = await readIncident(desk, HOUSE);
    const numbers = new Set(
      approvals.flatMap(({ approval, state }) => (state.kind === 'pending' && runIds.has(approval.run) ? [approval.number] : [])),
    );
    return (await houseApprovals(desk)).find(({ number }) => numbers.has(number));
  };
  const before = await readIncident(desk, HOUSE);
  const open = before.runs.filter(
    (run) =>
      (run.status === 'running' || run.status === 'requested') &&
      (run.order.kind === 'activate' || run.order.kind === 'resume') &&
      sameOrder(run.order, order),
  );
  const known = await asked(new Set(open.map(({ runId }) => runId)));
  if (known !== undefined) return waitingAnswer(desk, known, actor.id);
  const runId = await orderRun(desk, HOUSE, order, 'enforce', actor);
  const isSettled = ({ approvals, runs }: typeof before): boolean =>
    approvals.some(({ approval }) => approval.run === runId) || runs.some((run) => run.runId === runId && run.status === 'failed');
  await until(desk, HOUSE, isSettled, PATIENCE_MILLISECONDS);
  const card = await asked(new Set([runId]));
  if (card !== undefined) return waitingAnswer(desk, card, actor.id);
  const because = (await readIncident(desk, HOUSE)).runs.find((run) => run.runId === runId)?.because;
  return because === undefined
    ? refusal(8, 'unknown', 'It was asked for; its question has not appeared yet.', 'npx cordon status', 'unknown')
    : refusal(5, 'refused', because, 'npx cordon playbook live');
};

/** What became of an order once its last yes was given; the authority needs a moment. */
export const houseOutcome = async (desk: Desk, runId: string): Promise<Answer> => {
  const ended = ({ runs }: Awaited<ReturnType<typeof readIncident>>) =>
    runs.find((run) => run.runId === runId && run.status !== 'running' && run.status !== 'requested');
  await until(desk, HOUSE, (state) => ended(state) !== undefined, PATIENCE_MILLISECONDS);
  const run = ended(await readIncident(desk, HOUSE));
  if (run === undefined)
    return refusal(8, 'unknown', 'It was agreed to; whether it is done is not known yet.', 'npx cordon playbook live', 'unknown');
  if (run.status !== 'completed') return refusal(7, 'refused', run.because ?? run.status, 'npx cordon playbook live');
  if (run.order.kind === 'activate') {
    const { id, version } = run.order.playbook;
    return {
      exit: 0,
      lines: [`${id}@${version} answers from now on. Runs under way stay with theirs.`],
      data: {},
      next: `npx cordon playbook live ${id}`,
    };
  }
  const halt = await haltOf(desk);
  return { exit: 0, lines: [halt?.sentence ?? 'Everything goes on.'], data: {}, next: 'npx cordon status' };
};
