import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { withDurableExecution, type DurableContext } from '@aws/durable-execution-sdk-js';
import { actions } from '../../actions/index.ts';
import { catalogOf } from '../../actions/catalog.ts';
import { virtualClock } from '../../adapters/clock.ts';
import { createDurableHost } from '../../adapters/durable-host/host.ts';
import { catalogFrom } from '../../core/action/catalog.ts';
import type { History } from './history.ts';
import { wrongAnywhere } from './replay.ts';
import { watchOperations } from './watch.ts';

const START = Date.parse('2026-11-20T03:00:00.000Z');
const catalog = catalogFrom(catalogOf(actions));
const soon = { retryStrategy: (_: unknown, attempt: number) => ({ shouldRetry: attempt < 3, delay: { seconds: 5 } }) };

/** More than any interpreter of ours does: what a later one may come to use, side by side. `names`: of the two branches. */
const everyKind = async (context: DurableContext, names: readonly [string, string]): Promise<unknown> => {
  const first = await context.step('first', async () => 1);
  const both = await context.parallel<unknown>('both', [
    {
      name: names[0],
      func: async (branch) => {
        await branch.wait('rest', { seconds: 30 });
        return branch.step('rested', async () => 'rested');
      },
    },
    {
      name: names[1],
      func: async (branch) => {
        const answer = await branch.waitForCallback('answer', async () => {}, { timeout: { seconds: 600 } });
        return branch.step('answered', async () => answer);
      },
    },
  ]);
  const mapped = await context.map('each', [1, 2, 3], (inner, n) => inner.step(`item-${n}`, async () => n * 2), { maxConcurrency: 2 });
  const late = await context.waitForCallback('late', async () => {}, { timeout: { seconds: 60 } }).catch(() => 'nobody');
  const inner = await context.runInChildContext('inner', (child) => child.step('deep', async () => first));
  const tried = await context.step(
    'tried',
    async ({ attempt = 1 }: { readonly attempt?: number }) => {
      if (attempt < 3) throw new Error('not yet');
      return attempt;
    },
    soon,
  );
  const polled = await context.waitForCondition('polled', async (n: number) => n + 1, {
    initialState: 0,
    waitStrategy: (n) => (n < 3 ? { shouldContinue: true, delay: { seconds: 30 } } : { shouldContinue: false }),
  });
  return [both.getResults(), mapped.getResults(), late, inner, tried, polled];
};
const NAMES = ['left', 'right'] as const;

const recorded = async (): Promise<History> => {
  const database = new DatabaseSync(':memory:');
  const clock = virtualClock(START);
  const watched = watchOperations(() => database);
  const handler = withDurableExecution((_: unknown, context: DurableContext) => everyKind(context, NAMES));
  const host = createDurableHost({
    database,
    clock,
    hook: watched.hook,
    functions: { versions: { run: { 1: { kind: 'durable', handler } } } },
  });
  try {
    const input = { runId: 'run-every-kind', incidentId: 'inc-every-kind' } as const;
    const { arn, done } = host.start('run:1', input);
    clock.schedule(START + 10_000, () => {
      for (const { callbacks } of host.pending())
        for (const { id, name } of callbacks) if (name === 'answer') host.complete(id, { result: 'yes' });
    });
    const { status, result } = await clock.during(done);
    const id = host.operations(arn)[0]?.Id ?? '';
    return {
      name: 'every-kind',
      story: 'every kind of operation',
      interpreter: 'none',
      playbooks: {},
      execution: { arn, id, at: new Date(START).toISOString() },
      input,
      outcome: { status, result: JSON.parse(result ?? 'null') },
      changes: watched.of(arn),
    };
  } finally {
    host.close();
    database.close();
  }
};

/** The SDK (2.4.0) looks at each invocation once more after half a second. */
afterAll(() => sleep(600));

describe('a replay follows every kind of operation, also side by side', () => {
  let history: History;
  beforeAll(async () => {
    history = await recorded();
  });
  test('what was recorded has all of them', () => {
    expect(history.outcome).toEqual({ status: 'SUCCEEDED', result: [['rested', 'yes'], [2, 4, 6], 'nobody', 1, 3, 3] });
    const kinds = new Set(history.changes.flatMap(({ type, subtype }) => (type === undefined ? [] : [`${type}/${subtype}`])));
    expect(kinds).toEqual(
      new Set([
        'STEP/Step',
        'STEP/WaitForCondition',
        'WAIT/Wait',
        'CALLBACK/Callback',
        'CONTEXT/Parallel',
        'CONTEXT/ParallelBranch',
        'CONTEXT/Map',
        'CONTEXT/MapIteration',
        'CONTEXT/RunInChildContext',
        'CONTEXT/WaitForCallback',
      ]),
    );
  });
  test('the same code goes on from everywhere', async () => {
    expect(await wrongAnywhere(history, () => (_, context) => everyKind(context, NAMES), catalog)).toEqual([]);
  });
  test('the same branches in another order do not', async () => {
    const wrong = await wrongAnywhere(history, () => (_, context) => everyKind(context, ['right', 'left']), catalog);
    expect(wrong.join('\n')).toMatch(/asks for CONTEXT\/ParallelBranch right .* where CONTEXT\/ParallelBranch left .* was recorded/);
  });
  test('a step of a branch that lost its name does not', async () => {
    const get = (target: DurableContext, member: string | symbol): unknown => {
      const value: unknown = Reflect.get(target, member, target);
      if (member !== 'map') return typeof value === 'function' ? value.bind(target) : value;
      return () => target.map('each', [1, 2, 3], (inner, n) => inner.step('item', async () => n * 2), { maxConcurrency: 2 });
    };
    const wrong = await wrongAnywhere(history, () => (_, context) => everyKind(new Proxy(context, { get }), NAMES), catalog);
    expect(wrong.join('\n')).toMatch(/asks for STEP\/Step item in \w+ where STEP\/Step item-1 in \w+ was recorded/);
  });
});
