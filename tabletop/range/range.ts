import type { Behaviour, Measurements } from './behaviour.ts';
import { bindingsOf } from './bindings.ts';
import { realClock, type RangeClock } from './clock.ts';
import type { RangeEvents } from './events.ts';
import type { Faults } from './faults.ts';
import { startAgents, type AgentName } from './northbank/agents.ts';
import { REGION } from './northbank/company.ts';
import { MEASURED } from './measured.ts';
import { northbankState } from './northbank/world.ts';
import { credentialsOf, principalsOf, type Credentials, type Principal } from './principals.ts';
import { createHost, type Host, type Observation, type RequestHandler } from './protocol/host.ts';
import { listen, type Listening } from './protocol/http.ts';
import { conditionsIn } from './sagemaker/condition-effects.ts';
import type { Conditions } from './sagemaker/conditions.ts';
import { startSimulators } from './simulators.ts';
import type { Change, RangeState } from './store.ts';
import { observeTraffic } from './traffic.ts';
import { createWorld, type World } from './world.ts';

export interface RangeOptions {
  /** Ids and keys are derived from it. @default 'northbank' */
  readonly seed?: string;
  /** @default the wall clock at `pace` */
  readonly clock?: RangeClock;
  /** For the default clock. @default 60 */
  readonly pace?: number;
  readonly world?: 'northbank';
  /** Resumes from an exported state instead of building the world. */
  readonly state?: RangeState;
  /** Moves Northbank's past by whole days. @default 0 */
  readonly shiftDays?: number;
  /** Automation of the company that will act against a responder. Not for a resumed state, which holds its own. @default none */
  readonly agents?: readonly AgentName[];
  readonly observe?: (observation: Observation) => void;
  /** A subscriber threw. @default thrown again, where nobody catches it */
  readonly subscriberFailed?: (thrown: unknown) => void;
  /** What `cordon calibrate` measured in a real account. @default what is kept in measured.json */
  readonly measured?: Measurements;
  /** Keeps AWS's request rates (`limits.ts`). @default false: throttling only by plan */
  readonly limits?: boolean;
  /** Keeps reads in the event history, as AWS does, the newest of them. @default false: a read changes nothing */
  readonly readEvents?: boolean;
}
export interface ClientConfig {
  readonly region: string;
  readonly credentials: Credentials;
  readonly requestHandler: RequestHandler;
  readonly maxAttempts: number;
}
export interface Range {
  readonly host: Host;
  readonly events: RangeEvents;
  readonly faults: Faults;
  /** What happens to events on their way, by plan. */
  readonly delivery: World['delivery'];
  /** What is wrong with endpoints and what they run on, by plan. */
  readonly conditions: Conditions;
  readonly clock: RangeClock;
  /** Every published test key. */
  principals(): readonly Principal[];
  /** By role ARN, by role name in the workload account, or by test key. */
  credentialsFor(principal: string): Credentials;
  /** For `new AnyClient(range.clientConfig('admin'))`: answered in this process, unable to reach AWS. */
  clientConfig(principal: string): ClientConfig;
  /** @default port 0: any free one. Loopback only. */
  listen(port?: number): Promise<Listening>;
  /** What this range claimed about AWS so far, and how sure it is. */
  relied(): readonly Behaviour[];
  exportState(): RangeState;
  /** Everything is replaced; what was under way continues, late if need be. */
  importState(state: RangeState): void;
  /** Called before a call is answered, with the rows it changed: store them and a killed process resumes. Answers how to stop. */
  onChange(f: (changes: readonly Change[]) => void): () => void;
  /** Stops the clock's alarms. */
  close(): void;
}

export const createRange = (options: RangeOptions = {}): Range => {
  const clock = options.clock ?? realClock(options.pace);
  const listeners = new Set<(changes: readonly Change[]) => void>();
  const settled = (): void => {
    // Who is answered follows from what is stored: a call that only read has changed nothing for anybody.
    if (!world.store.isChanged()) return;
    observeTraffic(world, clock.now());
    const changes = world.store.changes();
    for (const listener of listeners) listener(changes);
  };
  const { seed = 'northbank', state, subscriberFailed, measured = MEASURED } = options;
  const world = createWorld({
    seed,
    time: clock,
    stepped: (at) => observeTraffic(world, at),
    woken: settled,
    isResumed: state !== undefined,
    subscriberFailed,
    measured,
    keepsReads: options.readEvents,
  });
  startSimulators(world);
  const importState = (state: RangeState): void => {
    world.store.import(state);
    world.ids.count('boots');
    world.timers.arm();
  };
  if (state === undefined) {
    world.store.import(northbankState(seed, options.shiftDays ?? 0));
    world.timers.arm();
    startAgents(world, options.agents ?? []);
  } else importState(state);

  const { bindings, faults } = bindingsOf(world, settled, options.limits === true);
  const host = createHost({
    bindings,
    requestId: () => world.ids.requestId(),
    ...(options.observe === undefined ? {} : { observe: options.observe }),
  });

  return {
    host,
    events: { subscribe: (f) => world.bus.subscribe(f) },
    faults,
    delivery: world.delivery,
    conditions: conditionsIn(world, settled),
    clock,
    principals: () => principalsOf(world),
    credentialsFor: (principal) => credentialsOf(world, principal),
    clientConfig: (principal) => ({
      region: REGION,
      credentials: credentialsOf(world, principal),
      requestHandler: host.requestHandler(),
      maxAttempts: 1,
    }),
    listen: (port = 0) => listen(host, port),
    relied: () => world.relied(),
    exportState: () => world.store.export(),
    importState,
    onChange: (f) => {
      listeners.add(f);
      return () => listeners.delete(f);
    },
    close: () => world.timers.stop(),
  };
};
