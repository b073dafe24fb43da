import type { DurableContext, ErrorObject, WireOperation } from '@aws/durable-execution-sdk-js';
import { withDurableExecution } from '@aws/durable-execution-sdk-js';
import { LocalDurableTestRunner, WaitingOperationStatus } from '@aws/durable-execution-sdk-js-testing';
import { bench, closeAll, message, once, type Event } from '../adapters/durable-host/kit.ts';

/** The same code on our host and on AWS's own local checkpoint server must leave the same operations and the same answer. */
interface Run {
  readonly status: string;
  readonly result: string | null;
  readonly operations: readonly string[];
}
interface Scenario {
  readonly main: (event: Event, context: DurableContext) => Promise<unknown>;
  /** Somebody answers the callback of this name. */
  readonly answers?: string;
}

const throttled = () => {
  throw Object.assign(new Error('rate'), { name: 'ThrottlingException' });
};
const plains = {
  ok: async (event: unknown) => ({ got: (event as Event).n }),
  nothing: async () => undefined,
  bad: async () => {
    throw Object.assign(new Error('denied'), { name: 'AccessDeniedException' });
  },
};
const durables = {
  kid: withDurableExecution(async ({ n }: Event, context: DurableContext) => {
    const more = await context.step('k1', async () => n + 1);
    await context.wait('kw', { seconds: 5 });
    return more * 2;
  }),
  fails: withDurableExecution((_: Event, context: DurableContext) => context.step('boom', async () => throttled(), once)),
};
const retry = (delaySeconds: number) => ({
  retryStrategy: (_: unknown, attempt: number) => ({ shouldRetry: attempt < 5, delay: { seconds: delaySeconds } }),
});
const third = async ({ attempt }: { readonly attempt?: number }) => {
  if (attempt !== 3) throw new Error('not yet');
  return attempt;
};

const scenarios: Readonly<Record<string, Scenario>> = {
  'parallel invokes, a callback that is answered, a step with retry, a wait': {
    answers: 'ask',
    main: async (_, context) => {
      const both = await context.parallel<unknown>('both', [
        { name: 'x', func: (branch) => branch.invoke('a', 'ok:1', { n: 1 }) },
        { name: 'y', func: (branch) => branch.invoke('b', 'kid:1', { n: 2 }) },
      ]);
      const who = await context.waitForCallback('ask', async () => {}, { timeout: { hours: 1 } });
      const verified = await context.step('verify', (step) => third(step), retry(2));
      await context.wait('w', { hours: 4 });
      return [both.getResults(), who, await context.invoke('q', 'ok:1', { n: 3 }), verified];
    },
  },
  // The runner does not skip callback time-outs: two real seconds.
  'a callback that nobody answers': {
    main: (_, context) => context.waitForCallback('ask', async () => {}, { timeout: { seconds: 2 } }).catch(message),
  },
  'a step that fails': { main: (_, context) => context.step('boom', async () => throttled(), once) },
  'an invoke that throws, caught': { main: (_, context) => context.invoke('a', 'bad:1', {}).catch(message) },
  'an invoke that throws, uncaught': { main: (_, context) => context.invoke('a', 'bad:1', {}) },
  'an invoke of a durable function that fails': { main: (_, context) => context.invoke('a', 'fails:1', {}).catch(message) },
  'a map of five invokes, two at a time': {
    main: async (_, context) => {
      const mapped = await context.map('m', [1, 2, 3, 4, 5], (branch, n) => branch.invoke(`i${n}`, 'ok:1', { n }), { maxConcurrency: 2 });
      return mapped.getResults();
    },
  },
  'a failing branch in a parallel': {
    main: async (_, context) => {
      const both = await context.parallel<unknown>('both', [
        { name: 'good', func: (branch) => branch.step('s', async () => 1) },
        { name: 'bad', func: (branch) => branch.step('b', async () => throttled(), once) },
      ]);
      return both.all.map(({ status }) => status);
    },
  },
  'polling until a condition holds': {
    main: (_, context) =>
      context.waitForCondition('poll', async (n: number) => n + 1, {
        initialState: 0,
        waitStrategy: (n) => (n < 3 ? { shouldContinue: true, delay: { seconds: 30 } } : { shouldContinue: false }),
      }),
  },
};

const line = (operation: WireOperation): string => {
  const { Type, SubType, Name, Status, StepDetails, ContextDetails, CallbackDetails, ChainedInvokeDetails } = operation;
  const { Result, Error } = StepDetails ?? ContextDetails ?? CallbackDetails ?? ChainedInvokeDetails ?? {};
  const { ErrorType, ErrorMessage, ErrorData }: ErrorObject = Error ?? {};
  return JSON.stringify([Type, SubType, Name, Status, StepDetails?.Attempt, Result, ErrorType, ErrorMessage, ErrorData]);
};
const lines = (operations: readonly WireOperation[]) =>
  operations
    .filter(({ Type }) => Type !== 'EXECUTION')
    .map(line)
    .toSorted();

const onHost = async ({ main, answers }: Scenario): Promise<Run> => {
  const { host, clock } = bench({
    main: { 1: { kind: 'durable', handler: withDurableExecution(main) } },
    kid: { 1: { kind: 'durable', handler: durables.kid } },
    fails: { 1: { kind: 'durable', handler: durables.fails } },
    ok: { 1: { kind: 'plain', handler: plains.ok } },
    bad: { 1: { kind: 'plain', handler: plains.bad } },
    nothing: { 1: { kind: 'plain', handler: plains.nothing } },
  });
  const { arn, done } = host.start('main:1', { n: 1 });
  const answer = (): void => {
    for (const { callbacks } of host.pending())
      for (const { id, name } of callbacks) if (name === answers) host.complete(id, { result: 'ann' });
    if (host.get(arn)?.status === 'RUNNING') clock.schedule(clock.now() + 60_000, answer);
  };
  if (answers !== undefined) answer();
  const { status, result } = await clock.during(done);
  return { status, result, operations: lines(host.operations(arn)) };
};

const onRunner = async ({ main, answers }: Scenario): Promise<Run> => {
  const runner = new LocalDurableTestRunner({ handlerFunction: withDurableExecution(main) });
  for (const [name, handler] of Object.entries(durables)) runner.registerDurableFunction(`${name}:1`, handler);
  for (const [name, handler] of Object.entries(plains)) runner.registerFunction(`${name}:1`, handler);
  const running = runner.run({ payload: { n: 1 } });
  if (answers !== undefined) {
    const callback = runner.getOperation(answers);
    await callback.waitForData(WaitingOperationStatus.SUBMITTED);
    await callback.sendCallbackSuccess('ann');
  }
  const ended = await running;
  const status = ended.getStatus() ?? 'none';
  const wires = ended.getOperations().flatMap((operation) => operation.getOperationData() ?? []);
  return { status, result: status === 'SUCCEEDED' ? JSON.stringify(ended.getResult()) : null, operations: lines(wires) };
};

/** The runner fakes the timers of the whole process: only while it runs. */
const both = async (scenario: Scenario) => {
  const ours = await onHost(scenario);
  await LocalDurableTestRunner.setupTestEnvironment({ skipTime: true });
  try {
    return { ours, theirs: await onRunner(scenario) };
  } finally {
    await LocalDurableTestRunner.teardownTestEnvironment();
  }
};
afterEach(closeAll);

test.each(Object.entries(scenarios))('%s: the same operations and the same answer', async (_, scenario) => {
  const { ours, theirs } = await both(scenario);
  expect(theirs.operations.length).toBeGreaterThan(0);
  expect(ours).toEqual(theirs);
});

test('the one known difference: a plain callee that returns nothing answers null, as in Lambda; the runner fails it', async () => {
  const { ours, theirs } = await both({ main: (_, context) => context.invoke('a', 'nothing:1', {}).catch(() => 'failed') });
  expect([ours.result, theirs.result]).toEqual(['null', '"failed"']);
  expect(ours.operations).not.toEqual(theirs.operations);
});
