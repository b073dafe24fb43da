import type { Context } from '../operation.ts';
import { targetOf, type Target } from './lookup.ts';
import { accountsOf, attachedTo, organizationOf, unitsOf, type ControlPolicy } from './state.ts';

/** Everything that a policy can be attached to. */
export const everyTarget = ({ world }: Context): readonly string[] => [
  ...[organizationOf(world)?.root].flatMap((root) => root ?? []),
  ...unitsOf(world)
    .values()
    .map(({ id }) => id),
  ...accountsOf(world)
    .values()
    .map(({ id }) => id),
];
export const targetsOf = (context: Context, { id, type }: ControlPolicy): readonly Target[] =>
  everyTarget(context)
    .filter((target) => attachedTo(context.world, target)[type].includes(id))
    .map((target) => targetOf(context, target));
