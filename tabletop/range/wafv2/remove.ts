import type { Context } from '../operation.ts';
import { checkLock, refused } from './access.ts';
import { associationsOf, effectiveItemsOf, itemsOf, loggingOf, type WafItem } from './state.ts';

const isUsed = ({ world }: Context, { arn }: WafItem): boolean =>
  associationsOf(world).values().includes(arn) ||
  itemsOf(world)
    .values()
    // ARNs are unique, so that one that stands anywhere in the rules is a reference.
    .some((item) => item.kind !== 'ipset' && JSON.stringify(item.rules).includes(`"${arn}"`));

export const remove = (context: Context, item: WafItem, token: string): void => {
  checkLock(item, token);
  if (isUsed(context, item)) throw refused('WAFAssociatedItemException');
  itemsOf(context.world).remove(item.arn);
  effectiveItemsOf(context.world).remove(item.arn);
  loggingOf(context.world).remove(item.arn);
};
