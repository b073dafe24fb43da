import type { Asset } from '../asset/asset.ts';
import type { Finding } from '../finding/finding.ts';
import type { IncidentId } from '../id.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Instant } from '../time.ts';

/** How a step ended, as `steps.<id>.outcome`. `unknown`: nobody could prove what it did. */
export const OUTCOMES = ['done', 'skipped', 'failed', 'denied', 'unknown'] as const;
export interface StepScope {
  readonly outcome: (typeof OUTCOMES)[number];
  /** The action's output; of a sub-playbook: the outputs of its steps, by step id. Empty when there is none. */
  readonly output: JsonObject;
  /** Of a `decide`: which way people chose. */
  readonly answer?: string;
}
export interface IncidentScope {
  readonly id: IncidentId;
  readonly number: number;
  readonly incidentClass: string;
  readonly title: string;
  readonly sev: number;
  readonly openedAt: Instant;
}

/** Everything that an expression can see. A root that is absent is an empty object, so that `has()` answers and `.` fails. */
export interface Scope {
  readonly finding?: Finding;
  readonly asset?: Asset;
  readonly incident?: IncidentScope;
  readonly inputs?: JsonObject;
  readonly steps?: Readonly<Record<string, StepScope>>;
  /** Inside a foreach: the one that this time is about. */
  readonly item?: Json;
}
export type Root = keyof Scope;
export const ROOTS: readonly Root[] = ['finding', 'asset', 'incident', 'inputs', 'steps', 'item'];

/** CEL types of fields; a nested object is another set of fields. */
export interface Fields {
  readonly [name: string]: string | Fields;
}

const resource = { kind: 'string', name: 'string', account: 'string', region: 'string', arn: 'string' };
export const FINDING = {
  uid: 'string',
  incidentClass: 'string',
  assurance: 'string',
  corroborated: 'bool',
  certainty: 'string',
  sev: 'int',
  because: 'string',
  target: resource,
  source: { id: 'string', product: 'string', detailType: 'string', uid: 'string', account: 'string', region: 'string' },
  correlationKey: 'string',
  signal: 'string',
  title: 'string',
  severityId: 'int',
  resources: 'list<dyn>',
  principals: 'list<string>',
  attributes: 'map<string, dyn>',
  observedAt: 'string',
  isSample: 'bool',
  rawDigest: 'string',
} as const satisfies Record<keyof Finding, string | Fields>;

export const ASSET = {
  ...resource,
  tier: 'string',
  owner: 'string',
  deputies: 'list<string>',
  failMode: 'string',
  whenUnavailable: 'string',
  callers: 'list<dyn>',
  switches: 'list<dyn>',
  adopted: 'bool',
  links: 'list<dyn>',
  seenAt: 'string',
} as const satisfies Record<keyof Asset, string | Fields>;

export const INCIDENT = {
  id: 'string',
  number: 'int',
  incidentClass: 'string',
  title: 'string',
  sev: 'int',
  openedAt: 'string',
} as const satisfies Record<keyof IncidentScope, string>;

/** What every step kind leaves for later steps; a kind may add fields of its own. */
export const STEP = { outcome: 'string', output: 'map<string, dyn>' } as const satisfies Record<Exclude<keyof StepScope, 'answer'>, string>;
