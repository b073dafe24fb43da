import { InvokeError } from '@aws/durable-execution-sdk-js';
import { realClock } from '../../../adapters/clock.ts';
import { arnOf, bench, closeAll, durable, errorText, message, once, plain, resultOf, sleep } from './kit.ts';

afterEach(closeAll);
const throttled = () => {
  throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
};

test('a plain and a durable callee, by alias and by ARN', async () => {
  const { run } = bench(
    {
      snapshot: plain(({ n }) => ({ id: `snap-${n}` })),
      child: durable(async ({ n }, context) => {
        await context.wait('settle', { hours: 1 });
        return context.step('double', async () => n * 2);
      }),
      parent: durable(async (_, context) => {
        const a = await context.invoke<unknown, { id: string }>('a', arnOf('snapshot:live'), { n: 1 });
        return [a.id, await context.invoke<unknown, number>('b', 'child:live', { n: 21 })];
      }),
    },
    {},
    { 'snapshot:live': '1', 'child:live': '1' },
  );
  expect(resultOf(await run('parent:1'))).toEqual(['snap-1', 42]);
});

test('a callee that fails: its error type is stored, whatever the SDK shows', async () => {
  const seen = new Map<string, unknown>();
  const { run, host } = bench({
    raw: plain(throttled),
    flow: durable((_, context) => context.step('inner', throttled, once)),
    parent: durable(async (_, context) => {
      for (const [name, target] of [
        ['raw', 'raw:1'],
        ['flow', 'flow:1'],
        ['none', 'nobody:1'],
        ['unqualified', 'flow'],
      ] as const)
        await context.invoke(name, arnOf(target), {}).catch((thrown: unknown) => seen.set(name, thrown));
    }),
  });
  const execution = await run('parent:1');
  const stored = host.operations(execution.arn).filter(({ Type }) => Type === 'CHAINED_INVOKE');
  expect(stored.map(({ Name, Status, ChainedInvokeDetails }) => [Name, Status, ChainedInvokeDetails?.Error?.ErrorType])).toEqual([
    ['raw', 'FAILED', 'ThrottlingException'],
    ['flow', 'FAILED', 'StepError'],
    ['none', 'FAILED', 'ResourceNotFoundException'],
    ['unqualified', 'FAILED', 'InvalidParameterValueException'],
  ]);
  expect(seen.get('raw')).toBeInstanceOf(InvokeError);
  expect(message(seen.get('raw'))).toBe('InvokeError: Rate exceeded');
});

test('a plain callee that returns nothing answers null', async () => {
  const { run } = bench({
    nothing: plain(() => undefined),
    parent: durable(async (_, context) => ({ r: await context.invoke('v', 'nothing:1', {}) })),
  });
  expect(resultOf(await run('parent:1'))).toEqual({ r: null });
});

test('an alias is resolved when the operation starts: moving it changes nothing that runs', async () => {
  const aliases = { 'child:live': '1' };
  const child = (version: string) =>
    durable(async (_, context) => {
      await context.step('move', async () => void (aliases['child:live'] = '2'));
      await context.wait('settle', { hours: 1 });
      return version;
    });
  const parent = durable(async (_, context) => [await context.invoke('a', 'child:live', {}), await context.invoke('b', 'child:live', {})]);
  const { run } = bench({ child: { 1: child('one'), 2: child('two') }, parent }, {}, aliases);
  expect(resultOf(await run('parent:1'))).toEqual(['one', 'two']);
});

const inherited = ['constructor', '__proto__', 'toString'];
test.each(inherited)('the function "%s" is not found on the registry\'s prototype', async (name) => {
  const { host } = bench({ parent: durable(async () => 1) });
  expect(() => host.start(`${name}:1`, {})).toThrow('Function not found');
  expect(() => host.start('parent:constructor', {})).toThrow('Function not found');
});

describe('a callee that does not come back', () => {
  const waitsFor = (target: string) => durable((_, context) => context.invoke('call', target, {}).catch(message));

  test('a plain one is given up after its time-out', async () => {
    const { host } = bench({ slow: plain(() => sleep(1300), 1), parent: waitsFor('slow:1') }, { clock: realClock() });
    const execution = await host.start('parent:1', {}).done;
    expect(resultOf(execution)).toBe('InvokeError: Task timed out');
    expect(host.operations(execution.arn).find(({ Name }) => Name === 'call')?.Status).toBe('TIMED_OUT');
  });

  test('a durable one is given up after its execution time-out', async () => {
    const { run } = bench({ slow: durable((_, context) => context.wait('w', { hours: 2 }), 60), parent: waitsFor('slow:1') });
    expect(resultOf(await run('parent:1'))).toBe('InvokeError: Execution timed out');
  });

  test('one that is stopped stops the operation', async () => {
    const { host, clock } = bench({
      asks: durable((_, context) => context.waitForCallback('who', async () => {})),
      parent: waitsFor('asks:1'),
    });
    const { arn, done } = host.start('parent:1', {});
    clock.schedule(clock.now() + 1000, () => {
      const [child] = host.pending();
      expect(host.stop(child?.arn ?? '', { ErrorMessage: 'operator' })).toBe(true);
      expect(host.stop(child?.arn ?? '')).toBe(false);
    });
    expect(resultOf(await clock.during(done))).toBe('InvokeError: operator');
    expect(host.operations(arn).find(({ Name }) => Name === 'call')?.Status).toBe('STOPPED');
  });
});

test('100 executions at once, two invokes in parallel each', async () => {
  const { host, clock } = bench({
    work: plain(async ({ n }) => sleep(5).then(() => n)),
    parent: durable(async ({ n }, context) => {
      const both = await context.parallel('both', [
        (branch) => branch.invoke<unknown, number>('a', 'work:1', { n }),
        (branch) => branch.invoke<unknown, number>('b', 'work:1', { n: n + 1 }),
      ]);
      await context.wait('w', { minutes: 5 });
      return both.getResults().reduce((a, b) => a + b, 0);
    }),
  });
  const all = await clock.during(Promise.all(Array.from({ length: 100 }, (_, n) => host.start('parent:1', { n }).done)));
  expect(all.map(resultOf)).toEqual(Array.from({ length: 100 }, (_, n) => 2 * n + 1));
});

test('an execution that cannot start says why', () => {
  const { host } = bench({ parent: durable(async () => 1) });
  expect(() => host.start('nobody:1', {})).toThrow('Function not found: nobody:1');
  expect(() => host.start('parent', {})).toThrow('must be invoked with a version or an alias');
  expect(() => host.start('parent:1', 'x'.repeat(1024 * 1024))).toThrow('exceeds');
});

test('a durable handler that reports failure fails with its error', async () => {
  const { run } = bench({ parent: durable((_, context) => context.step('bad', throttled, once)) });
  expect(errorText(await run('parent:1'))).toBe('FAILED StepError: Rate exceeded');
});
