import { trailsNow } from './cloudtrail/copies.ts';
import { recordCall } from './cloudtrail/record-call.ts';
import { takeFault } from './faults.ts';
import { authenticate } from './identity.ts';
import type { Limits } from './limits.ts';
import type { Caller, Context, Service } from './operation.ts';
import { authorise, decideForService } from './policy/authorise.ts';
import type { Access } from './policy/evaluate.ts';
import type { ServiceCall } from './policy/request-keys.ts';
import { AwsFault } from './protocol/errors.ts';
import type { WireCall } from './protocol/offered.ts';
import type { World } from './world.ts';

export interface Pipeline {
  readonly world: World;
  /** Absent: nobody is throttled but by plan. */
  readonly limits?: Limits | undefined;
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
  readonly invokedBy?: string | undefined;
  /** AWS, or an agent of the company, makes it by itself. @default false */
  readonly isAct?: boolean;
  /** A service calls in its own name. */
  readonly forService?: ServiceCall;
  /** Throws when the call comes too soon. */
  readonly limited?: () => void;
}

const contextOf = (world: World, call: Call): Context => ({
  world,
  caller: call.caller,
  account: call.caller.account,
  region: call.region,
  now: world.timers.now(),
  requestId: call.requestId,
  userAgent: call.userAgent,
  invokedBy: call.invokedBy,
  isPartial: false,
});

/** For a service that calls in its own name: only the resource's policy counts. */
const letIn = (world: World, service: ServiceCall, accesses: readonly Access[], denied: Service['denied']): void => {
  const refused = accesses.find((access) => decideForService(world, service, access) !== 'allow');
  if (refused !== undefined)
    throw new AwsFault(denied.code, `${service.service} is not authorized to perform: ${refused.action} on resource: ${refused.resource}`, {
      status: denied.status,
    });
};

/** Permission, effect, trace: the same for a call over the wire and for one that builds the world. */
export const perform = (world: World, call: Call): object | Promise<object> => {
  const operation = call.service.operations[call.operation];
  if (operation === undefined) throw new Error(`${call.service.prefix}:${call.operation} is not implemented`);
  // The input was checked against the client's own shape before it came here; each operation states the type it was checked against.
  const input = call.input as never;
  const asked = contextOf(world, call);
  const fault = takeFault(world, {
    operation: `${call.service.prefix}:${call.operation}`,
    roleArn: call.caller.roleArn,
    resources: () => operation.access(input, asked).map(({ resource }) => resource),
    isAct: call.isAct ?? false,
  });
  const context = { ...asked, isPartial: fault.isPartial };
  // What stops a trail is the last thing that the trail sees.
  const trails = trailsNow(world);
  let accesses: readonly Access[] = [];
  const leave = (outcome: { readonly output: unknown } | { readonly error: unknown }): void =>
    recordCall(context, { service: call.service, operation: call.operation, trail: operation.trail, input, accesses, outcome, trails });
  const failed = (error: unknown): never => {
    leave({ error });
    throw error;
  };
  const done = (output: object): object => {
    leave({ output });
    fault.after();
    return output;
  };
  const run = (): object | Promise<object> => {
    call.limited?.();
    fault.before();
    accesses = operation.access(input, context);
    if (call.forService === undefined) authorise(context, accesses, call.service.denied);
    else letIn(world, call.forService, accesses, call.service.denied);
    return operation.run(input, context);
  };
  const output = ((): object | Promise<object> => {
    try {
      return run();
    } catch (error) {
      return failed(error);
    }
  })();
  return output instanceof Promise ? output.then(done, failed) : done(output);
};

/** What the host calls for a decoded request. */
export const serve =
  (pipeline: Pipeline, service: Service) =>
  async (input: Record<string, unknown>, wire: WireCall): Promise<object> => {
    const { world, limits, settled } = pipeline;
    world.timers.settle();
    const caller = authenticate(world, wire.scope, wire.wire, service.signingName === 's3');
    const { region } = wire.scope;
    try {
      return await perform(world, {
        service,
        operation: wire.operation,
        input,
        caller,
        region,
        requestId: wire.requestId,
        userAgent: wire.headers['user-agent'] ?? 'unknown',
        limited: () => limits?.(`${service.prefix}:${wire.operation}`, caller.account, region),
      });
    } finally {
      settled();
    }
  };
