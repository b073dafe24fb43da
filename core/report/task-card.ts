import type { IncidentState } from '../ledger/incident.ts';
import type { TaskCard } from './card.ts';

/** The work for people in one incident. */
export const taskCards = ({ tasks, opened }: IncidentState): readonly TaskCard[] =>
  tasks.map(({ number, title, ask, people, instruct, doneWhen, askedAt, due, done }) => ({
    number,
    incident: opened?.number ?? 0,
    title,
    role: ask,
    who: people,
    instruct,
    doneWhen: doneWhen ?? null,
    askedAt,
    due,
    state: done === undefined ? 'open' : 'done',
    done: done ?? null,
  }));
