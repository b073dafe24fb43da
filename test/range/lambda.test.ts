import {
  AddPermissionCommand,
  DeleteFunctionConcurrencyCommand,
  GetAliasCommand,
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListAliasesCommand,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  TooManyRequestsException,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { AddTagsCommand } from '@aws-sdk/client-sagemaker';
import { as, refusal, stillRange, WORKLOAD } from './clients.ts';

const DOOR = 'assistant-front-door';
const TOOLS = 'assistant-tools';
const setUp = () => {
  const { range, clock } = stillRange();
  const lambda = new LambdaClient(range.clientConfig('admin'));
  const invoke = async (FunctionName: string, payload: unknown, more: object = {}) => {
    const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(payload)), ...more }));
    return { ...answer, said: answer.Payload?.length ? JSON.parse(Buffer.from(answer.Payload).toString()) : undefined };
  };
  return { range, clock, lambda, invoke };
};

test('functions answer, by name, version, alias and ARN', async () => {
  const { invoke } = setUp();
  expect(await invoke(TOOLS, { a: 1 })).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST', said: { a: 1 } });
  expect(await invoke(`${TOOLS}:live`, 1)).toMatchObject({ ExecutedVersion: '1' });
  expect(await invoke(`arn:aws:lambda:eu-west-1:${WORKLOAD}:function:${TOOLS}`, 1, { Qualifier: '1' })).toMatchObject({
    ExecutedVersion: '1',
  });
  expect(await invoke(TOOLS, 1, { InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204 });
  expect(await invoke(TOOLS, 1, { InvocationType: 'Event' })).toMatchObject({ StatusCode: 202 });
  expect(await refusal(invoke('none', 1))).toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
  expect(await refusal(invoke(`${TOOLS}:9`, 1))).toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a payload that is no JSON is refused, and so is a caller without permission', async () => {
  const { range, lambda } = setUp();
  expect(await refusal(lambda.send(new InvokeCommand({ FunctionName: TOOLS, Payload: Buffer.from('{') })))).toMatchObject({
    name: 'InvalidRequestContentException',
    status: 400,
  });
  expect(await refusal(new LambdaClient(range.clientConfig('crm')).send(new InvokeCommand({ FunctionName: TOOLS })))).toMatchObject({
    name: 'AccessDeniedException',
    status: 403,
  });
});

test('concurrency 0 refuses whoever waits and takes events that go nowhere', async () => {
  const { lambda, invoke } = setUp();
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: TOOLS, ReservedConcurrentExecutions: 0 }));
  const thrown = await invoke(TOOLS, 1).catch((error: unknown) => error);
  if (!(thrown instanceof TooManyRequestsException)) throw new Error('not throttled');
  expect(thrown).toMatchObject({ Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', $metadata: { httpStatusCode: 429 } });
  expect(await invoke(TOOLS, 1, { InvocationType: 'Event' })).toMatchObject({ StatusCode: 202 });
  expect(await invoke(TOOLS, 1, { InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204 });
  await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: TOOLS }));
  expect((await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: TOOLS }))).ReservedConcurrentExecutions).toBeUndefined();
  await expect(invoke(TOOLS, 1)).resolves.toMatchObject({ StatusCode: 200 });
});

test('a hundred executions stay unreserved', async () => {
  const { lambda } = setUp();
  const reserve = (FunctionName: string, ReservedConcurrentExecutions: number) =>
    lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
  await reserve(TOOLS, 500);
  await reserve(DOOR, 400);
  expect(await refusal(reserve(DOOR, 401))).toMatchObject({ name: 'InvalidParameterValueException', status: 400 });
  expect((await lambda.send(new GetFunctionCommand({ FunctionName: DOOR }))).Concurrency).toEqual({ ReservedConcurrentExecutions: 400 });
});

test('the front door asks the model with its own role: a quarantine stops it', async () => {
  const { range, clock, invoke } = setUp();
  const first = await invoke(DOOR, { question: 'hello' });
  expect(first.FunctionError).toBeUndefined();
  expect(JSON.parse(first.said.body)).toMatchObject({ model: 'assistant-model-1' });
  await as(range, 'admin').sagemaker.send(
    new AddTagsCommand({
      ResourceArn: `arn:aws:sagemaker:eu-west-1:${WORKLOAD}:endpoint/assistant`,
      Tags: [{ Key: 'cordon:quarantine', Value: 'x' }],
    }),
  );
  clock.advance(60);
  expect(await invoke(DOOR, { question: 'hello' })).toMatchObject({
    StatusCode: 200,
    FunctionError: 'Unhandled',
    said: { errorType: 'AccessDeniedException' },
  });
});

test('a changed configuration reaches callers of the alias only when it is published and the alias moves', async () => {
  const { lambda, invoke, clock } = setUp();
  const change = (Variables: Record<string, string>) =>
    lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: DOOR, Environment: { Variables } }));
  expect(await change({ ENDPOINT_NAME: 'churn' })).toMatchObject({ LastUpdateStatus: 'InProgress' });
  expect(await refusal(change({}))).toMatchObject({ name: 'ResourceConflictException', status: 409 });
  clock.advance(10);
  expect(await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: DOOR }))).toMatchObject({ LastUpdateStatus: 'Successful' });
  const model = async (name: string) => JSON.parse((await invoke(name, { q: 1 })).said.body ?? '{}').model;
  expect(await model(`${DOOR}:live`)).toBe('assistant-model-1');
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName: DOOR }));
  expect(Version).toBe('2');
  expect(await lambda.send(new PublishVersionCommand({ FunctionName: DOOR }))).toMatchObject({ Version: '2' });
  await lambda.send(new UpdateAliasCommand({ FunctionName: DOOR, Name: 'live', FunctionVersion: '2' }));
  expect(await invoke(`${DOOR}:live`, { q: 1 })).toMatchObject({ ExecutedVersion: '2', FunctionError: 'Unhandled' });
  await lambda.send(new UpdateAliasCommand({ FunctionName: DOOR, Name: 'live', FunctionVersion: '1' }));
  expect(await model(`${DOOR}:live`)).toBe('assistant-model-1');
  expect(await refusal(lambda.send(new UpdateAliasCommand({ FunctionName: DOOR, Name: 'live', FunctionVersion: '9' })))).toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('a stale revision, a role that Lambda may not take and what is not simulated are refused', async () => {
  const { lambda } = setUp();
  const change = (more: object) => refusal(lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: DOOR, ...more })));
  expect(await change({ RevisionId: 'x' })).toMatchObject({ name: 'PreconditionFailedException', status: 412 });
  expect(await change({ Role: `arn:aws:iam::${WORKLOAD}:role/crm` })).toMatchObject({ name: 'InvalidParameterValueException' });
  expect(await change({ Layers: [] })).toMatchObject({ name: 'NotImplemented', status: 501 });
  expect(await change({ Environment: { Variables: { AWS_REGION: 'x' } } })).toMatchObject({ name: 'InvalidParameterValueException' });
});

test('a permission is a statement of its own, and lets another account in', async () => {
  const { range, lambda } = setUp();
  const other = new LambdaClient(range.clientConfig('NORTHBANK-SECURITY-ADMIN'));
  const call = () => other.send(new InvokeCommand({ FunctionName: `arn:aws:lambda:eu-west-1:${WORKLOAD}:function:${TOOLS}` }));
  expect(await refusal(call())).toMatchObject({ name: 'AccessDeniedException' });
  expect(await refusal(lambda.send(new GetPolicyCommand({ FunctionName: TOOLS })))).toMatchObject({ name: 'ResourceNotFoundException' });
  const grant = { FunctionName: TOOLS, StatementId: 'partner', Action: 'lambda:InvokeFunction', Principal: '444455556666' };
  const { Statement } = await lambda.send(new AddPermissionCommand(grant));
  expect(JSON.parse(Statement ?? '')).toMatchObject({ Sid: 'partner', Principal: { AWS: 'arn:aws:iam::444455556666:root' } });
  expect(await refusal(lambda.send(new AddPermissionCommand(grant)))).toMatchObject({ name: 'ResourceConflictException', status: 409 });
  await expect(call()).resolves.toMatchObject({ StatusCode: 200 });
  const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName: TOOLS }));
  expect(JSON.parse(Policy ?? '').Statement).toHaveLength(1);
  await lambda.send(new RemovePermissionCommand({ FunctionName: TOOLS, StatementId: 'partner' }));
  expect(await refusal(call())).toMatchObject({ name: 'AccessDeniedException' });
  expect(await refusal(lambda.send(new RemovePermissionCommand({ FunctionName: TOOLS, StatementId: 'partner' })))).toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('an event source is switched off and on, each time with a pause', async () => {
  const { lambda, clock } = setUp();
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: TOOLS }));
  const UUID = EventSourceMappings[0]?.UUID ?? '';
  const state = async () => (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State;
  const enable = (Enabled: boolean) => lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
  expect(await enable(false)).toMatchObject({ State: 'Disabling' });
  expect(await refusal(enable(true))).toMatchObject({ name: 'ResourceInUseException' });
  clock.advance(30);
  expect(await state()).toBe('Disabled');
  await enable(true);
  clock.advance(30);
  expect(await state()).toBe('Enabled');
  expect(await refusal(lambda.send(new GetEventSourceMappingCommand({ UUID: 'none' })))).toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('lists, aliases and tags', async () => {
  const { lambda } = setUp();
  const names = (await lambda.send(new ListFunctionsCommand({ MaxItems: 2 }))).Functions?.map(({ FunctionName }) => FunctionName);
  expect(names).toEqual([DOOR, TOOLS]);
  const { Versions } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName: DOOR }));
  expect(Versions?.map(({ Version }) => Version)).toEqual(['$LATEST', '1']);
  expect((await lambda.send(new ListAliasesCommand({ FunctionName: DOOR }))).Aliases).toMatchObject([
    { Name: 'live', FunctionVersion: '1' },
  ]);
  expect(await refusal(lambda.send(new GetAliasCommand({ FunctionName: DOOR, Name: 'none' })))).toMatchObject({
    name: 'ResourceNotFoundException',
  });
  const Resource = `arn:aws:lambda:eu-west-1:${WORKLOAD}:function:${DOOR}`;
  await lambda.send(new TagResourceCommand({ Resource, Tags: { team: 'chat', a: 'b' } }));
  await lambda.send(new UntagResourceCommand({ Resource, TagKeys: ['a'] }));
  expect((await lambda.send(new ListTagsCommand({ Resource }))).Tags).toEqual({ team: 'chat' });
});
