import type { DurableContext } from '@aws/durable-execution-sdk-js';
import { interpret } from '../../engine/interpret/run.ts';
import type { Interpreter } from './replay.ts';

type Work = () => Promise<unknown>;

/** Today's interpreter, over a context whose steps are taken by `take`. */
const withSteps =
  (take: (context: DurableContext, name: string, work: Work) => Promise<unknown>): Interpreter =>
  (desk) =>
  (input, context) => {
    const step = (name: string, work: Work) => take(context, name, work);
    const get = (target: DurableContext, member: string | symbol): unknown => {
      if (member === 'step') return step;
      const value: unknown = Reflect.get(target, member, target);
      return typeof value === 'function' ? value.bind(target) : value;
    };
    return interpret(desk)(input, new Proxy(context, { get }));
  };
const plainly = (context: DurableContext, name: string, work: Work): Promise<unknown> => context.step(name, work);

/** What somebody who changes the interpreter might do to runs that have begun, and what a replay says of it. */
export const PLANTED: Readonly<Record<string, { readonly interpreter: Interpreter; readonly says: RegExp }>> = {
  'a step has another name': {
    interpreter: withSteps((context, name, work) => plainly(context, name.replace('deny:ask', 'deny:request'), work)),
    says: /asks for STEP\/Step deny:request where STEP\/Step deny:ask was recorded/,
  },
  'a step was put before the last one': {
    interpreter: withSteps(async (context, name, work) => {
      if (name === 'end') await plainly(context, 'tell', () => Promise.resolve('told'));
      return plainly(context, name, work);
    }),
    says: /asks for STEP\/Step tell where STEP\/Step end was recorded/,
  },
  'a step was put after the last one': {
    interpreter: withSteps(async (context, name, work) => {
      const result = await plainly(context, name, work);
      if (name === 'end') await plainly(context, 'tell', () => Promise.resolve('told'));
      return result;
    }),
    says: /asks for STEP\/Step tell where nothing was recorded/,
  },
  'a step is no step any more': {
    interpreter: withSteps((context, name, work) =>
      name === 'deny:action.1' ? Promise.resolve('sagemaker.quarantine-endpoint') : plainly(context, name, work),
    ),
    says: /asks for STEP\/Step deny:apply where STEP\/Step deny:action.1 was recorded/,
  },
  'a step stands in a context of its own': {
    interpreter: withSteps((context, name, work) =>
      name === 'deny:plan' ? context.runInChildContext(name, (inner) => plainly(inner, name, work)) : plainly(context, name, work),
    ),
    says: /asks for CONTEXT\/RunInChildContext deny:plan where STEP\/Step deny:plan was recorded/,
  },
  'the clock is read between two steps': {
    interpreter: (desk) => (input, context) => {
      desk.clock.now();
      return interpret(desk)(input, context);
    },
    says: /touches clock.now outside of a step/,
  },
  'the ledger is written to between two steps, and nobody hears that it failed': {
    interpreter: (desk) => (input, context) => {
      const told = async () => desk.ledger.append(input.incidentId, 0, []);
      told().catch(() => {});
      return interpret(desk)(input, context);
    },
    says: /touches ledger.append outside of a step/,
  },
  'a run that ended well is said to have ended otherwise': {
    interpreter: (desk) => async (input, context) => ({ ...(await interpret(desk)(input, context)), because: 'over' }),
    says: /should be one that ends SUCCEEDED .*every step is done/,
  },
  'what was waited for is not waited for any more': {
    interpreter: (desk) => (input, context) =>
      interpret(desk)(
        input,
        new Proxy(context, {
          get: (target, member) => {
            const value: unknown = Reflect.get(target, member, target);
            if (member === 'wait') return () => Promise.resolve();
            return typeof value === 'function' ? value.bind(target) : value;
          },
        }),
      ),
    says: /asks for STEP\/Step deny:verify-apply.2 where WAIT\/Wait deny:settle-apply.1 was recorded/,
  },
};
