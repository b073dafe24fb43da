import { QUICK_SET } from '../evidence/quick-set.ts';

/** Which kinds of evidence an action takes, in the words that other actions say what they endanger. One that is not here preserves nothing. */
const COVERS: Readonly<Record<string, readonly string[]>> = {
  'evidence.snapshot-endpoint': QUICK_SET,
};

export const itemsTakenBy = (action: string): readonly string[] => (Object.hasOwn(COVERS, action) ? (COVERS[action] ?? []) : []);
export const EVIDENCE_ACTIONS: readonly string[] = Object.keys(COVERS);
