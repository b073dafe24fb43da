import type { TaskCard } from '../../core/report/card.ts';
import { unsettledOf } from '../../core/run/containment.ts';
import { taskLines } from '../../core/report/text-task.ts';
import { decideAndAppend, readIncident } from '../append.ts';
import type { Desk } from '../desk.ts';
import type { Answer, Run } from '../verb.ts';
import { allIncidents, cardOf, findIncident, noSuch, pageOf, plainOf, refusal } from './answer.ts';

export const taskList: Run<'task list'> = async (desk, { incident, all }) => {
  const one = incident === undefined ? undefined : await findIncident(desk, incident);
  if (incident !== undefined && one === undefined) return noSuch(`INC-${incident}`);
  const cards = (one ? [one] : await allIncidents(desk)).flatMap(({ card }) => card.tasks);
  const shown = cards.filter(({ state }) => all || state === 'open').toSorted((a, b) => a.due.localeCompare(b.due) || a.number - b.number);
  const first = shown.find(({ state }) => state === 'open');
  const next =
    first === undefined ? (incident === undefined ? 'npx cordon list' : `npx cordon status INC-${incident}`) : doneCommand(first);
  return { exit: 0, lines: taskLines(shown, pageOf(desk)), data: { tasks: shown.map(plainOf) }, next };
};
const doneCommand = ({ number }: TaskCard): string => `npx cordon task done T-${number} "what was done"`;

/** `cordon show T-1`. */
export const taskAnswer = async (desk: Desk, number: number): Promise<Answer> => {
  const incidentId = await desk.ledger.byNumber('task', number);
  const found = incidentId === undefined ? undefined : cardOf(desk, await readIncident(desk, incidentId));
  const card = found?.card.tasks.find((one) => one.number === number);
  if (card === undefined) return noSuch(`T-${number}`);
  const next = card.state === 'open' ? doneCommand(card) : `npx cordon status INC-${card.incident}`;
  return { exit: 0, lines: taskLines([card], pageOf(desk)), data: plainOf(card), next };
};

export const taskDone: Run<'task done'> = async (desk, { task: number, said }, actor) => {
  const incidentId = await desk.ledger.byNumber('task', number);
  if (incidentId === undefined) return noSuch(`T-${number}`);
  return decideAndAppend<Answer>(desk, incidentId, ({ tasks, opened, runs }) => {
    const found = tasks.find((one) => one.number === number);
    if (found === undefined) return { drafts: [], answer: noSuch(`T-${number}`) };
    const next = `npx cordon task list INC-${opened?.number ?? 0}`;
    if (found.done !== undefined) {
      const message = `T-${number} was done by ${found.done.by} already: ${found.done.said}`;
      return { drafts: [], answer: refusal(7, 'done', message, next) };
    }
    const asked = unsettledOf(runs).find(({ question }) => question?.task === number);
    if (asked !== undefined) {
      const settle = `npx cordon settle INC-${opened?.number ?? 0} ${asked.path} changed --reason "what you saw"`;
      return { drafts: [], answer: refusal(7, 'asks', `T-${number} asks what became of ${asked.path}: changed, or no-change.`, settle) };
    }
    const left = tasks.filter(({ done, number: other }) => done === undefined && other !== number).length;
    return {
      drafts: [{ id: `${incidentId}:task:${number}:done`, type: 'task.done', actor, data: { number, said } }],
      answer: {
        exit: 0,
        lines: [`T-${number} is done: ${found.title}. ${left === 0 ? 'No task is left.' : `${left} left.`}`],
        data: { task: number, by: actor.id, said, left },
        next,
      },
    };
  });
};
