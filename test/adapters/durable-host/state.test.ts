import { DurableExecutionInvocationInputWithClient, type OperationUpdate, type WireOperation } from '@aws/durable-execution-sdk-js';
import { visible } from '../../../adapters/durable-host/journal.ts';
import { AWS_LIMITS } from '../../../adapters/durable-host/limits.ts';
import type { LambdaFunction } from '../../../adapters/durable-host/functions.ts';
import { bench, closeAll, durable, errorText, once, plain, resultOf, sleep, START } from './kit.ts';

afterEach(closeAll);

describe('starting', () => {
  test('is once per name', async () => {
    const { host, run } = bench({ flow: durable(async ({ n }) => n) });
    const first = await run('flow:1', { n: 1 }, 'run-a');
    const again = host.start('flow:1', { n: 1 }, 'run-a');
    expect([again.arn, again.already]).toEqual([first.arn, true]);
    expect(await again.done).toEqual(first);
    expect(host.byName('flow', 'run-a')).toEqual(first);
    expect(() => host.start('flow:1', { n: 2 }, 'run-a')).toThrow('already started with another payload');
    expect(host.start('flow:1', { n: 2 }, 'run-b').already).toBe(false);
  });
});

describe('a long history is handed out in pages', () => {
  test('300 steps one after the other, pages of 50', async () => {
    const flow = durable(async (_, context) => {
      let sum = 0;
      for (let i = 0; i < 300; i += 1) sum += await context.step(`s${i}`, async () => i);
      for (let i = 0; i < 3; i += 1) await context.wait(`w${i}`, { seconds: 5 });
      return sum;
    });
    expect(resultOf(await bench({ flow }, { pageSize: 50 }).run('flow:1'))).toBe(44_850);
  });

  test('the children of a finished map are left out: 2,883 operations, replayed', async () => {
    const items = Array.from({ length: 1440 }, (_, i) => i);
    const flow = durable(async (_, context) => {
      const mapped = await context.map('m', items, (branch, i) => branch.step(`s${i}`, async () => i), { maxConcurrency: 50 });
      await context.wait('w', { seconds: 5 });
      return mapped.getResults().reduce((a, b) => a + b, 0);
    });
    const { host, run } = bench({ flow });
    const execution = await run('flow:1');
    expect(resultOf(execution)).toBe((1440 * 1439) / 2);
    expect(host.operations(execution.arn)).toHaveLength(2883);
  });
});

test('an invocation sees no children of finished contexts, unless the context keeps them, and then no deeper ones', () => {
  const at = '2026-11-20T03:00:00.000Z';
  const operation = (
    Id: string,
    ParentId: string | undefined,
    Status: 'STARTED' | 'SUCCEEDED' | 'FAILED',
    ReplayChildren?: boolean,
  ): WireOperation => ({
    Id,
    ParentId,
    Type: Id.startsWith('c') ? 'CONTEXT' : 'STEP',
    Status,
    StartTimestamp: at,
    ...(ReplayChildren && { ContextDetails: { ReplayChildren } }),
  });
  const operations = [
    operation('c-running', undefined, 'STARTED'),
    operation('in running', 'c-running', 'SUCCEEDED'),
    operation('c-done', undefined, 'SUCCEEDED'),
    operation('in done', 'c-done', 'SUCCEEDED'),
    operation('c-in-done', 'c-done', 'SUCCEEDED', true),
    operation('deep in done', 'c-in-done', 'SUCCEEDED'),
    operation('c-failed', undefined, 'FAILED'),
    operation('in failed', 'c-failed', 'SUCCEEDED'),
    operation('c-kept', undefined, 'SUCCEEDED', true),
    operation('in kept', 'c-kept', 'SUCCEEDED'),
    operation('c-in-kept', 'c-kept', 'SUCCEEDED'),
    operation('deep in kept', 'c-in-kept', 'SUCCEEDED'),
  ];
  const seen = ['c-running', 'in running', 'c-done', 'c-failed', 'c-kept', 'in kept', 'c-in-kept'];
  expect(visible(operations).map(({ Id }) => Id)).toEqual(seen);
});

test('a callee that comes back after its operation was cancelled changes nothing', async () => {
  const flow: LambdaFunction = {
    kind: 'durable',
    handler: async (event) => {
      if (!DurableExecutionInvocationInputWithClient.isInstance(event)) throw new Error('no client');
      let CheckpointToken: string | undefined = event.CheckpointToken;
      const update = async (change: OperationUpdate) => {
        const answer = await event.durableExecutionClient.checkpoint({
          DurableExecutionArn: event.DurableExecutionArn,
          CheckpointToken,
          Updates: [change],
        });
        CheckpointToken = answer.CheckpointToken;
      };
      await update({ Id: 'i', Type: 'CHAINED_INVOKE', Action: 'START', ChainedInvokeOptions: { FunctionName: 'slow:1' }, Payload: '{}' });
      await update({ Id: 'i', Type: 'CHAINED_INVOKE', Action: 'CANCEL' });
      await sleep(100);
      return { Status: 'SUCCEEDED' as never, Result: '"over"' };
    },
  };
  const { host, run } = bench({ flow, slow: plain(async () => sleep(20).then(() => 'late')) });
  const execution = await run('flow:1', {}, 'x');
  expect(resultOf(execution)).toBe('over');
  expect(host.byName('slow', 'x-i')).toMatchObject({ status: 'SUCCEEDED', result: '"late"' });
  expect(host.operations(execution.arn).find(({ Id }) => Id === 'i')).toMatchObject({ Status: 'CANCELLED' });
});

test('operations are listed in the order they started', async () => {
  const flow = durable(async (_, context) => {
    await context.parallel('both', [
      { name: 'late', func: async (branch) => branch.wait('w', { seconds: 60 }) },
      { name: 'early', func: async (branch) => branch.step('s', async () => 1) },
    ]);
  });
  const { host, run } = bench({ flow });
  const { arn } = await run('flow:1');
  expect(host.operations(arn).map(({ Type, Name }) => Name ?? Type)).toEqual(['EXECUTION', 'both', 'late', 'early', 'w', 's']);
});

describe("the service's limits hold here", () => {
  const big = 'x'.repeat(AWS_LIMITS.payloadBytes);
  const cases: readonly (readonly [string, LambdaFunction, string])[] = [
    [
      'one operation too many',
      durable(async (_, c) => {
        for (let i = 0; i <= 3000; i += 1) await c.step(`s${i}`, async () => i);
      }),
      'exceeds 3000 durable operations',
    ],
    ['a step result over 1 MB', durable((_, c) => c.step('big', async () => big)), 'payload 1048578 bytes exceeds 1048576'],
    [
      'an error over 32 KB',
      durable((_, c) =>
        c.step(
          'bad',
          async () => {
            throw new Error('x'.repeat(40_000));
          },
          once,
        ),
      ),
      'Error object size',
    ],
    ['a name that is not ASCII', durable((_, c) => c.step('Größe', async () => 1)), 'printable ASCII characters, got "Größe"'],
    ['a function name over 256 characters', durable((_, c) => c.invoke('i', 'x'.repeat(300), {})), 'function name longer than 256'],
    ['a wait over 366 days', durable((_, c) => c.wait('w', { days: 367 })), 'WaitSeconds must be an integer between 1 and 31622400'],
    [
      'a result over 1 MB, which no checkpoint carries',
      durable(async () => 'x'.repeat(2_000_000)),
      'execution result exceeds 1048576 bytes',
    ],
    ['a result over 6 MB, which a checkpoint carries', durable(async () => 'x'.repeat(7_000_000)), 'payload 7000002 bytes exceeds 1048576'],
  ];
  test.each(cases)('%s', async (_, flow, problem) => {
    const said = errorText(await bench({ flow }).run('flow:1'));
    expect(said).toMatch(/^FAILED/);
    expect(said).toContain(problem);
  });

  test('bytes written in all', async () => {
    const flow = durable((_, context) => context.step('s', async () => 'x'.repeat(60_000)));
    expect(errorText(await bench({ flow }, { limits: { totalBytes: 50_000 } }).run('flow:1'))).toContain('wrote more than 50000 bytes');
  });

  test('a plain callee that answers over 1 MB', async () => {
    const { run } = bench({ big: plain(() => big), flow: durable((_, context) => context.invoke('i', 'big:1', {})) });
    expect(errorText(await run('flow:1'))).toContain('Response payload size (1048578 bytes) exceeded');
  });

  test('an answer over 1 MB is refused and the callback stays open', async () => {
    const { host, clock } = bench({ flow: durable((_, context) => context.waitForCallback('who', async () => {})) });
    const { done } = host.start('flow:1', {});
    await clock.advanceTo(START + 1);
    const id = host.pending()[0]?.callbacks[0]?.id ?? '';
    expect(() => host.complete(id, { result: `${big}x` })).toThrow('callback result exceeds');
    expect(host.complete(id, { result: 'ok' })).toBe('answered');
    expect(resultOf(await clock.during(done))).toBe('ok');
  });
});

describe('an invocation that fails', () => {
  test('is tried ten times, 1 s to 300 s apart, then the execution fails', async () => {
    let tries = 0;
    const flow: LambdaFunction = {
      kind: 'durable',
      handler: async () => {
        tries += 1;
        throw new Error('sandbox');
      },
    };
    const { run, clock } = bench({ flow });
    expect(errorText(await run('flow:1'))).toBe('FAILED Error: sandbox');
    expect([tries, (clock.now() - START) / 1000]).toEqual([10, 1 + 2 + 4 + 8 + 16 + 32 + 64 + 128 + 256]);
  });

  test('is forgiven once the execution has gone on', async () => {
    let tries = 0;
    const { run } = bench({
      fragile: {
        1: {
          kind: 'durable',
          handler: async (event, context) => {
            tries += 1;
            if (tries % 2 === 1) throw new Error('sandbox');
            return flaky.handler(event, context);
          },
        },
      },
    });
    const flaky = durable(async (_, context) => {
      for (let i = 0; i < 15; i += 1) await context.wait(`w${i}`, { seconds: 1 });
      return 'through';
    }) as Extract<LambdaFunction, { kind: 'durable' }>;
    expect(resultOf(await run('fragile:1'))).toBe('through');
    expect(tries).toBeGreaterThan(20);
  });

  test('PENDING without anything to wait for is a failure, as the service says', async () => {
    const flow: LambdaFunction = { kind: 'durable', handler: async () => ({ Status: 'PENDING' as never }) };
    expect(errorText(await bench({ flow }).run('flow:1'))).toContain('Cannot return PENDING status with no pending operations');
  });
});

describe('the checkpoint token is a fence', () => {
  test('an old one, and one of an ended execution, write nothing', async () => {
    const refusals: string[] = [];
    const tokens: string[] = [];
    const flow: LambdaFunction = {
      kind: 'durable',
      handler: async (event, context) => {
        if (!DurableExecutionInvocationInputWithClient.isInstance(event)) throw new Error('no client');
        const client = event.durableExecutionClient;
        const attempt = (CheckpointToken: string) =>
          client
            .checkpoint({
              DurableExecutionArn: event.DurableExecutionArn,
              CheckpointToken,
              Updates: [{ Id: 'x', Type: 'WAIT', Action: 'START', WaitOptions: { WaitSeconds: 5 } }],
            })
            .catch((thrown: Error) => void refusals.push(thrown.message));
        for (const old of tokens) await attempt(old);
        tokens.push(event.CheckpointToken);
        const output = await inner.handler(event, context);
        await attempt(event.CheckpointToken);
        return output;
      },
    };
    const inner = durable(async (_, context) => {
      await context.wait('w', { seconds: 1 });
      return context.step('s', async () => 'done');
    }) as Extract<LambdaFunction, { kind: 'durable' }>;
    const { host, run } = bench({ flow });
    const execution = await run('flow:1');
    expect(resultOf(execution)).toBe('done');
    expect(refusals).toEqual(['Invalid Checkpoint Token', 'Invalid Checkpoint Token', 'Invalid Checkpoint Token']);
    expect(host.operations(execution.arn).map(({ Name }) => Name)).toEqual([undefined, 'w', 's']);
  });
});
