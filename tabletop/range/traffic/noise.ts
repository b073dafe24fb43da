/** How far a measured value wavers around its mean, as part of it. */
export const WAVER = 0.02;
/** The pattern of an hour repeats, so that a long window is counted and not walked. Minutes. */
export const PATTERN = 60;

/** FNV-1a, 32 bits: a fixed number of a text. Not for secrets. */
const fixed = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  // Neighbouring minutes differ in the last letter only: spread that over all bits.
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 13;
  return (hash >>> 0) / 2 ** 32;
};

/** In [1 - WAVER, 1 + WAVER): a function of seed, stream and minute, so that asking changes nothing. */
export const wavering = (seed: string, stream: string, minute: number): number =>
  1 + WAVER * (2 * fixed(`${seed}\n${stream}\n${((minute % PATTERN) + PATTERN) % PATTERN}`) - 1);
