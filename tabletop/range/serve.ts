import { recordCall } from './cloudtrail/trail.ts';
import type { FaultSource } from './faults.ts';
import { authenticate } from './identity.ts';
import type { Caller, Context, Service } from './operation.ts';
import { authorise } from './policy/authorise.ts';
import type { WireCall } from './protocol/host.ts';
import type { World } from './world.ts';

export interface Pipeline {
  readonly world: World;
  readonly faults: FaultSource;
  /** After every call and every alarm: measures who is answered, then hands over what changed. */
  readonly settled: () => void;
}
export interface Call {
  readonly service: Service;
  readonly operation: string;
  readonly input: unknown;
  readonly caller: Caller;
  readonly region: string;
  readonly requestId: string;
  readonly userAgent: string;
  /** @default false */
  readonly isPartial?: boolean;
}

const contextOf = (world: World, call: Call): Context => ({
  world,
  caller: call.caller,
  account: call.caller.account,
  region: call.region,
  now: world.time.now(),
  requestId: call.requestId,
  userAgent: call.userAgent,
  isPartial: call.isPartial ?? false,
});

/** Permission, effect, trace: the same for a call over the wire and for one that builds the world. */
export const perform = (world: World, call: Call): object | Promise<object> => {
  const operation = call.service.operations[call.operation];
  if (operation === undefined) throw new Error(`${call.service.prefix}:${call.operation} is not implemented`);
  const context = contextOf(world, call);
  // The input was checked against the client's own shape before it came here; each operation states the type it was checked against.
  const input = call.input as never;
  const leave = (outcome: { readonly output: unknown } | { readonly error: unknown }): void => {
    const isAssume = call.operation === 'AssumeRole';
    if (operation.trail !== 'write' && !isAssume) return;
    recordCall(context, { eventSource: call.service.eventSource, operation: call.operation, input, outcome, readOnly: isAssume });
  };
  const failed = (error: unknown): never => {
    leave({ error });
    throw error;
  };
  const done = (output: object): object => {
    leave({ output });
    return output;
  };
  const run = (): object | Promise<object> => {
    authorise(world, call.caller, operation.access(input, context), call.service.denied);
    return operation.run(input, context);
  };
  try {
    const output = run();
    return output instanceof Promise ? output.then(done, failed) : done(output);
  } catch (error) {
    return failed(error);
  }
};

/** What the host calls for a decoded request. */
export const serve =
  (pipeline: Pipeline, service: Service) =>
  async (input: Record<string, unknown>, wire: WireCall): Promise<object> => {
    const { world, faults, settled } = pipeline;
    world.timers.settle();
    const caller = authenticate(world, wire.scope, wire.wire, service.signingName === 's3');
    const fault = faults.take(`${service.prefix}:${wire.operation}`, caller.roleArn);
    try {
      fault.before();
      const output = await perform(world, {
        service,
        operation: wire.operation,
        input,
        caller,
        region: wire.scope.region,
        requestId: wire.requestId,
        userAgent: wire.headers['user-agent'] ?? 'unknown',
        isPartial: fault.isPartial,
      });
      fault.after();
      return output;
    } finally {
      settled();
    }
  };
