import { withDurableExecution, type DurableContext } from '@aws/durable-execution-sdk-js';
import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import { StateMachine } from 'aws-local-stepfunctions';
import { createDurableHost } from '../../adapters/durable-host/host.ts';
import { openDatabase } from '../../adapters/sqlite.ts';

export const STEPS = 10;
interface Count {
  readonly n: number;
}
/** What each of the ten steps does, in every engine. */
const work = ({ n }: Count): Count => ({ n: n + 1 });
const names = Array.from({ length: STEPS }, (_, index) => `step-${index + 1}`);

const playbook = withDurableExecution(async (start: Count, context: DurableContext): Promise<Count> => {
  let count = start;
  for (const name of names) {
    const before = count;
    count = await context.step(name, async () => work(before));
  }
  return count;
});

export interface Engine {
  readonly name: string;
  /** What is left of a run when its process is killed. */
  readonly keeps: string;
  /** Runs the ten steps once and answers how many were done. */
  readonly run: () => Promise<number>;
  readonly close: () => void | Promise<void>;
}

/** Points of the hook behind a transaction. */
export const isCommit = (point: string): boolean => point.startsWith('after') && point.endsWith('COMMIT');

/** `commits` counts the transactions, each of which ends in an fsync under FULL. */
export const cordon = (file: string, durability: 'FULL' | 'NORMAL'): Engine & { readonly commits: () => number } => {
  const database = openDatabase(file, durability);
  let commits = 0;
  const host = createDurableHost({
    database,
    functions: { versions: { ten: { 1: { kind: 'durable', handler: playbook } } } },
    hook: (point) => void (isCommit(point) && (commits += 1)),
  });
  return {
    name: durability === 'FULL' ? 'Cordon, with fsync' : 'Cordon, without fsync',
    keeps: durability === 'FULL' ? 'all, also after a power cut' : 'all, unless the power is cut',
    commits: () => commits,
    run: async () => {
      const { result } = await host.start('ten:1', { n: 0 }).done;
      return (JSON.parse(result ?? '{}') as Count).n;
    },
    close: () => {
      host.close();
      database.close();
    },
  };
};

/** What the disk takes for as many empty transactions as a run has, and nothing of ours. */
export const diskAlone = (file: string, commits: number): Engine => {
  const database = openDatabase(file);
  database.exec('CREATE TABLE t (n INTEGER)');
  const insert = database.prepare('INSERT INTO t VALUES (?)');
  return {
    name: `SQLite alone, ${commits} fsyncs`,
    keeps: '(no run: what the disk takes)',
    run: async () => {
      for (let commit = 0; commit < commits; commit += 1) {
        insert.run(commit);
        await new Promise((resolve) => setImmediate(resolve));
      }
      return STEPS;
    },
    close: () => database.close(),
  };
};

/** Inside `setupTestEnvironment`. */
export const runnerOfAws = (version: string): Engine => ({
  name: `AWS's local runner ${version}`,
  keeps: 'nothing: in memory',
  run: async () => {
    const runner = new LocalDurableTestRunner<Count>({ handlerFunction: playbook });
    const ended = await runner.run({ payload: { n: 0 } });
    return ended.getResult()?.n ?? Number.NaN;
  },
  close: () => {},
});

const arnOf = (name: string): string => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;

export const stepFunctions = (version: string): Engine => {
  const states = names.map((name, index) => {
    const next = names[index + 1];
    return [
      name,
      { Type: 'Task' as const, Resource: arnOf(name), ...(next === undefined ? { End: true as const } : { Next: next }) },
    ] as const;
  });
  const machine = new StateMachine({ StartAt: names[0] ?? '', States: Object.fromEntries(states) });
  const taskResourceLocalHandlers = Object.fromEntries(
    names.map((name) => [name, async (input: unknown) => ({ ...work(input as Count) })]),
  );
  return {
    name: `aws-local-stepfunctions ${version}`,
    keeps: 'nothing: it has no persistence',
    run: async () => ((await machine.run({ n: 0 }, { overrides: { taskResourceLocalHandlers } }).result) as unknown as Count).n,
    close: () => {},
  };
};
