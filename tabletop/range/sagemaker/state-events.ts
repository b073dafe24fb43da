import type { JsonObject } from '../../../core/json.ts';
import type { World } from '../world.ts';
import { stateEventDelay } from './behaviours.ts';
import { tagsOf } from './state.ts';

export const tagMap = (world: World, arn: string): JsonObject =>
  Object.fromEntries((tagsOf(world).get(arn) ?? []).map(({ Key, Value }) => [Key, Value]));

export interface Moment {
  readonly world: World;
  readonly now: number;
}
/** One of SageMaker's own events, to the account that owns the resource. */
export const emitState = (
  { world, now }: Moment,
  owner: { readonly account: string; readonly arn: string },
  detailType: string,
  detail: JsonObject,
): void => {
  const region = owner.arn.split(':')[3] ?? '';
  world.bus.emit(
    { source: 'aws.sagemaker', detailType, account: owner.account, region, resources: [owner.arn], detail, at: now },
    world.lasts(stateEventDelay),
  );
};
