import type { PlaybookDocument } from './document.ts';
import type { Known } from './known.ts';
import { rulesOf } from './step.ts';

/** The most durable operations that a run of this document can take. */
export const operationsOf = (document: PlaybookDocument, known: Known): number =>
  document.steps.reduce((sum, step) => sum + rulesOf(step).operations(known), document.outputs === undefined ? 0 : 1);
