import type { Table } from '../store.ts';
import type { World } from '../world.ts';
import { processingJobsOf, trainingJobsOf, transformJobsOf } from './jobs/state.ts';
import { definitionsOf, schedulesOf } from './monitoring/state.ts';
import { notebooksOf } from './notebooks/state.ts';
import { pipelinesOf } from './pipelines/state.ts';
import { cardsOf } from './registry/card-state.ts';
import { groupsOf, packagesOf } from './registry/state.ts';

/** Tables, by ARN, of what else can carry tags beside endpoints and what they are made of. */
export const TAGGABLE: readonly ((world: World) => Table<unknown>)[] = [
  packagesOf,
  groupsOf,
  trainingJobsOf,
  processingJobsOf,
  transformJobsOf,
  pipelinesOf,
  schedulesOf,
  definitionsOf,
  notebooksOf,
  cardsOf,
];
