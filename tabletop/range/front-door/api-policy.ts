import { apisOf, stageKey, stagesOf } from '../api-gateway/state.ts';
import { documentOf } from '../iam/state.ts';
import { evaluate } from '../policy/evaluate.ts';
import type { World } from '../world.ts';
import type { Route } from './routes.ts';

/** The API's own policy and address, as they were deployed to the stage. */
export const apiPolicy = (world: World, route: Route): number => {
  const api = apisOf(world).get(route.api);
  const stage = stagesOf(world).get(stageKey(route.api, route.stage));
  const deployed = api?.deployments.find(({ id }) => id === stage?.deployment);
  if (api === undefined || deployed === undefined || deployed.isEndpointDisabled) return 0;
  if (deployed.policy === undefined) return 1;
  const resource = `arn:aws:execute-api:${api.region}:${api.account}:${api.id}/${route.stage}/${route.method}${route.path}`;
  const access = { action: 'execute-api:Invoke', resource, context: { 'aws:SourceIp': [route.ip] } };
  // Nobody is signed in: only statements about everybody speak of this caller, and one of them has to allow it.
  const everybody = documentOf(deployed.policy).Statement.filter(({ Principal }) => Principal?.AWS?.includes('*') === true);
  return evaluate(everybody, access) === 'allow' ? 1 : 0;
};
