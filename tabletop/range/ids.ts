import { createHash } from 'node:crypto';
import type { Store } from './store.ts';

/** Ids that look like AWS's and depend on nothing but the seed and how many were made before. */
export interface RangeIds {
  uuid(kind: string): string;
  /** Upper-case letters and digits, as in `AROA…` and `ASIA…`. */
  code(kind: string, length: number): string;
  /** 32 characters as in an S3 version id. */
  version(kind: string): string;
  /** In [0, 1): the next number of a stream of its own, so that one simulator's luck does not depend on another's. */
  number(stream: string): number;
  /** 1, 2, 3 … */
  count(kind: string): number;
  /** For answers that leave no trace. Not counted in the state: a read would otherwise be a write. */
  requestId(): string;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const uuidOf = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;

export const createIds = (seed: string, store: Store): RangeIds => {
  const counters = store.table<number>('ids');
  const digest = (kind: string, count: number): Buffer => createHash('sha256').update(`${seed}\n${kind}\n${count}`).digest();
  const count = (kind: string): number => {
    const reached = (counters.get(kind) ?? 0) + 1;
    counters.put(kind, reached);
    return reached;
  };
  const next = (kind: string): Buffer => digest(kind, count(kind));
  let requests = 0;
  return {
    uuid: (kind) => uuidOf(next(kind).toString('hex')),
    code: (kind, length) =>
      [...next(kind)]
        .slice(0, length)
        .map((byte) => BASE32[byte % 32])
        .join(''),
    version: (kind) => next(kind).toString('base64url').slice(0, 32),
    number: (stream) => next(stream).readUIntBE(0, 6) / 2 ** 48,
    count,
    requestId: () => {
      requests += 1;
      // `boots` is counted up by every import, so that a restarted range does not repeat request ids.
      return uuidOf(digest(`request ${counters.get('boots') ?? 0}`, requests).toString('hex'));
    },
  };
};
