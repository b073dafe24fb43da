import type { DurableContext } from '@aws/durable-execution-sdk-js';
import type { Desk } from '../../engine/desk.ts';

/** What a replay did that only a running step may do. */
export type Noted = string[];
type Callable = (...given: readonly unknown[]) => unknown;
const isCallable = (value: unknown): value is Callable => typeof value === 'function';

/** Facts that a process has before it does anything. Everything else of a desk reaches outside, or says something else tomorrow. */
const FACTS = new Set<string | symbol>(['catalog', 'exercise']);

/** A desk that does nothing: whoever touches a port of it is noted, and stopped. */
export const inertDesk = ({ catalog, exercise }: Pick<Desk, 'catalog' | 'exercise'>, touched: Noted): Desk => {
  const refuse = (what: string) => (): never => {
    touched.push(what);
    throw new Error(`${what} was touched outside of a step`);
  };
  const portOf = (port: string): object =>
    new Proxy(refuse(port), { get: (_, member) => (typeof member === 'symbol' ? undefined : refuse(`${port}.${member}`)) });
  return new Proxy<Desk>({ catalog, exercise } as Desk, {
    get: (facts, name) => (FACTS.has(name) || typeof name === 'symbol' ? Reflect.get(facts, name) : portOf(name)),
  });
};

/** Methods whose function is work: it was done when the history was written, and is not done again. */
const WORKS = new Set<string | symbol>(['step', 'waitForCallback', 'waitForCondition']);
/** Methods whose functions ask for operations, with a context of their own. */
const NESTS = new Set<string | symbol>(['runInChildContext', 'parallel', 'map']);

/** The same context, except that no step does anything: it is begun, noted in `begun`, and never ends. */
export const inertContext = (context: DurableContext, begun: Noted): DurableContext => {
  const never =
    (name: unknown): Callable =>
    () => {
      begun.push(String(name));
      return new Promise(() => {});
    };
  const nested =
    (work: Callable): Callable =>
    (inner, ...rest) =>
      work(inertContext(inner as DurableContext, begun), ...rest);
  const within = (given: unknown): unknown => {
    if (isCallable(given)) return nested(given);
    if (!Array.isArray(given)) return given;
    return given.map((one: unknown) => {
      if (isCallable(one)) return nested(one);
      const func: unknown = typeof one === 'object' && one !== null && 'func' in one ? one.func : undefined;
      return isCallable(func) ? { ...(one as object), func: nested(func) } : one;
    });
  };
  return new Proxy(context, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (!isCallable(member)) return member;
      if (WORKS.has(name))
        return (...given: readonly unknown[]) =>
          member.apply(
            target,
            given.map((one) => (isCallable(one) ? never(given[0]) : one)),
          );
      if (NESTS.has(name)) return (...given: readonly unknown[]) => member.apply(target, given.map(within));
      return member.bind(target);
    },
  });
};
