import { isObject, type Json, type JsonObject } from '../../../core/json.ts';
import type { ObjectVersion } from './state.ts';

const DAY = 86_400_000;
/** S3 acts at the midnight (UTC) after the days are over. https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html */
export const dueAfter = (at: number, days: number): number => Math.ceil((at + days * DAY) / DAY) * DAY;

const textOf = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
const numberOf = (value: Json | undefined): number | undefined => (typeof value === 'number' ? value : undefined);
const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
const tagsIn = (value: Json | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : isObject(value) ? [value] : [];

/** Whether a rule is about this version: prefix, tags and size, all of them. */
export const isAbout = (rule: JsonObject, key: string, version: ObjectVersion): boolean => {
  const filter = objectOf(rule['Filter']);
  const all = { ...filter, ...objectOf(filter['And']) };
  const prefix = textOf(all['Prefix']) ?? textOf(rule['Prefix']) ?? '';
  const tags = [...tagsIn(filter['Tag']), ...tagsIn(objectOf(filter['And'])['Tags'])];
  const [above, below] = [numberOf(all['ObjectSizeGreaterThan']), numberOf(all['ObjectSizeLessThan'])];
  return (
    key.startsWith(prefix) &&
    tags.every((tag) => version.tags?.[textOf(tag['Key']) ?? ''] === textOf(tag['Value'])) &&
    (above === undefined || version.size > above) &&
    (below === undefined || version.size < below)
  );
};
/** When the newest version of a key is over by this rule. */
export const expiresAt = (rule: JsonObject, version: ObjectVersion): number | undefined => {
  const expiration = objectOf(rule['Expiration']);
  const days = numberOf(expiration['Days']);
  const date = textOf(expiration['Date']);
  return days === undefined ? (date === undefined ? undefined : Date.parse(date)) : dueAfter(version.at, days);
};
export const sweepsLoneMarkers = (rule: JsonObject): boolean => objectOf(rule['Expiration'])['ExpiredObjectDeleteMarker'] === true;
/** Days after a version was overtaken, and how many of the newest overtaken ones stay all the same. */
export const noncurrentOf = (rule: JsonObject): { readonly days: number; readonly kept: number } | undefined => {
  const expiration = objectOf(rule['NoncurrentVersionExpiration']);
  const days = numberOf(expiration['NoncurrentDays']);
  return days === undefined ? undefined : { days, kept: numberOf(expiration['NewerNoncurrentVersions']) ?? 0 };
};
export const abortsAfter = (rule: JsonObject): number | undefined =>
  numberOf(objectOf(rule['AbortIncompleteMultipartUpload'])['DaysAfterInitiation']);
