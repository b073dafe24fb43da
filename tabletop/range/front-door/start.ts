import { startCognito } from '../cognito/state.ts';
import { startScans } from '../ecr/scans.ts';
import { startEventSources } from '../lambda/event-sources.ts';
import { startSecretsManager } from '../secrets-manager/operations.ts';
import { addFrontDoor } from '../traffic/front-door.ts';
import { startWaf } from '../wafv2/state.ts';
import type { World } from '../world.ts';
import { apiPolicy } from './api-policy.ts';
import { apiKey, lambdaFunction, signIn, stageThrottle, usagePlan } from './gates.ts';
import { routeKey, routesOf } from './routes.ts';
import { webAcl } from './web-acl.ts';

/** What the services around a model finish later. */
const startServices = (world: World): void => {
  startScans(world);
  startSecretsManager(world);
  startEventSources(world);
  startWaf(world);
  startCognito(world);
};

/** In the order in which a request meets them. Callers without a route call their endpoint directly. */
const GATES = {
  waf: webAcl,
  'api-policy': apiPolicy,
  'sign-in': signIn,
  'api-key': apiKey,
  'usage-plan': usagePlan,
  stage: stageThrottle,
  function: lambdaFunction,
};

export const startFrontDoor = (world: World): void => {
  startServices(world);
  for (const [name, gate] of Object.entries(GATES))
    addFrontDoor(world, {
      name,
      passes: (at, sender) => {
        const route = routesOf(at).get(routeKey(sender));
        return route === undefined ? 1 : gate(at, route);
      },
    });
};
