import type { StepPath } from '../id.ts';
import type { Json, JsonObject } from '../json.ts';
import type { BlockKind, EventOf } from '../ledger/facts.ts';
import type { Instant } from '../time.ts';

/** A step that does nothing itself. */
export interface BlockView {
  readonly path: StepPath;
  readonly kind: BlockKind;
  readonly title: string;
  readonly begunAt: Instant;
  /** Of a wait: how long, in the time of AWS. */
  readonly seconds?: number;
  readonly items?: readonly Json[];
  readonly ended?: { readonly outcome: 'done' | 'failed'; readonly because?: string; readonly output?: JsonObject; readonly at: Instant };
}

/** The blocks of a run after one more fact about them. */
export const foldBlocks = (blocks: readonly BlockView[], event: EventOf<'block.begun' | 'block.ended'>): readonly BlockView[] => {
  if (event.type === 'block.begun') {
    const { runId: _runId, ...block } = event.data;
    return [...blocks, { ...block, begunAt: event.at }];
  }
  const { runId: _runId, path, ...ended } = event.data;
  return blocks.map((block) => (block.path === path ? { ...block, ended: { ...ended, at: event.at } } : block));
};
