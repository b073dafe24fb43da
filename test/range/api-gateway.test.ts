import {
  APIGatewayClient,
  CreateUsagePlanKeyCommand,
  DeleteUsagePlanKeyCommand,
  GetApiKeyCommand,
  GetApiKeysCommand,
  GetDeploymentsCommand,
  GetMethodCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  GetStageCommand,
  GetStagesCommand,
  GetUsagePlanCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
  UpdateUsagePlanCommand,
  type PatchOperation,
} from '@aws-sdk/client-api-gateway';
import { refusal, stillRange } from './clients.ts';

const setUp = async () => {
  const { range } = stillRange();
  const api = new APIGatewayClient(range.clientConfig('admin'));
  const { items = [] } = await api.send(new GetRestApisCommand({}));
  const place = { restApiId: items[0]?.id ?? '', stageName: 'prod' };
  const stage = (...patchOperations: PatchOperation[]) => api.send(new UpdateStageCommand({ ...place, patchOperations }));
  const plans = (await api.send(new GetUsagePlansCommand({}))).items ?? [];
  const usagePlanId = plans.find(({ name }) => name === 'partners')?.id ?? '';
  const plan = (...patchOperations: PatchOperation[]) => api.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }));
  return { range, api, place, stage, usagePlanId, plan };
};

test('an API is read from its name down to its method', async () => {
  const { api, place } = await setUp();
  const { restApiId } = place;
  expect(await api.send(new GetRestApiCommand({ restApiId }))).toMatchObject({ name: 'northbank-assistant' });
  const { items = [] } = await api.send(new GetResourcesCommand({ restApiId, embed: ['methods'] }));
  expect(items.map(({ path }) => path)).toEqual(['/', '/chat']);
  const method = await api.send(new GetMethodCommand({ restApiId, resourceId: items[1]?.id, httpMethod: 'POST' }));
  expect(method).toMatchObject({ apiKeyRequired: true, methodIntegration: { type: 'AWS_PROXY' } });
  expect(method.methodIntegration?.uri).toContain('assistant-front-door:live/invocations');
  expect((await api.send(new GetStagesCommand({ restApiId }))).item).toHaveLength(1);
  expect((await api.send(new GetDeploymentsCommand({ restApiId }))).items).toHaveLength(1);
  expect(await refusal(api.send(new GetRestApiCommand({ restApiId: 'none' })))).toMatchObject({ name: 'NotFoundException', status: 404 });
  expect(await refusal(api.send(new GetStageCommand({ restApiId, stageName: 'none' })))).toMatchObject({ name: 'NotFoundException' });
});

test('a method setting is set, read as it was set, and removed', async () => {
  const { api, place, stage } = await setUp();
  await stage(
    { op: 'replace', path: '/~1chat/POST/throttling/rateLimit', value: '5' },
    { op: 'replace', path: '/~1chat/POST/throttling/burstLimit', value: '7' },
  );
  const settings = async () => (await api.send(new GetStageCommand(place))).methodSettings ?? {};
  expect((await settings())['~1chat/POST']).toMatchObject({ throttlingRateLimit: 5, throttlingBurstLimit: 7 });
  expect((await settings())['*/*']).toMatchObject({ throttlingRateLimit: 500 });
  await stage({ op: 'remove', path: '/~1chat/POST' });
  expect(Object.keys(await settings())).toEqual(['*/*']);
});

test.each<[string, PatchOperation, string]>([
  ['a path that is none', { op: 'replace', path: '/throttle/rateLimit', value: '1' }, 'BadRequestException'],
  ['an operation that the path has not', { op: 'add', path: '/*/*/throttling/rateLimit', value: '1' }, 'BadRequestException'],
  ['no number', { op: 'replace', path: '/*/*/throttling/rateLimit', value: 'x' }, 'BadRequestException'],
  ['less than nothing', { op: 'replace', path: '/*/*/throttling/rateLimit', value: '-1' }, 'BadRequestException'],
  ['more than the account has', { op: 'replace', path: '/*/*/throttling/burstLimit', value: '5001' }, 'BadRequestException'],
  ['a deployment that is not there', { op: 'replace', path: '/deploymentId', value: 'none' }, 'BadRequestException'],
  ['what is not simulated', { op: 'replace', path: '/tracingEnabled', value: 'true' }, 'NotImplemented'],
])('a stage refuses %s, and nothing of the patch is done', async (_, operation, name) => {
  const { api, place, stage } = await setUp();
  expect(await refusal(stage({ op: 'replace', path: '/description', value: 'x' }, operation))).toMatchObject({ name });
  expect((await api.send(new GetStageCommand(place))).description).toBeUndefined();
});

test('a usage plan limits a method, a key and a period', async () => {
  const { api, place, plan, usagePlanId } = await setUp();
  const at = `/apiStages/${place.restApiId}:prod/throttle/~1chat~1POST`;
  await plan({ op: 'add', path: `${at}/rateLimit`, value: '2' });
  const read = () => api.send(new GetUsagePlanCommand({ usagePlanId }));
  expect((await read()).apiStages?.[0]?.throttle).toEqual({ '/chat/POST': { rateLimit: 2 } });
  await plan({ op: 'remove', path: at }, { op: 'remove', path: '/throttle' });
  expect(await read()).not.toHaveProperty('throttle');
  expect(await refusal(plan({ op: 'replace', path: '/quota/limit', value: '5' }))).toMatchObject({ name: 'BadRequestException' });
  await plan({ op: 'replace', path: '/quota/limit', value: '5' }, { op: 'replace', path: '/quota/period', value: 'WEEK' });
  expect((await read()).quota).toEqual({ limit: 5, period: 'WEEK' });
  expect(await refusal(plan({ op: 'replace', path: '/quota/period', value: 'YEAR' }))).toMatchObject({ name: 'BadRequestException' });
  expect(await refusal(plan({ op: 'add', path: '/apiStages', value: `${place.restApiId}:none` }))).toMatchObject({
    name: 'NotFoundException',
  });
});

test('a key leaves its plan and comes back; it is in one plan of a stage only', async () => {
  const { api, usagePlanId } = await setUp();
  const keys = async () => (await api.send(new GetUsagePlanKeysCommand({ usagePlanId }))).items ?? [];
  const [key] = await keys();
  const keyId = key?.id ?? '';
  const add = (id: string) => api.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId: id, keyType: 'API_KEY' }));
  expect(await refusal(add(keyId))).toMatchObject({ name: 'ConflictException', status: 409 });
  await api.send(new DeleteUsagePlanKeyCommand({ usagePlanId, keyId }));
  expect(await keys()).toEqual([]);
  await add(keyId);
  expect(await keys()).toEqual([key]);
});

test('the value of a key is told to whoever asks for it only', async () => {
  const { api } = await setUp();
  const { items = [] } = await api.send(new GetApiKeysCommand({}));
  expect(new Set(items.map(({ name }) => name))).toEqual(new Set(['partner-bot', 'web-site']));
  expect(items.map(({ value }) => value)).toEqual([undefined, undefined]);
  const found = await api.send(new GetApiKeyCommand({ apiKey: items[0]?.id, includeValue: true }));
  expect(found.value).toMatch(/^[A-Za-z0-9]{20,}$/);
});

test('IAM knows verbs on paths, and asks once more for a policy', async () => {
  const { range, place } = await setUp();
  const other = new APIGatewayClient(range.clientConfig('crm'));
  const denied = await refusal(other.send(new UpdateStageCommand({ ...place, patchOperations: [] })));
  expect(denied).toMatchObject({ name: 'AccessDeniedException', status: 403 });
  expect(denied.message).toContain(`apigateway:PATCH on resource: arn:aws:apigateway:eu-west-1::/restapis/${place.restApiId}/stages/prod`);
  const { api } = await setUp();
  const policy = (value: string) =>
    api.send(new UpdateRestApiCommand({ restApiId: place.restApiId, patchOperations: [{ op: 'replace', path: '/policy', value }] }));
  expect(await refusal(policy('{'))).toMatchObject({ name: 'BadRequestException' });
});
