import { stageArn, stageKey, stagesOf } from '../api-gateway/state.ts';
import { verdict } from '../wafv2/sees.ts';
import { effectiveAssociationsOf, effectiveItemsOf, rulesIn } from '../wafv2/state.ts';
import type { World } from '../world.ts';
import { sentBy, type Route } from './routes.ts';

/** The web ACL of the stage, as its sensors know it. */
export const webAcl = (world: World, route: Route): number => {
  const stage = stagesOf(world).get(stageKey(route.api, route.stage));
  const acl = stage === undefined ? undefined : effectiveItemsOf(world).get(effectiveAssociationsOf(world).get(stageArn(stage)) ?? '');
  if (acl?.kind !== 'webacl') return 1;
  const item = (arn: string) => effectiveItemsOf(world).get(arn);
  const said = verdict(
    rulesIn(acl.rules),
    { ...route, requestsPerSecond: sentBy(world, route) },
    {
      addresses: (arn) => {
        const set = item(arn);
        return set?.kind === 'ipset' ? set.addresses : [];
      },
      rules: (arn) => {
        const group = item(arn);
        return group?.kind === 'rulegroup' ? rulesIn(group.rules) : [];
      },
    },
  );
  const isAllowed = said === undefined ? !acl.blocksByDefault : said === 'allow';
  return isAllowed ? 1 : 0;
};
