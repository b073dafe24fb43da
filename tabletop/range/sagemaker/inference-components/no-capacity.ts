import type { Table } from '../../store.ts';
import type { World } from '../../world.ts';

/** By component ARN, when the last call found no copy: the metric NoCapacityInvocationFailures, as far as scaling looks at it. */
const failuresOf = (world: World): Table<number> => world.store.table<number>('sagemaker.no-capacity-failure');

export const noteNoCapacity = (world: World, component: string, at: number): void => failuresOf(world).put(component, at);
export const lastNoCapacity = (world: World, component: string): number | undefined => failuresOf(world).get(component);
