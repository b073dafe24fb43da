import type { Instant } from '../time.ts';
import type { Facts, LedgerEvent } from './facts.ts';

/** One piece of human work, as the ledger tells it. */
export type TaskView = Readonly<Facts['task.asked']> & {
  readonly askedAt: Instant;
  readonly done?: { readonly by: string; readonly at: Instant; readonly said: string };
};

/** The tasks of an incident after one more fact. What is done stays done: the first word counts. */
export const foldTasks = (tasks: readonly TaskView[], event: LedgerEvent): readonly TaskView[] => {
  if (event.type === 'task.asked') return [...tasks, { ...event.data, askedAt: event.at }];
  if (event.type !== 'task.done') return tasks;
  const { actor, at, data } = event;
  return tasks.map((task) =>
    // Besides people only what looks again: a run, or the sweep, has answered what the task asked.
    task.number === data.number && task.done === undefined && (actor.kind !== 'system' || actor.id === 'sweep')
      ? { ...task, done: { by: actor.id, at, said: data.said } }
      : task,
  );
};
