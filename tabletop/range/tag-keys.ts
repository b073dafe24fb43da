/** Tags as the range keeps them, whatever form a service gives them on the wire. */
export type TagMap = Readonly<Record<string, string>>;
interface Pair {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}
export const tagMap = (tags: readonly Pair[] | undefined): TagMap =>
  Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
export const tagList = (tags: TagMap): { Key: string; Value: string }[] => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
export const withoutTags = (tags: TagMap, keys: readonly string[]): TagMap =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));

type Keys = Readonly<Record<string, readonly string[]>>;
/** Condition keys of what the resource carries. */
export const resourceTags = (tags: TagMap | undefined): Keys =>
  Object.fromEntries(Object.entries(tags ?? {}).map(([key, value]) => [`aws:ResourceTag/${key}`, [value]]));
/** Condition keys of what the request wants to put on; no tags, no keys. */
export const requestTags = (tags: TagMap): Keys => {
  const keys = Object.keys(tags);
  return keys.length === 0
    ? {}
    : { 'aws:TagKeys': keys, ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, [value]])) };
};

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const MOST_TAGS = 50;
/** Why a resource cannot carry these tags, in the range's words; each service has an error of its own for it. */
export const tagProblem = (before: TagMap, added: TagMap): string | undefined => {
  const reserved = Object.keys(added).find((key) => key.toLowerCase().startsWith('aws:'));
  if (reserved !== undefined) return `Tag keys beginning with aws: are reserved: ${reserved}`;
  return Object.keys({ ...before, ...added }).length > MOST_TAGS ? `A resource can have at most ${MOST_TAGS} tags.` : undefined;
};
