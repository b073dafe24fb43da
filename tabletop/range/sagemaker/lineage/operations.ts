import type { Operation } from '../../operation.ts';
import { LINEAGE_ENTITY_OPERATIONS } from './entities.ts';
import { LINEAGE_OPERATIONS } from './query.ts';
import { SEARCH_OPERATIONS } from './search.ts';

export const GRAPH_OPERATIONS: Readonly<Record<string, Operation>> = {
  ...LINEAGE_ENTITY_OPERATIONS,
  ...LINEAGE_OPERATIONS,
  ...SEARCH_OPERATIONS,
};
