import { CallbackTimeoutError } from '@aws/durable-execution-sdk-js';
import { realClock, virtualClock, type Timeline } from '../../../adapters/clock.ts';
import { bench, closeAll, durable, errorText, message, resultOf, sleep, START } from './kit.ts';

afterEach(closeAll);
const MINUTE = 60_000;

test('nobody answers: the callback times out at its instant', async () => {
  const { run, clock } = bench({
    ask: durable((_, context) =>
      context
        .waitForCallback('who', async () => {}, { timeout: { minutes: 30 } })
        .catch((e: unknown) => [e instanceof CallbackTimeoutError, message(e)]),
    ),
  });
  expect(resultOf(await run('ask:1'))).toEqual([true, 'CallbackTimeoutError: Callback timed out']);
  expect(clock.now()).toBe(START + 30 * MINUTE);
});

test('answers once: answered, then already; a callback nobody made is unknown', async () => {
  const { host, clock } = bench({
    ask: durable((_, context) => context.waitForCallback('who', async () => {}, { timeout: { minutes: 30 } })),
  });
  const { arn, done } = host.start('ask:1', {}, 'run-7');
  await clock.advanceTo(START + MINUTE);
  const pending = host.pending();
  const id = pending[0]?.callbacks[0]?.id ?? '';
  expect(pending).toEqual([{ arn, name: 'run-7', callbacks: [{ id, name: 'who', until: '2026-11-20T03:30:00.000Z' }] }]);
  expect(host.complete('cb-forged', { result: 'yes' })).toBe('unknown');
  expect(host.complete(id, { result: 'ann' })).toBe('answered');
  expect(host.complete(id, { result: 'mallory' })).toBe('already');
  expect(host.pending()).toEqual([]);
  expect(resultOf(await clock.during(done))).toBe('ann');
  expect(host.complete(id, { result: 'late' })).toBe('already');
});

test('an answer after the deadline is late, even when nobody has looked at the clock since', async () => {
  const { host, clock } = bench({
    ask: durable((_, context) => context.waitForCallback('who', async () => {}, { timeout: { minutes: 30 } }).catch(message)),
  });
  const { done } = host.start('ask:1', {});
  await clock.advanceTo(START + MINUTE);
  const id = host.pending()[0]?.callbacks[0]?.id ?? '';
  let late: unknown;
  clock.schedule(START + 30 * MINUTE, () => void (late = host.complete(id, { result: 'ann' })), 0);
  expect(resultOf(await clock.during(done))).toBe('CallbackTimeoutError: Callback timed out');
  expect(late).toBe('already');
});

test('an error answers a callback too', async () => {
  const { host, clock } = bench({ ask: durable((_, context) => context.waitForCallback('who', async () => {}).catch(message)) });
  const { done } = host.start('ask:1', {});
  await clock.advanceTo(START + MINUTE);
  const callback = host.pending()[0]?.callbacks[0];
  expect(callback?.until).toBeUndefined();
  expect(host.complete(callback?.id ?? '', { error: { ErrorType: 'Denied', ErrorMessage: 'by bo' } })).toBe('answered');
  expect(resultOf(await clock.during(done))).toContain('by bo');
});

describe('heartbeats', () => {
  const beats = { timeout: { hours: 5 }, heartbeatTimeout: { seconds: 10 } } as const;

  test('keep a callback alive; silence ends it', async () => {
    const { host, clock } = bench({ ask: durable((_, context) => context.waitForCallback('who', async () => {}, beats).catch(message)) });
    const { done } = host.start('ask:1', {});
    await clock.advanceTo(START + 1000);
    const id = host.pending()[0]?.callbacks[0]?.id ?? '';
    for (let beat = 1; beat <= 12; beat += 1) clock.schedule(START + beat * 8000, () => expect(host.heartbeat(id)).toBe('answered'));
    expect(resultOf(await clock.during(done))).toBe('CallbackTimeoutError: Callback timed out on heartbeat');
    expect(clock.now()).toBe(START + 12 * 8000 + 10_000);
    expect(host.heartbeat(id)).toBe('already');
    expect(host.heartbeat('cb-forged')).toBe('unknown');
  });

  test('do not move the overall time-out', async () => {
    const short = { ...beats, timeout: { seconds: 30 } };
    const { host, clock } = bench({ ask: durable((_, context) => context.waitForCallback('who', async () => {}, short).catch(message)) });
    const { done } = host.start('ask:1', {});
    await clock.advanceTo(START + 1000);
    const id = host.pending()[0]?.callbacks[0]?.id ?? '';
    for (let at = 2000; at < 40_000; at += 4000) clock.schedule(START + at, () => void host.heartbeat(id));
    expect(resultOf(await clock.during(done))).toBe('CallbackTimeoutError: Callback timed out');
    expect(clock.now()).toBe(START + 30_000);
  });
});

test('AWS waits run 60 times faster; deadlines of people do not', async () => {
  const { run, clock } = bench(
    {
      flow: durable(async (_, context) => {
        const at: number[] = [];
        const mark = (name: string) => context.step(name, async () => clock.now() - START).then((t) => at.push(t));
        await context.wait('w', { minutes: 7 });
        await mark('after the wait');
        const retry = { retryStrategy: (_e: unknown, attempt: number) => ({ shouldRetry: attempt < 2, delay: { minutes: 1 } }) };
        const fails = async ({ attempt }: { attempt?: number }) => {
          if (attempt === 1) throw new Error('not yet');
        };
        await context.step('retried', (step) => fails(step), retry);
        await mark('after the retry');
        await context.waitForCallback('who', async () => {}, { timeout: { minutes: 10 } }).catch(() => {});
        await mark('after the silence');
        return at;
      }),
    },
    { waitPace: 60 },
  );
  expect(resultOf(await run('flow:1'))).toEqual([7000, 8000, 608_000]);
});

test('the clock stands still while another branch still runs', async () => {
  const { run, clock } = bench({
    flow: durable(async (_, context) => {
      const at = await context.parallel('both', [
        (branch) => branch.step('slow', async () => sleep(60).then(() => clock.now() - START)),
        async (branch) => {
          await branch.wait('w', { hours: 2 });
          return branch.step('after', async () => clock.now() - START);
        },
      ]);
      return at.getResults();
    }),
  });
  expect(resultOf(await run('flow:1'))).toEqual([0, 120 * MINUTE]);
});

test('a wait that ends while another branch still runs lets its branch go on', async () => {
  const ran: string[] = [];
  const flow = durable(async (_, context) => {
    await context.parallel('both', [
      (branch) => branch.step('slow', async () => sleep(1500).then(() => ran.push('slow'))),
      async (branch) => {
        await branch.wait('w', { seconds: 2 });
        await branch.step('after the wait', async () => ran.push('after the wait'));
      },
    ]);
  });
  const { host } = bench({ flow }, { clock: realClock(), waitPace: 40 });
  expect((await host.start('flow:1', {}).done).status).toBe('SUCCEEDED');
  expect(ran).toEqual(['after the wait', 'slow']);
});

test('what has ended leaves no timer behind: one of 366 days would keep the process alive', async () => {
  const virtual = virtualClock(START);
  const left = new Set<object>();
  const clock: Timeline = {
    ...virtual,
    schedule: (at, work, rank) => {
      const timer = {};
      left.add(timer);
      const run = (): void | Promise<void> => {
        left.delete(timer);
        return work();
      };
      const cancel = virtual.schedule(at, run, rank);
      return () => {
        left.delete(timer);
        cancel();
      };
    },
  };
  const flow = durable((_, context) => context.waitForCallback('who', async () => {}));
  const { host } = bench({ flow }, { clock });
  const { done } = host.start('flow:1', {});
  await virtual.advanceTo(START + MINUTE);
  expect(left.size).toBe(1);
  host.complete(host.pending()[0]?.callbacks[0]?.id ?? '', { result: 'ann' });
  expect(resultOf(await virtual.during(done))).toBe('ann');
  expect(left.size).toBe(0);
});

describe('the execution time-out', () => {
  test('while suspended', async () => {
    const { run, clock } = bench({ flow: durable((_, context) => context.wait('w', { hours: 3 }), 3600) });
    expect(errorText(await run('flow:1'))).toBe('TIMED_OUT ExecutionTimedOut: Execution timed out');
    expect(clock.now()).toBe(START + 60 * MINUTE);
  });

  test('in the middle of a step: at once, and nothing after the step runs', async () => {
    const ran: string[] = [];
    const flow = durable(async (_, context) => {
      await context.step('slow', async () => sleep(1600).then(() => ran.push('slow')));
      await context.step('never', async () => ran.push('never'));
    }, 1);
    const { host } = bench({ flow }, { clock: realClock() });
    expect((await host.start('flow:1', {}).done).status).toBe('TIMED_OUT');
    expect(ran).toEqual([]);
    await sleep(800);
    expect(ran).toEqual(['slow']);
  });
});

test('stop during a step: STOPPED at once, the side effect is finished, nothing after it runs', async () => {
  const ran: string[] = [];
  const flow = durable(async (_, context) => {
    await context.step('long', async () => sleep(150).then(() => ran.push('long')));
    await context.step('next', async () => ran.push('next'));
  });
  const { host } = bench({ flow }, { clock: realClock() });
  const { arn, done } = host.start('flow:1', {});
  await sleep(60);
  expect(host.stop(arn, { ErrorMessage: 'operator' })).toBe(true);
  expect([(await done).status, ran]).toEqual(['STOPPED', []]);
  await sleep(200);
  expect(ran).toEqual(['long']);
  expect(host.operations(arn).map(({ Type, Status }) => `${Type}:${Status}`)).toEqual(['EXECUTION:STARTED', 'STEP:STARTED']);
  expect(host.stop('arn:nobody')).toBe(false);
});
