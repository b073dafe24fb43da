import { setTimeout as sleep } from 'node:timers/promises';
import { withDurableExecution, type DurableContext } from '@aws/durable-execution-sdk-js';
import { LocalDurableTestRunner, WaitingOperationStatus } from '@aws/durable-execution-sdk-js-testing';
import { createDurableHost } from '../../adapters/durable-host/host.ts';
import { openDatabase } from '../../adapters/sqlite.ts';

interface Task {
  /** Durable operations that stand when the run is first woken: steps, and the callback that it waits for. */
  readonly operations: number;
  readonly wakes: number;
}
/** Longer than the 20 ms for which the SDK waits before it suspends a run; then the next answer finds it asleep. */
const ASLEEP_MS = 100;

/** A run of so many steps that is then woken again and again. It says when its code is past the callback, and how often it was begun. */
const sleeper = () => {
  let begun = 0;
  let woken: PromiseWithResolvers<number> = Promise.withResolvers();
  const handler = withDurableExecution(async ({ operations, wakes }: Task, context: DurableContext) => {
    begun += 1;
    let sum = 0;
    for (let step = 1; step < operations; step += 1) sum += await context.step(`step-${step}`, async () => 1);
    for (let wake = 1; wake <= wakes; wake += 1) {
      const [answer] = await context.createCallback(`wake-${wake}`);
      await answer;
      woken.resolve(performance.now());
    }
    return sum;
  });
  return {
    handler,
    /** Milliseconds from the answer to the code after it, with the whole of the run's past replayed in between. */
    measured: async (answer: () => Promise<void> | void): Promise<number> => {
      woken = Promise.withResolvers();
      const [before, start] = [begun, performance.now()];
      await answer();
      const end = await woken.promise;
      if (begun !== before + 1) throw new Error('the run was not asleep: nothing was replayed');
      return end - start;
    },
  };
};

const until = async (seen: () => boolean): Promise<void> => {
  while (!seen()) await sleep(5);
};

export const cordonReplays = async (file: string, task: Task): Promise<readonly number[]> => {
  const { handler, measured } = sleeper();
  const database = openDatabase(file);
  const host = createDurableHost({ database, functions: { versions: { sleeper: { 1: { kind: 'durable', handler } } } } });
  const { arn, done } = host.start('sleeper:1', task);
  const times: number[] = [];
  try {
    for (let wake = 1; wake <= task.wakes; wake += 1) {
      const waiting = () =>
        host
          .pending()
          .flatMap(({ callbacks }) => callbacks)
          .find(({ name }) => name === `wake-${wake}`);
      await until(() => waiting() !== undefined);
      await sleep(ASLEEP_MS);
      times.push(await measured(() => void host.complete(waiting()?.id ?? '', { result: '"go"' })));
    }
    const { status, result } = await done;
    if (status !== 'SUCCEEDED' || Number(result) !== task.operations - 1) throw new Error(`${arn} ${status} ${result}`);
    return times;
  } finally {
    host.close();
    database.close();
  }
};

/** Inside `setupTestEnvironment`. */
export const runnersReplays = async (task: Task): Promise<readonly number[]> => {
  const { handler, measured } = sleeper();
  const runner = new LocalDurableTestRunner<number>({ handlerFunction: handler });
  const running = runner.run({ payload: task });
  const times: number[] = [];
  for (let wake = 1; wake <= task.wakes; wake += 1) {
    const callback = runner.getOperation(`wake-${wake}`);
    await callback.waitForData(WaitingOperationStatus.STARTED);
    await sleep(ASLEEP_MS);
    times.push(await measured(() => callback.sendCallbackSuccess('"go"').then(() => {})));
  }
  const ended = await running;
  if (ended.getStatus() !== 'SUCCEEDED' || ended.getResult() !== task.operations - 1) throw new Error(`the runner: ${ended.getStatus()}`);
  return times;
};
