import type { Table } from '../../store.ts';
import type { World } from '../../world.ts';

export interface CardVersion {
  readonly version: number;
  readonly content: string;
  readonly status: 'Draft' | 'PendingReview' | 'Approved' | 'Archived';
  readonly at: number;
  readonly by: string;
}
export interface ModelCard {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly kmsKeyId?: string;
  /** Oldest first; never empty. */
  readonly versions: readonly CardVersion[];
}
export const cardsOf = (world: World): Table<ModelCard> => world.store.table<ModelCard>('sagemaker.model-card');
