import { isObject, type Json, type JsonObject } from '../../../core/json.ts';
import { instantOf } from '../../../core/time.ts';
import type { World } from '../world.ts';
import { bucketsOf, type Bucket } from './state.ts';

/** An input as the store keeps it: dates as text, nothing undefined. */
const jsonOf = (value: unknown): Json | undefined => {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) return instantOf(value.getTime());
  if (Array.isArray(value)) return value.flatMap((item: unknown) => jsonOf(item) ?? []);
  if (typeof value !== 'object') return undefined;
  return Object.fromEntries(Object.entries(value).flatMap(([name, inner]) => (inner === undefined ? [] : [[name, jsonOf(inner)]])));
};
export const settingOf = (bucket: Bucket, name: string): JsonObject | undefined => bucket.settings?.[name];
export const putSetting = (world: World, bucket: Bucket, name: string, value: object): void => {
  const json = jsonOf(value);
  bucketsOf(world).put(bucket.name, { ...bucket, settings: { ...bucket.settings, [name]: isObject(json) ? json : {} } });
};
export const removeSetting = (world: World, bucket: Bucket, name: string): void => {
  const { [name]: _gone, ...settings } = bucket.settings ?? {};
  bucketsOf(world).put(bucket.name, { ...bucket, settings });
};
