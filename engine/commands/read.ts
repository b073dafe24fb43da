import { parseShortId } from '../../core/report/short-id.ts';
import { row } from '../../core/report/layout.ts';
import { approvalLines, approvalNext, waitingText } from '../../core/report/text-approval.ts';
import { incidentLines, listLines } from '../../core/report/text-incident.ts';
import { timelineLines } from '../../core/report/text-timeline.ts';
import type { Desk } from '../desk.ts';
import type { Answer, Run } from '../verb.ts';
import { allIncidents, findApproval, findIncident, noSuch, pageOf, plainOf } from './answer.ts';
import { endpointAnswer } from './endpoint.ts';
import { houseCard } from './house-card.ts';
import { choiceAnswer } from './choose.ts';
import { taskAnswer } from './task.ts';

export const list: Run<'list'> = async (desk) => {
  const found = await allIncidents(desk);
  const cards = found.map(({ card }) => card);
  return {
    exit: 0,
    lines: [...(await houseNow(desk)).lines, ...listLines(cards, pageOf(desk))],
    data: { incidents: cards.map(plainOf) },
    next: cards[0] === undefined ? 'npx cordon send poisoned-training' : `npx cordon status INC-${cards[0].number}`,
  };
};

/** What concerns no single incident: a stop, its questions, and playbooks of which nothing answers. */
const houseNow = async (desk: Desk) => {
  const house = await houseCard(desk);
  const page = pageOf(desk);
  const lines = [
    ...(house.stopped === null ? [] : [house.stopped]),
    ...row(
      'Whole house',
      house.waiting.map((card) => waitingText(card, page)),
      page.width,
    ),
    ...row('Problem', house.problems, page.width),
  ];
  return { ...house, lines };
};

const incidentAnswer = async (desk: Desk, number: number): Promise<Answer> => {
  const found = await findIncident(desk, number);
  if (found === undefined) return noSuch(`INC-${number}`);
  return { exit: 0, lines: incidentLines(found.card, pageOf(desk)), data: plainOf(found.card), next: found.card.next };
};

export const status: Run<'status'> = async (desk, { incident }) => {
  if (incident !== undefined) return incidentAnswer(desk, incident);
  const open = (await allIncidents(desk)).find(({ card }) => !card.resolved);
  const { lines, waiting, stopped } = await houseNow(desk);
  if (open !== undefined) {
    const answer = await incidentAnswer(desk, open.card.number);
    // The card of an incident says itself that everything is stopped.
    return { ...answer, lines: [...answer.lines, ...lines.filter((line) => line !== stopped)] };
  }
  const next =
    waiting[0] === undefined
      ? stopped === null
        ? 'npx cordon list'
        : 'npx cordon resume --all'
      : `npx cordon show A-${waiting[0].number}`;
  return { exit: 0, lines: ['QUIET. Nothing is open.', ...lines], data: { word: 'QUIET', ...(stopped !== null && { stopped }) }, next };
};

export const show: Run<'show'> = async (desk, { what, calls }) => {
  const id = parseShortId(what);
  if (id?.kind === 'INC') return incidentAnswer(desk, id.number);
  if (id?.kind === 'T') return taskAnswer(desk, id.number);
  if (id?.kind === 'C') return choiceAnswer(desk, id.number);
  if (id?.kind !== 'A') return endpointAnswer(desk, what);
  const found = await findApproval(desk, id.number);
  if (found === undefined) return noSuch(`A-${id.number}`);
  return {
    exit: 0,
    lines: approvalLines(found.approval, { ...pageOf(desk), calls }),
    data: plainOf(found.approval),
    next: approvalNext(found.approval),
  };
};

export const timeline: Run<'timeline'> = async (desk, { incident, human }) => {
  const found = await findIncident(desk, incident);
  if (found === undefined) return noSuch(`INC-${incident}`);
  return {
    exit: 0,
    lines: timelineLines(found.card, pageOf(desk), human),
    data: { timeline: found.card.timeline.map(plainOf) },
    next: found.card.next,
  };
};
