import { statSync } from 'node:fs';

/**
 * Shortest file first, and the one that tries everybody in every order last: most mutants are noticed by an example within milliseconds.
 * Jest calls it with `new`, and what it answers is the sequencer.
 */
export default function ShortestFirst() {
  const cost = ({ path }) => (path.endsWith('tally.test.ts') ? Number.MAX_SAFE_INTEGER : statSync(path).size);
  return {
    sort: (tests) => [...tests].toSorted((a, b) => cost(a) - cost(b)),
    shard: (tests) => tests,
    allFailedTests: (tests) => tests,
    cacheResults: () => {},
  };
}
