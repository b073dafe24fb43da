import { ACCOUNT_THROTTLE, apisOf, keysOf, plansOf, stageArn, stageKey, stagesOf, type UsagePlan } from '../api-gateway/state.ts';
import { canRenew, usersOf } from '../cognito/state.ts';
import { runTime } from '../lambda/behaviours.ts';
import { functionsOf, policyOf, type LambdaFunction } from '../lambda/state.ts';
import { decide, decideForService } from '../policy/authorise.ts';
import { evaluate } from '../policy/evaluate.ts';
import { documentOf } from '../iam/state.ts';
import { endpointsOf, tagContext } from '../sagemaker/state.ts';
import { effectiveAssociationsOf, effectiveItemsOf, rulesIn } from '../wafv2/state.ts';
import { verdict } from '../wafv2/sees.ts';
import type { World } from '../world.ts';
import { routesOf, sentBy, type Route } from './routes.ts';
import { perSecond, tightest, within } from './shares.ts';

/** Which part of what reaches a gate passes it. */
type Gate = (world: World, route: Route) => number;
const open = (isOpen: boolean): number => (isOpen ? 1 : 0);
const stageOf = (world: World, { api, stage }: Route) => stagesOf(world).get(stageKey(api, stage));

/** The web ACL of the stage, as its sensors know it. */
export const webAcl: Gate = (world, route) => {
  const stage = stageOf(world, route);
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
  return open(said === undefined ? !acl.blocksByDefault : said === 'allow');
};

/** The API's own policy and address, as they were deployed to the stage. */
export const apiPolicy: Gate = (world, route) => {
  const api = apisOf(world).get(route.api);
  const stage = stageOf(world, route);
  const deployed = api?.deployments.find(({ id }) => id === stage?.deployment);
  if (api === undefined || deployed === undefined || deployed.isEndpointDisabled) return 0;
  if (deployed.policy === undefined) return 1;
  const resource = `arn:aws:execute-api:${api.region}:${api.account}:${api.id}/${route.stage}/${route.method}${route.path}`;
  const access = { action: 'execute-api:Invoke', resource, context: { 'aws:SourceIp': [route.ip] } };
  // Nobody is signed in: only statements about everybody speak of this caller, and one of them has to allow it.
  const everybody = documentOf(deployed.policy).Statement.filter(({ Principal }) => Principal?.AWS?.includes('*') === true);
  return open(evaluate(everybody, access) === 'allow');
};

/** Without an authoriser nobody has to sign in. */
export const signIn: Gate = (world, { user }) => {
  const found = user === undefined ? undefined : usersOf(world).get(user);
  return user === undefined ? 1 : open(found !== undefined && (found.hasToken || canRenew(found)));
};

const methodOf = (world: World, { api, path, method }: Route) =>
  apisOf(world)
    .get(api)
    ?.resources.find((resource) => resource.path === path)?.methods[method];
const planOf = (world: World, { api, stage, key }: Route): UsagePlan | undefined =>
  plansOf(world)
    .values()
    .find(({ keys, stages }) => keys.includes(key ?? '') && stages.some((one) => one.api === api && one.stage === stage));
export const apiKey: Gate = (world, route) => {
  const method = methodOf(world, route);
  if (method === undefined) return 0;
  if (!method.needsKey) return 1;
  return open(keysOf(world).get(route.key ?? '')?.enabled === true && planOf(world, route) !== undefined);
};

/** Each key for itself. */
export const usagePlan: Gate = (world, route) => {
  const plan = planOf(world, route);
  if (plan === undefined) return 1;
  const place = plan.stages.find((one) => one.api === route.api && one.stage === route.stage);
  const limits = [plan.throttle?.rate, place?.throttles[`${route.path}/${route.method}`]?.rate, perSecond(plan.quota)];
  return within(tightest(limits), sentBy(world, route));
};

const BEFORE_STAGE: readonly Gate[] = [webAcl, apiPolicy, signIn, apiKey, usagePlan];
const reaching = (world: World, gates: readonly Gate[], route: Route): number =>
  gates.reduce((left, gate) => (left === 0 ? 0 : left * gate(world, route)), sentBy(world, route));
const together = (world: World, gates: readonly Gate[], isMember: (route: Route) => boolean): number =>
  routesOf(world)
    .values()
    .filter(isMember)
    .reduce((sum, route) => sum + reaching(world, gates, route), 0);

/** All callers of a method together, and all of an account in a Region. */
export const stageThrottle: Gate = (world, route) => {
  const settings = stageOf(world, route)?.settings ?? {};
  const key = `${route.path.replaceAll('/', '~1')}/${route.method}`;
  const own = settings[key]?.rate;
  const limit = tightest([own ?? settings['*/*']?.rate, ACCOUNT_THROTTLE.rate]);
  const demand = together(world, BEFORE_STAGE, (one) => one.api === route.api && one.stage === route.stage && one.path === route.path);
  return within(limit, demand);
};

const functionOf = (world: World, route: Route): { readonly found: LambdaFunction; readonly qualifier: string } | undefined => {
  const parts = methodOf(world, route)?.function?.split(':') ?? [];
  const found = functionsOf(world).get(parts.slice(0, 7).join(':'));
  return found === undefined ? undefined : { found, qualifier: parts[7] ?? '$LATEST' };
};
/** The function lets API Gateway in, may run, and its own role may still ask the model. */
export const lambdaFunction: Gate = (world, route) => {
  const target = functionOf(world, route);
  if (target === undefined) return 0;
  const { found, qualifier } = target;
  const arn = qualifier === '$LATEST' ? found.arn : `${found.arn}:${qualifier}`;
  const sourceArn = `arn:aws:execute-api:${found.region}:${found.account}:${route.api}/${route.stage}/${route.method}${route.path}`;
  const isLetIn = decideForService(
    world,
    { service: 'apigateway.amazonaws.com', sourceArn },
    { action: 'lambda:InvokeFunction', resource: arn, resourcePolicy: policyOf(found, qualifier), resourceAccount: found.account },
  );
  const endpoint = endpointsOf(world).get(route.endpoint);
  if (isLetIn !== 'allow' || endpoint === undefined) return 0;
  const model = { action: 'sagemaker:InvokeEndpoint', resource: endpoint.arn, context: tagContext(world, endpoint.arn) };
  if (decide(world, found.role, model) !== 'allow') return 0;
  const demand = together(world, [...BEFORE_STAGE, stageThrottle], (one) => functionOf(world, one)?.found.arn === found.arn);
  return within(found.reserved === undefined ? undefined : found.reserved / world.lasts(runTime), demand);
};
