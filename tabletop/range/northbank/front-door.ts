import { newId, apisOf, keysOf, plansOf, stageArn, stagesOf, stageKey, type ApiKey } from '../api-gateway/state.ts';
import { usersOf, poolsOf, groupsOf } from '../cognito/state.ts';
import { routeKey, routesOf } from '../front-door/routes.ts';
import { createRole, policyArn } from '../iam/state.ts';
import { createFunction, eventSourcesOf, functionsOf } from '../lambda/state.ts';
import { arnOf } from '../sagemaker/state.ts';
import { associate, putItem, storedRules } from '../wafv2/state.ts';
import type { World } from '../world.ts';
import { ACCOUNTS, DENY_POLICY, REGION, roleOf } from './company.ts';
import { trustsService } from './policies.ts';
import type { At } from './storage.ts';

const PLACE = { account: ACCOUNTS.workload, region: REGION };
const role = (world: World, name: string, description: string, policies: readonly string[]): string =>
  createRole(world, {
    account: PLACE.account,
    name,
    trust: trustsService('lambda.amazonaws.com'),
    attached: policies.map((policy) => policyArn(PLACE.account, policy)),
    description,
  });
const lets = (service: string, Resource: string) => ({
  Sid: service.split('.')[0] ?? '',
  Effect: 'Allow',
  Principal: { Service: service },
  Action: 'lambda:InvokeFunction',
  Resource,
});
const functionArn = (name: string): string => `arn:aws:lambda:${REGION}:${PLACE.account}:function:${name}`;

const seedFunctions = (world: World): string => {
  const door = createFunction(world, PLACE, {
    name: 'assistant-front-door',
    does: { kind: 'front-door' },
    role: role(world, 'assistant-front-door', 'Asks the assistant for whoever comes through the API', ['invoke-assistant', DENY_POLICY]),
    description: 'Checks a question and asks the assistant',
    environment: { ENDPOINT_NAME: 'assistant' },
    invokers: [],
  });
  const tools = createFunction(world, PLACE, {
    name: 'assistant-tools',
    does: { kind: 'echo' },
    role: role(world, 'assistant-tools', 'Looks orders up and makes offers for the assistant', []),
    description: 'What the assistant may do: look orders up, make offers',
    environment: {},
    invokers: [],
  });
  createFunction(world, PLACE, {
    name: 'rotate-secret',
    does: { kind: 'rotation' },
    role: role(world, 'rotate-secret', 'Gives secrets new passwords', []),
    description: 'Gives a secret a new password',
    environment: {},
    invokers: [lets('secretsmanager.amazonaws.com', functionArn('rotate-secret'))],
  });
  const id = world.ids.uuid('event-source');
  eventSourcesOf(world).put(id, {
    id,
    ...PLACE,
    function: tools,
    source: `arn:aws:sqs:${REGION}:${PLACE.account}:nb-tool-calls`,
    batchSize: 10,
    state: 'Enabled',
    modifiedAt: world.time.now(),
  });
  return door;
};

/** API Gateway may run the alias that the API names, and only from this API. */
const seedDoorPermission = (world: World, door: string, api: string): void => {
  const found = functionsOf(world).get(door);
  if (found === undefined) throw new Error(`no function ${door}`);
  const statement = {
    ...lets('apigateway.amazonaws.com', `${door}:live`),
    Condition: { ArnLike: { 'AWS:SourceArn': `arn:aws:execute-api:${REGION}:${PLACE.account}:${api}/*/POST/chat` } },
  };
  functionsOf(world).put(door, { ...found, policies: { live: { revision: world.ids.uuid('lambda-revision'), statements: [statement] } } });
};

const key = (world: World, name: string, description: string): ApiKey => {
  const now = world.time.now();
  const made: ApiKey = {
    id: newId(world),
    ...PLACE,
    name,
    value: world.ids.version('api-key').replace(/[^A-Za-z0-9]/g, '0'),
    description,
    enabled: true,
    createdAt: now,
    updatedAt: now,
    tags: {},
  };
  keysOf(world).put(made.id, made);
  return made;
};

const seedApi = (world: World, door: string): { readonly api: string; readonly keys: Readonly<Record<'web' | 'partner', string>> } => {
  const now = world.time.now();
  const [id, root, deployment] = [newId(world), newId(world), newId(world).slice(0, 6)];
  apisOf(world).put(id, {
    id,
    ...PLACE,
    name: 'northbank-assistant',
    description: 'The assistant, for the web site and for partners',
    createdAt: now,
    isEndpointDisabled: false,
    resources: [
      { id: root, path: '/', methods: {} },
      { id: newId(world), path: '/chat', parent: root, methods: { POST: { needsKey: true, function: `${door}:live` } } },
    ],
    deployments: [{ id: deployment, createdAt: now, isEndpointDisabled: false }],
    tags: {},
  });
  const stage = { api: id, name: 'prod', region: REGION, deployment, createdAt: now, updatedAt: now, variables: {}, tags: {} };
  stagesOf(world).put(stageKey(id, 'prod'), { ...stage, settings: { '*/*': { rate: 500, burst: 200 } } });
  const plan = (name: string, rate: number, member: ApiKey): void => {
    const planId = newId(world);
    const stages = [{ api: id, stage: 'prod', throttles: {} }];
    plansOf(world).put(planId, { id: planId, ...PLACE, name, stages, throttle: { rate, burst: rate }, keys: [member.id], tags: {} });
  };
  const [web, partner] = [key(world, 'web-site', 'The web site'), key(world, 'partner-bot', 'The sales partner')];
  plan('web', 200, web);
  plan('partners', 20, partner);
  return { api: id, keys: { web: web.id, partner: partner.id } };
};

const visibility = (MetricName: string) => ({ SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName });
/** Lets everybody in but the addresses of a list, which is empty in an ordinary week. */
const seedWebAcl = (world: World, api: string): void => {
  const item = (kind: string, name: string) => {
    const id = world.ids.uuid('waf');
    const arn = `arn:aws:wafv2:${REGION}:${PLACE.account}:regional/${kind}/${name}/${id}`;
    return { ...PLACE, id, arn, name, scope: 'REGIONAL' as const, lock: world.ids.uuid('waf-lock'), tags: {} };
  };
  const blocked = item('ipset', 'nb-blocked-clients');
  putItem(world, { ...blocked, kind: 'ipset', version: 'IPV4', addresses: [] });
  const acl = item('webacl', 'nb-front-door');
  const rule = {
    Name: 'blocked-clients',
    Priority: 0,
    Statement: { IPSetReferenceStatement: { ARN: blocked.arn } },
    Action: { Block: {} },
    VisibilityConfig: visibility('blocked-clients'),
  };
  const rules = storedRules([rule]);
  putItem(world, { ...acl, kind: 'webacl', capacity: 1, rules, visibility: visibility('nb-front-door'), blocksByDefault: false });
  associate(world, stageArn({ region: REGION, api, name: 'prod' }), acl.arn);
};

const seedUsers = (world: World): string => {
  const now = world.time.now();
  const pool = `${REGION}_${world.ids.code('user-pool', 9)}`;
  poolsOf(world).put(pool, { id: pool, name: 'nb-partners', ...PLACE, createdAt: now, tags: {} });
  for (const [name, description] of [
    ['partners', 'May ask the assistant'],
    ['offers', 'May have offers made'],
  ] as const)
    groupsOf(world).put(`${pool}/${name}`, { name, description, createdAt: now });
  for (const [name, groups] of [
    ['partner-bot', ['offers', 'partners']],
    ['support-desk', ['partners']],
  ] as const)
    usersOf(world).put(`${pool}/${name}`, {
      pool,
      name,
      sub: world.ids.uuid('user-sub'),
      attributes: { email: `${name}@example.com`, email_verified: 'true' },
      enabled: true,
      status: 'CONFIRMED',
      createdAt: now,
      modifiedAt: now,
      groups,
      isSignedIn: true,
      hasToken: true,
    });
  return pool;
};

/** The door through which the assistant's callers come: web ACL, API, keys, users, function. */
export const seedFrontDoor = (world: World, at: At): void =>
  at('2026-11-10T09:40:00Z', () => {
    const door = seedFunctions(world);
    const { api, keys } = seedApi(world, door);
    seedDoorPermission(world, door, api);
    seedWebAcl(world, api);
    const pool = seedUsers(world);
    const endpoint = arnOf(PLACE, 'endpoint', 'assistant');
    const route = { endpoint, api, stage: 'prod', method: 'POST', path: '/chat' };
    for (const caller of [
      { roleArn: roleOf('workload', 'web-chat'), key: keys.web, ip: '192.0.2.20', country: 'IE', headers: { 'user-agent': 'nb-web/4' } },
      {
        roleArn: roleOf('workload', 'partner-bot'),
        key: keys.partner,
        ip: '198.51.100.23',
        country: 'DE',
        headers: { 'user-agent': 'partner-bot/2' },
        user: `${pool}/partner-bot`,
      },
    ])
      routesOf(world).put(routeKey({ ...route, ...caller }), { ...route, ...caller });
  });
