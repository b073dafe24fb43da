import { createHash } from 'node:crypto';

/** A number in [0, 1) that depends on seed and name alone: one more draw somewhere moves no other. 2^32 steps. */
export const seeded = (seed: number, name: string): number =>
  createHash('sha256').update(`${seed}:${name}`).digest().readUInt32BE(0) / 2 ** 32;

/** In steps of a tenth, so that every number in a report can be read out and typed in again. */
export const between = (seed: number, name: string, [from, to]: readonly [number, number]): number =>
  Math.round((from + (to - from) * seeded(seed, name)) * 10) / 10;

export const oneOf = <T>(seed: number, name: string, list: readonly T[]): T | undefined =>
  list[Math.floor(seeded(seed, name) * list.length)];
