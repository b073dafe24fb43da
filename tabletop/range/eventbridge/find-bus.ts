import type { Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import type { World } from '../world.ts';
import { busesOf, rulesOf, type EventBus, type Rule } from './state.ts';

export const DEFAULT = 'default';
interface Place {
  readonly account: string;
  readonly region: string;
}
/** By name in the caller's own account, or by ARN. */
export const busArnOf = ({ account, region }: Place, given: string | undefined): string =>
  given?.startsWith('arn:') === true ? given : `arn:aws:events:${region}:${account}:event-bus/${given ?? DEFAULT}`;
const partsOf = (arn: string) => {
  const [, , , region = '', account = '', rest = ''] = arn.split(':');
  return { region, account, name: rest.slice(rest.indexOf('/') + 1) };
};
/** Every account has a default bus in every Region without making one. */
export const busAt = (world: World, arn: string): EventBus | undefined => {
  const kept = busesOf(world).get(arn);
  const { region, account, name } = partsOf(arn);
  if (kept !== undefined || name !== DEFAULT) return kept;
  return { arn, name, account, region, createdAt: 0, modifiedAt: 0, tags: {} };
};
const missingBus = (name: string): AwsFault => new AwsFault('ResourceNotFoundException', `Event bus ${name} does not exist.`);
/** A bus of the caller's own. */
export const ownBus = (context: Context, given: string | undefined): EventBus => {
  const bus = busAt(context.world, busArnOf(context, given));
  if (bus === undefined || bus.account !== context.account || bus.region !== context.region) throw missingBus(given ?? DEFAULT);
  return bus;
};

export const ruleArnOf = (place: Place, bus: string | undefined, name: string): string => {
  const { account, region, name: busName } = partsOf(busArnOf(place, bus));
  return `arn:aws:events:${region}:${account}:rule/${busName === DEFAULT ? '' : `${busName}/`}${name}`;
};
export const ruleOf = (context: Context, bus: string | undefined, name: string): Rule => {
  const { arn, name: busName } = ownBus(context, bus);
  const rule = rulesOf(context.world).get(ruleArnOf(context, arn, name));
  if (rule === undefined) throw new AwsFault('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${busName}.`);
  return rule;
};
/** A rule that an AWS service keeps is not for people. */
export const changeable = (rule: Rule, force = false): Rule => {
  if (rule.managedBy !== undefined && !force)
    throw new AwsFault('ManagedRuleException', `Rule ${rule.name} is managed by ${rule.managedBy} and cannot be changed without it.`);
  return rule;
};
