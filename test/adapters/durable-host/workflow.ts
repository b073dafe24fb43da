import { appendFileSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { CallbackTimeoutError, withDurableExecution, type DurableContext, type StepFunc } from '@aws/durable-execution-sdk-js';
import type { LambdaFunction, Registry } from '../../../adapters/durable-host/functions.ts';
import type { Hook } from '../../../adapters/sqlite.ts';

interface Keyed {
  readonly key: string;
}
/** The side effects of one whole run, in a fixed order; `verify` fails once and is another action per attempt. */
export const EFFECTS = ['ask', 'notify.confirm', 'notify.post', 'prepare', 'quarantine', 'snapshot', 'verify', 'verify'];

/** The outside world, in files that survive the process: every call, and what a service with idempotency keys would have done. */
const outside = (directory: string, hook: Hook) => {
  mkdirSync(join(directory, 'keys'), { recursive: true });
  return (name: string, key: string): void => {
    hook(`before effect ${name}`);
    appendFileSync(join(directory, 'calls.log'), `${name}\n`);
    const path = join(directory, 'keys', key);
    if (!existsSync(path)) {
      closeSync(openSync(path, 'wx'));
      appendFileSync(join(directory, 'keyed.log'), `${name}\n`);
    }
    hook(`after effect ${name}`);
  };
};

/** step, parallel(plain callee, durable callee with a wait), callback with time-out, plain callee, step with retry, wait. */
export const workflow = (directory: string, hook: Hook): Registry => {
  const effect = outside(directory, hook);
  const plain = (name: string): LambdaFunction => ({
    kind: 'plain',
    handler: async (event) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      effect(name, (event as Keyed).key);
      return { done: name };
    },
  });
  const notify = withDurableExecution(async ({ key }: Keyed, context: DurableContext) => {
    const posted = await context.step('post', async () => effect('notify.post', `${key}.post`) ?? 'posted');
    await context.wait('settle', { seconds: 2 });
    return [posted, await context.step('confirm', async () => effect('notify.confirm', `${key}.confirm`) ?? 'confirmed')];
  });
  const contain = withDurableExecution(async ({ key }: Keyed, context: DurableContext) => {
    const prepared = await context.step('prepare', async () => effect('prepare', `${key}.prepare`) ?? 'prepared');
    const evidence = await context.parallel<unknown>('evidence', [
      { name: 'snapshot', func: (branch) => branch.invoke('snapshot', 'snapshot:live', { key: `${key}.snapshot` }) },
      { name: 'notify', func: (branch) => branch.invoke('notify', 'notify:live', { key: `${key}.notify` }) },
    ]);
    const approval = await context
      .waitForCallback('approve', async () => effect('ask', `${key}.ask`), { timeout: { minutes: 30 } })
      .catch((thrown: unknown) => {
        if (thrown instanceof CallbackTimeoutError) return 'timed out';
        throw thrown;
      });
    const quarantined = await context.invoke('quarantine', 'quarantine:live', { key: `${key}.quarantine` });
    const verify = async ({ attempt }: Parameters<StepFunc<string>>[0]): Promise<string> => {
      effect('verify', `${key}.verify.${attempt}`);
      if (attempt === 1) throw Object.assign(new Error('not yet'), { name: 'ThrottlingException' });
      return `verified on attempt ${attempt}`;
    };
    const retryStrategy = (_: unknown, attempt: number) => ({ shouldRetry: attempt < 4, delay: { seconds: 3 } });
    const verified = await context.step('verify', verify, { retryStrategy });
    await context.wait('review', { hours: 4 });
    return { prepared, evidence: evidence.getResults(), approval, quarantined, verified };
  });
  return {
    versions: {
      contain: { 1: { kind: 'durable', handler: contain } },
      notify: { 7: { kind: 'durable', handler: notify } },
      snapshot: { 3: plain('snapshot') },
      quarantine: { 3: plain('quarantine') },
    },
    aliases: { 'contain:live': '1', 'notify:live': '7', 'snapshot:live': '3', 'quarantine:live': '3' },
  };
};
