import type { World } from '../world.ts';
import { belowMinimum } from './behaviours.ts';
import { keyOf, targetsOf, type Target } from './state.ts';

/** ARN of the endpoint or of the inference component that a target scales. */
export const scaledArn = ({ region, account, resource }: Target): string => {
  const [kind = '', name = ''] = resource.split('/');
  return `arn:aws:sagemaker:${region}:${account}:${kind}/${name.toLowerCase()}`;
};
/** Something changed at what may be scaled: whoever scales it looks a little later. Nothing runs for what nobody scales. */
export const noticeCapacity = (world: World, arn: string): void => {
  for (const target of targetsOf(world).values())
    if (scaledArn(target) === arn) world.timers.add('scaling-look', world.lasts(belowMinimum), { target: keyOf(target) });
};
