import type { JsonObject } from '../../../core/json.ts';
import type { Table } from '../store.ts';
import type { TagMap } from '../tag-keys.ts';
import type { World } from '../world.ts';

export interface Throttle {
  /** Requests a second. */
  readonly rate?: number;
  readonly burst?: number;
}
export interface Method {
  readonly needsKey: boolean;
  /** Which function answers. */
  readonly function?: string;
}
export interface ApiResource {
  readonly id: string;
  readonly path: string;
  readonly parent?: string;
  readonly methods: Readonly<Record<string, Method>>;
}
/** What callers meet: an API's own policy and endpoint count from the deployment on that carries them. */
export interface Deployed {
  readonly policy?: JsonObject;
  readonly isEndpointDisabled: boolean;
}
export interface Deployment extends Deployed {
  readonly id: string;
  readonly description?: string;
  readonly createdAt: number;
}
export interface Api extends Deployed {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly description: string;
  readonly createdAt: number;
  /** The first one is the root. */
  readonly resources: readonly ApiResource[];
  readonly deployments: readonly Deployment[];
  readonly tags: TagMap;
}
export interface MethodSettings extends Throttle {
  readonly metrics?: boolean;
  readonly logging?: string;
}
export interface Stage {
  readonly api: string;
  readonly name: string;
  readonly region: string;
  readonly deployment: string;
  readonly description?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly variables: Readonly<Record<string, string>>;
  /** All methods: star slash star; one method: `~1chat/POST`. */
  readonly settings: Readonly<Record<string, MethodSettings>>;
  readonly tags: TagMap;
}
export interface PlanStage {
  readonly api: string;
  readonly stage: string;
  /** By `/path/METHOD`. */
  readonly throttles: Readonly<Record<string, Throttle>>;
}
export interface Quota {
  readonly limit?: number;
  readonly offset?: number;
  readonly period?: 'DAY' | 'WEEK' | 'MONTH';
}
export interface UsagePlan {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly description?: string;
  readonly productCode?: string;
  readonly stages: readonly PlanStage[];
  readonly throttle?: Throttle;
  readonly quota?: Quota;
  /** API keys, by id. */
  readonly keys: readonly string[];
  readonly tags: TagMap;
}
export interface ApiKey {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly value: string;
  readonly description?: string;
  readonly customer?: string;
  readonly enabled: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly tags: TagMap;
}
export const apisOf = (world: World): Table<Api> => world.store.table<Api>('apigateway.api');
/** By `api/stage`. */
export const stagesOf = (world: World): Table<Stage> => world.store.table<Stage>('apigateway.stage');
export const plansOf = (world: World): Table<UsagePlan> => world.store.table<UsagePlan>('apigateway.usage-plan');
export const keysOf = (world: World): Table<ApiKey> => world.store.table<ApiKey>('apigateway.key');

export const stageKey = (api: string, stage: string): string => `${api}/${stage}`;
/** API Gateway's ARNs carry no account. */
export const gatewayArn = (region: string, path: string): string => `arn:aws:apigateway:${region}::${path}`;
export const stageArn = ({ region, api, name }: Pick<Stage, 'region' | 'api' | 'name'>): string =>
  gatewayArn(region, `/restapis/${api}/stages/${name}`);

/** Of an account in a Region. https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
export const ACCOUNT_THROTTLE = { rate: 10_000, burst: 5000 } as const;
/** Ten characters, as in an API's host name. */
export const newId = (world: World): string => world.ids.code('apigateway', 10).toLowerCase();
