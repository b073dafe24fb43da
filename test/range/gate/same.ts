import { isDeepStrictEqual, inspect } from 'node:util';
import { asBytes } from '../../../tabletop/range/protocol/wire.ts';

interface Streaming {
  transformToByteArray(): Promise<Uint8Array>;
}
const isStreaming = (value: object): value is Streaming => 'transformToByteArray' in value;
const isNothing = (value: unknown): boolean =>
  value === undefined || value === 'bytes ' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/**
 * A value as both ends can be compared: bytes, times and streams as text. What is empty counts as absent, because awsQuery and XML cannot
 * tell them apart.
 */
export const plain = async (value: unknown): Promise<unknown> => {
  if (value === undefined || value === null) return undefined;
  if (value instanceof Date) return `time ${value.toISOString()}`;
  if (value instanceof String) return value.valueOf();
  if (typeof value === 'bigint') return `big ${value}`;
  if (typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (isStreaming(value)) return plain(await value.transformToByteArray());
  if (Symbol.asyncIterator in value) return plain(await asBytes(value));
  if (Array.isArray(value)) return (await Promise.all(value.map(plain))).filter((one) => !isNothing(one));
  const members = await Promise.all(Object.entries(value).map(async ([name, inner]) => [name, await plain(inner)] as const));
  return Object.fromEntries(members.filter(([name, inner]) => name !== '$metadata' && !isNothing(inner)));
};

const short = (value: unknown): string => inspect(value, { breakLength: Infinity }).slice(0, 80);
const isTree = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
/** Where two values differ, as `path: sent -> arrived`. */
export const differences = (sent: unknown, arrived: unknown, path: string): readonly string[] => {
  if (isDeepStrictEqual(sent, arrived)) return [];
  if (isTree(sent) && isTree(arrived) && Array.isArray(sent) === Array.isArray(arrived))
    return [...new Set([...Object.keys(sent), ...Object.keys(arrived)])].flatMap((name) =>
      differences(sent[name], arrived[name], `${path}.${name}`),
    );
  return [`${path}: ${short(sent)} -> ${short(arrived)}`];
};
