import {
  BedrockClient,
  CreateGuardrailCommand,
  CreateGuardrailVersionCommand,
  DeleteGuardrailCommand,
  DeleteModelInvocationLoggingConfigurationCommand,
  GetCustomModelCommand,
  GetFoundationModelCommand,
  GetGuardrailCommand,
  GetInferenceProfileCommand,
  GetModelCustomizationJobCommand,
  GetModelInvocationLoggingConfigurationCommand,
  ListCustomModelsCommand,
  ListFoundationModelsCommand,
  ListGuardrailsCommand,
  ListInferenceProfilesCommand,
  ListModelCustomizationJobsCommand,
  ListTagsForResourceCommand,
  PutModelInvocationLoggingConfigurationCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateGuardrailCommand,
  type CreateGuardrailCommandInput,
} from '@aws-sdk/client-bedrock';
import { refusal, stillRange } from './clients.ts';

const GUARD: CreateGuardrailCommandInput = {
  name: 'support',
  blockedInputMessaging: 'I cannot talk about that.',
  blockedOutputsMessaging: 'I cannot say that.',
  contentPolicyConfig: { filtersConfig: [{ type: 'PROMPT_ATTACK', inputStrength: 'HIGH', outputStrength: 'NONE' }] },
};
const bedrockOf = () => {
  const { range, clock } = stillRange();
  return { range, clock, bedrock: new BedrockClient(range.clientConfig('admin')) };
};

describe('a guardrail', () => {
  test('is CREATING, then READY; its versions stay as they were made', async () => {
    const { bedrock, clock } = bedrockOf();
    const { guardrailId = '', guardrailArn, version } = await bedrock.send(new CreateGuardrailCommand(GUARD));
    expect(version).toBe('DRAFT');
    expect(guardrailArn).toMatch(/^arn:aws:bedrock:eu-west-1:111122223333:guardrail\/[a-z0-9]{12}$/);
    const get = (guardrailVersion?: string) =>
      bedrock.send(
        new GetGuardrailCommand({ guardrailIdentifier: guardrailId, ...(guardrailVersion === undefined ? {} : { guardrailVersion }) }),
      );
    expect((await get()).status).toBe('CREATING');
    const early = bedrock.send(new CreateGuardrailVersionCommand({ guardrailIdentifier: guardrailId }));
    expect(await refusal(early)).toMatchObject({ name: 'ConflictException', status: 400 });
    clock.advance(20);
    expect(await get()).toMatchObject({
      status: 'READY',
      name: 'support',
      contentPolicy: { filters: [{ type: 'PROMPT_ATTACK', inputStrength: 'HIGH', outputStrength: 'NONE' }] },
    });
    expect(
      await bedrock.send(new CreateGuardrailVersionCommand({ guardrailIdentifier: guardrailArn, description: 'first' })),
    ).toMatchObject({ version: '1' });
    clock.advance(20);
    const update = new UpdateGuardrailCommand({
      ...GUARD,
      guardrailIdentifier: guardrailId,
      contentPolicyConfig: undefined,
      wordPolicyConfig: { wordsConfig: [{ text: 'x' }] },
    });
    await bedrock.send(update);
    expect(await get()).toMatchObject({ status: 'UPDATING', contentPolicy: { filters: [{ type: 'PROMPT_ATTACK' }] } });
    expect((await refusal(bedrock.send(update))).name).toBe('ConflictException');
    clock.advance(20);
    const after = await get();
    expect(after).toMatchObject({ status: 'READY', wordPolicy: { words: [{ text: 'x' }] } });
    // What an update does not give is gone from the draft, and still in the version.
    expect(after.contentPolicy).toBeUndefined();
    expect(await get('1')).toMatchObject({ description: 'first', contentPolicy: { filters: [{ type: 'PROMPT_ATTACK' }] } });
    const { guardrails } = await bedrock.send(new ListGuardrailsCommand({ guardrailIdentifier: guardrailId }));
    expect(guardrails?.map((one) => one.version)).toEqual(['DRAFT', '1']);
  });

  test('is deleted version by version or as a whole', async () => {
    const { bedrock, clock } = bedrockOf();
    const { guardrailId } = await bedrock.send(new CreateGuardrailCommand(GUARD));
    clock.advance(20);
    await bedrock.send(new CreateGuardrailVersionCommand({ guardrailIdentifier: guardrailId }));
    clock.advance(20);
    await bedrock.send(new DeleteGuardrailCommand({ guardrailIdentifier: guardrailId, guardrailVersion: '1' }));
    const gone = await refusal(bedrock.send(new GetGuardrailCommand({ guardrailIdentifier: guardrailId, guardrailVersion: '1' })));
    expect(gone).toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
    // Numbers are not used twice.
    expect((await bedrock.send(new CreateGuardrailVersionCommand({ guardrailIdentifier: guardrailId }))).version).toBe('2');
    clock.advance(20);
    await bedrock.send(new DeleteGuardrailCommand({ guardrailIdentifier: guardrailId }));
    expect((await bedrock.send(new GetGuardrailCommand({ guardrailIdentifier: guardrailId }))).status).toBe('DELETING');
    clock.advance(20);
    expect((await refusal(bedrock.send(new GetGuardrailCommand({ guardrailIdentifier: guardrailId })))).name).toBe(
      'ResourceNotFoundException',
    );
    expect((await bedrock.send(new ListGuardrailsCommand({}))).guardrails).toEqual([]);
  });

  test.each<[string, Partial<CreateGuardrailCommandInput>, string, RegExp]>([
    ['no policy', { contentPolicyConfig: undefined }, 'ValidationException', /At least one policy/],
    [
      'a prompt attack filter for outputs',
      { contentPolicyConfig: { filtersConfig: [{ type: 'PROMPT_ATTACK', inputStrength: 'HIGH', outputStrength: 'HIGH' }] } },
      'ValidationException',
      /must be NONE/,
    ],
    [
      'names to find, which nothing here can',
      { sensitiveInformationPolicyConfig: { piiEntitiesConfig: [{ type: 'NAME', action: 'BLOCK' }] } },
      'NotImplemented',
      /detect NAME/,
    ],
    [
      'grounding',
      { contextualGroundingPolicyConfig: { filtersConfig: [{ type: 'GROUNDING', threshold: 0.5 }] } },
      'NotImplemented',
      /grounding/,
    ],
    [
      'a broken expression',
      { sensitiveInformationPolicyConfig: { regexesConfig: [{ name: 'r', pattern: '(', action: 'BLOCK' }] } },
      'ValidationException',
      /regular expression/,
    ],
  ])('with %s is refused', async (_what, more, name, message) => {
    const { bedrock } = bedrockOf();
    expect(await refusal(bedrock.send(new CreateGuardrailCommand({ ...GUARD, ...more })))).toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
  });

  test('has a name of its own, is made once per token, and carries tags', async () => {
    const { bedrock } = bedrockOf();
    const first = await bedrock.send(
      new CreateGuardrailCommand({ ...GUARD, clientRequestToken: 't', tags: [{ key: 'team', value: 'a' }] }),
    );
    const again = await bedrock.send(
      new CreateGuardrailCommand({ ...GUARD, clientRequestToken: 't', tags: [{ key: 'team', value: 'a' }] }),
    );
    expect(again.guardrailId).toBe(first.guardrailId);
    expect((await refusal(bedrock.send(new CreateGuardrailCommand({ ...GUARD, clientRequestToken: 't', name: 'other' })))).name).toBe(
      'ConflictException',
    );
    expect((await refusal(bedrock.send(new CreateGuardrailCommand(GUARD)))).name).toBe('ConflictException');
    const resourceARN = first.guardrailArn;
    await bedrock.send(new TagResourceCommand({ resourceARN, tags: [{ key: 'tier', value: 'high' }] }));
    await bedrock.send(new UntagResourceCommand({ resourceARN, tagKeys: ['team'] }));
    expect((await bedrock.send(new ListTagsForResourceCommand({ resourceARN }))).tags).toEqual([{ key: 'tier', value: 'high' }]);
    const nowhere = new ListTagsForResourceCommand({ resourceARN: `${resourceARN}x` });
    expect((await refusal(bedrock.send(nowhere))).name).toBe('ResourceNotFoundException');
  });

  test('needs permission', async () => {
    const { range } = stillRange();
    const refused = await refusal(new BedrockClient(range.clientConfig('web-chat')).send(new CreateGuardrailCommand(GUARD)));
    expect(refused).toMatchObject({
      name: 'AccessDeniedException',
      status: 403,
      message: expect.stringContaining('bedrock:CreateGuardrail'),
    });
  });
});

test('invocation logging is off, is put, and is taken away', async () => {
  const { bedrock } = bedrockOf();
  const get = async () => (await bedrock.send(new GetModelInvocationLoggingConfigurationCommand({}))).loggingConfig;
  const put = (bucketName: string) =>
    bedrock.send(
      new PutModelInvocationLoggingConfigurationCommand({
        loggingConfig: { s3Config: { bucketName, keyPrefix: 'bedrock' }, textDataDeliveryEnabled: true },
      }),
    );
  expect(await get()).toBeUndefined();
  expect((await refusal(put('nobody'))).name).toBe('ValidationException');
  expect((await refusal(put('nb-cordon-evidence'))).name).toBe('ValidationException');
  await put('nb-capture');
  expect(await get()).toEqual({ s3Config: { bucketName: 'nb-capture', keyPrefix: 'bedrock' }, textDataDeliveryEnabled: true });
  await bedrock.send(new DeleteModelInvocationLoggingConfigurationCommand({}));
  expect(await get()).toBeUndefined();
  const empty = new PutModelInvocationLoggingConfigurationCommand({ loggingConfig: {} });
  expect((await refusal(bedrock.send(empty))).name).toBe('ValidationException');
});

test('models and profiles that can be called are listed; nothing was customised', async () => {
  const { bedrock } = bedrockOf();
  const { modelSummaries = [] } = await bedrock.send(new ListFoundationModelsCommand({ byProvider: 'anthropic' }));
  expect(modelSummaries.map(({ modelId }) => modelId)).toEqual([
    'anthropic.claude-3-haiku-20240307-v1:0',
    'anthropic.claude-3-5-sonnet-20240620-v1:0',
  ]);
  const [haiku] = modelSummaries;
  expect((await bedrock.send(new GetFoundationModelCommand({ modelIdentifier: haiku?.modelId }))).modelDetails).toMatchObject({
    modelArn: haiku?.modelArn,
  });
  expect((await refusal(bedrock.send(new GetFoundationModelCommand({ modelIdentifier: 'none' })))).name).toBe('ResourceNotFoundException');
  const { inferenceProfileSummaries } = await bedrock.send(new ListInferenceProfilesCommand({ typeEquals: 'SYSTEM_DEFINED' }));
  const inferenceProfileIdentifier = inferenceProfileSummaries?.[0]?.inferenceProfileId;
  expect(await bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier }))).toMatchObject({
    status: 'ACTIVE',
    type: 'SYSTEM_DEFINED',
  });
  expect((await refusal(bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: 'other' })))).status).toBe(404);
  expect((await bedrock.send(new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION' }))).inferenceProfileSummaries).toEqual([]);
  expect((await bedrock.send(new ListCustomModelsCommand({}))).modelSummaries).toEqual([]);
  expect((await bedrock.send(new ListModelCustomizationJobsCommand({}))).modelCustomizationJobSummaries).toEqual([]);
  expect((await refusal(bedrock.send(new GetCustomModelCommand({ modelIdentifier: 'mine' })))).status).toBe(404);
  const job = 'arn:aws:bedrock:eu-west-1:111122223333:model-customization-job/anthropic.claude-3-haiku-20240307-v1:0/abcdefghijkl';
  expect((await refusal(bedrock.send(new GetModelCustomizationJobCommand({ jobIdentifier: job })))).status).toBe(404);
});
