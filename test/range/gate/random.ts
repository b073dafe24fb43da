/** Random numbers that a seed decides (mulberry32). */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** 0 … below - 1. */
  below(below: number): number;
  pick<T>(from: readonly T[]): T;
  /** One to eight characters. */
  text(alphabet: string): string;
}

export const randomOf = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(from: readonly T[]): T => {
    const chosen = from[below(from.length)];
    if (chosen === undefined) throw new Error('nothing to pick from');
    return chosen;
  };
  return { next, below, pick, text: (alphabet) => Array.from({ length: 1 + below(8) }, () => pick(Array.from(alphabet))).join('') };
};
