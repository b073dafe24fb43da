import type { Behaviour, Measurements } from './behaviour.ts';
import type { RangeClock } from './clock.ts';
import type { RangeEvents } from './events.ts';
import type { AgentName } from './northbank/agents.ts';
import type { Plans } from './plans.ts';
import type { ClientConfig, Credentials, Principal } from './principals.ts';
import type { Host, Observation } from './protocol/host.ts';
import type { Listening } from './protocol/http.ts';
import type { Change, RangeState } from './store.ts';

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
export interface Range extends Plans {
  readonly host: Host;
  readonly events: RangeEvents;
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
