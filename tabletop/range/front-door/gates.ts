import { ACCOUNT_THROTTLE, apisOf, keysOf, plansOf, stageKey, stagesOf, type UsagePlan } from '../api-gateway/state.ts';
import { canRenew, usersOf } from '../cognito/state.ts';
import { runTime } from '../lambda/behaviours.ts';
import { functionsOf, policyOf, type LambdaFunction } from '../lambda/state.ts';
import { decide, decideForService } from '../policy/authorise.ts';
import { endpointsOf, tagContext } from '../sagemaker/state.ts';
import type { World } from '../world.ts';
import { apiPolicy } from './api-policy.ts';
import { routesOf, sentBy, type Route } from './routes.ts';
import { perSecond, tightest, within } from './shares.ts';
import { webAcl } from './web-acl.ts';

/** Which part of what reaches a gate passes it. */
type Gate = (world: World, route: Route) => number;
const open = (isOpen: boolean): number => (isOpen ? 1 : 0);
const stageOf = (world: World, { api, stage }: Route) => stagesOf(world).get(stageKey(api, stage));

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
