import type { Table } from '../store.ts';
import type { World } from '../world.ts';

/**
 * What is wrong in the world, by plan of a scenario. Nobody can see it but by its effects.
 * `crash-looping`, `failing`, `cold`: a model's container never gets healthy, answers 500, or is not ready for the first calls (ARN of the model).
 * `no-capacity`: AWS has no more of an instance type (`ml.m5.xlarge`).
 * `out-of-service`, `system-updating`: an endpoint (its ARN).
 */
export interface Condition {
  readonly is: 'crash-looping' | 'failing' | 'cold' | 'no-capacity' | 'out-of-service' | 'system-updating';
  readonly of: string;
}
export interface Conditions {
  begin(condition: Condition): void;
  end(condition: Condition): void;
}
interface Row extends Condition {
  readonly since: number;
  /** `cold`: when the first call woke it. */
  readonly wokenAt?: number;
}
export const conditionsOf = (world: World): Table<Row> => world.store.table<Row>('sagemaker.condition');
export const conditionKey = ({ is, of }: Condition): string => `${is}|${of}`;
export const isSo = (world: World, is: Condition['is'], of: string): boolean =>
  conditionsOf(world).get(conditionKey({ is, of })) !== undefined;
