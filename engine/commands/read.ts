import * as z from 'zod';
import { parseShortId } from '../../core/report/short-id.ts';
import { approvalLines, approvalNext } from '../../core/report/text-approval.ts';
import { incidentLines, listLines } from '../../core/report/text-incident.ts';
import { timelineLines } from '../../core/report/text-timeline.ts';
import type { Desk } from '../desk.ts';
import type { Answer, Verb } from '../verb.ts';
import { allIncidents, findApproval, findIncident, noSuch, pageOf, plainOf } from './answer.ts';
import { shortIdArg } from './args.ts';
import { endpointAnswer } from './endpoint.ts';

const listArgs = z.strictObject({});
export const list: Verb<Desk, typeof listArgs> = {
  name: 'list',
  summary: 'List the incidents, newest first.',
  args: listArgs,
  positional: [],
  effect: 'read',
  run: async (desk) => {
    const found = await allIncidents(desk);
    const cards = found.map(({ card }) => card);
    return {
      exit: 0,
      lines: listLines(cards, pageOf(desk)),
      data: { incidents: cards.map(plainOf) },
      next: cards[0] === undefined ? 'npx cordon send poisoned-training' : `npx cordon status INC-${cards[0].number}`,
    };
  },
};

const incidentAnswer = async (desk: Desk, number: number): Promise<Answer> => {
  const found = await findIncident(desk, number);
  if (found === undefined) return noSuch(`INC-${number}`);
  return { exit: 0, lines: incidentLines(found.card, pageOf(desk)), data: plainOf(found.card), next: found.card.next };
};

const statusArgs = z.strictObject({ incident: shortIdArg('INC', 'the incident; without it, the newest one that is open').optional() });
export const status: Verb<Desk, typeof statusArgs> = {
  name: 'status',
  summary: 'Say what is wrong, whether it is contained, and what waits for whom.',
  args: statusArgs,
  positional: ['incident'],
  effect: 'read',
  run: async (desk, { incident }) => {
    if (incident !== undefined) return incidentAnswer(desk, incident);
    const open = (await allIncidents(desk)).find(({ card }) => !card.resolved);
    if (open !== undefined) return incidentAnswer(desk, open.card.number);
    return { exit: 0, lines: ['QUIET. Nothing is open.'], data: { word: 'QUIET' }, next: 'npx cordon list' };
  },
};

const showArgs = z.strictObject({
  what: z.string().min(1).max(2048).describe('A-1, INC-1, or the name of an endpoint'),
  calls: z.boolean().default(false).describe('every AWS call in full'),
});
export const show: Verb<Desk, typeof showArgs> = {
  name: 'show',
  summary: 'Show an approval, an incident or an endpoint.',
  args: showArgs,
  positional: ['what'],
  effect: 'read',
  run: async (desk, { what, calls }) => {
    const id = parseShortId(what);
    if (id?.kind === 'INC') return incidentAnswer(desk, id.number);
    if (id?.kind !== 'A') return endpointAnswer(desk, what);
    const found = await findApproval(desk, id.number);
    if (found === undefined) return noSuch(`A-${id.number}`);
    return {
      exit: 0,
      lines: approvalLines(found.approval, { ...pageOf(desk), calls }),
      data: plainOf(found.approval),
      next: approvalNext(found.approval),
    };
  },
};

const timelineArgs = z.strictObject({
  incident: shortIdArg('INC', 'the incident'),
  human: z.boolean().default(false).describe('only what people did'),
});
export const timeline: Verb<Desk, typeof timelineArgs> = {
  name: 'timeline',
  summary: 'Tell what happened, in order, with times in UTC.',
  args: timelineArgs,
  positional: ['incident'],
  effect: 'read',
  run: async (desk, { incident, human }) => {
    const found = await findIncident(desk, incident);
    if (found === undefined) return noSuch(`INC-${incident}`);
    return {
      exit: 0,
      lines: timelineLines(found.card, pageOf(desk), human),
      data: { timeline: found.card.timeline.map(plainOf) },
      next: found.card.next,
    };
  },
};
