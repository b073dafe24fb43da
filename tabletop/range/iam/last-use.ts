import { isObject, type JsonObject } from '../../../core/json.ts';
import { historyOf } from '../cloudtrail/history.ts';
import type { World } from '../world.ts';

/** One call, as far as IAM reports the last ones. */
export interface Use {
  readonly at: number;
  readonly region: string;
  /** IAM's prefix, e.g. `sagemaker`. */
  readonly service: string;
  readonly action: string;
  /** The role's or the user's ARN. */
  readonly principal: string;
  readonly accessKeyId: string;
}
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const inside = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), value);
const principalIn = (record: JsonObject): string =>
  text(inside(record, 'userIdentity', 'sessionContext', 'sessionIssuer', 'arn') ?? inside(record, 'userIdentity', 'arn'));

/** From what the event history kept (behaviour `iam.last-used`), oldest first. */
export const usesIn = (world: World): readonly Use[] =>
  historyOf(world).map(({ at, region, accessKeyId, record }) => ({
    at,
    region,
    accessKeyId,
    service: text(record['eventSource']).split('.')[0] ?? '',
    action: text(record['eventName']),
    principal: principalIn(record),
  }));
export const lastUseOf = (world: World, by: (use: Use) => boolean): Use | undefined => usesIn(world).findLast(by);
