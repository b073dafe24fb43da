import type {
  GetCustomModelCommandInput,
  GetCustomModelCommandOutput,
  GetFoundationModelCommandInput,
  GetFoundationModelCommandOutput,
  GetInferenceProfileCommandInput,
  GetInferenceProfileCommandOutput,
  GetModelCustomizationJobCommandInput,
  GetModelCustomizationJobCommandOutput,
  ListCustomModelsCommandInput,
  ListCustomModelsCommandOutput,
  ListFoundationModelsCommandInput,
  ListFoundationModelsCommandOutput,
  ListInferenceProfilesCommandInput,
  ListInferenceProfilesCommandOutput,
  ListModelCustomizationJobsCommandInput,
  ListModelCustomizationJobsCommandOutput,
} from '@aws-sdk/client-bedrock';
import { operation, type Operation } from '../operation.ts';
import { detailsOf, modelArn, OFFERED, PROFILE_ID, profileArn, profileOf } from './catalog.ts';
import { invalid, missing } from './faults.ts';
import { paged } from './paged.ts';

const listModels = operation<ListFoundationModelsCommandInput, ListFoundationModelsCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'bedrock:ListFoundationModels', resource: '*' }],
  run: (input, { region }) => ({
    modelSummaries: OFFERED.map((offered) => detailsOf(region, offered)).filter(
      (model) =>
        (input.byProvider === undefined || model.providerName?.toLowerCase() === input.byProvider.toLowerCase()) &&
        (input.byOutputModality === undefined || model.outputModalities?.includes(input.byOutputModality)) &&
        (input.byInferenceType === undefined || model.inferenceTypesSupported?.includes(input.byInferenceType)) &&
        input.byCustomizationType === undefined,
    ),
  }),
});
const getModel = operation<GetFoundationModelCommandInput, GetFoundationModelCommandOutput>({
  trail: 'read',
  access: (input, { region }) => [
    { action: 'bedrock:GetFoundationModel', resource: modelArn(region, input.modelIdentifier.split('/').at(-1) ?? '') },
  ],
  run: (input, { region }) => {
    const offered = OFFERED.find(({ id }) => id === input.modelIdentifier || modelArn(region, id) === input.modelIdentifier);
    if (offered === undefined) throw missing(`Could not resolve the foundation model from the provided model identifier.`);
    return { modelDetails: detailsOf(region, offered) };
  },
});
const listProfiles = operation<ListInferenceProfilesCommandInput, ListInferenceProfilesCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'bedrock:ListInferenceProfiles', resource: '*' }],
  run: (input, { account, region }) => {
    const all = input.typeEquals === 'APPLICATION' ? [] : [profileOf(account, region)];
    const { page, next } = paged(all, input, invalid);
    return { inferenceProfileSummaries: [...page], nextToken: next };
  },
});
const getProfile = operation<GetInferenceProfileCommandInput, GetInferenceProfileCommandOutput>({
  trail: 'read',
  access: (_input, { account, region }) => [{ action: 'bedrock:GetInferenceProfile', resource: profileArn(account, region) }],
  run: (input, { account, region }) => {
    const found = profileOf(account, region);
    if (input.inferenceProfileIdentifier !== PROFILE_ID && input.inferenceProfileIdentifier !== found.inferenceProfileArn)
      throw missing(`The inference profile ${input.inferenceProfileIdentifier} was not found.`);
    return found;
  },
});

/** Nobody can customise a model here, so there is none. */
const listCustom = operation<ListCustomModelsCommandInput, ListCustomModelsCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'bedrock:ListCustomModels', resource: '*' }],
  run: (input) => ({ modelSummaries: [], nextToken: paged([], input, invalid).next }),
});
const getCustom = operation<GetCustomModelCommandInput, GetCustomModelCommandOutput>({
  trail: 'read',
  access: (input, { account, region }) => [
    {
      action: 'bedrock:GetCustomModel',
      resource: `arn:aws:bedrock:${region}:${account}:custom-model/${input.modelIdentifier.split('/').at(-1) ?? ''}`,
    },
  ],
  run: (input) => {
    throw missing(`The custom model ${input.modelIdentifier} was not found.`);
  },
});
const listJobs = operation<ListModelCustomizationJobsCommandInput, ListModelCustomizationJobsCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'bedrock:ListModelCustomizationJobs', resource: '*' }],
  run: (input) => ({ modelCustomizationJobSummaries: [], nextToken: paged([], input, invalid).next }),
});
const getJob = operation<GetModelCustomizationJobCommandInput, GetModelCustomizationJobCommandOutput>({
  trail: 'read',
  access: (input, { account, region }) => [
    {
      action: 'bedrock:GetModelCustomizationJob',
      resource: `arn:aws:bedrock:${region}:${account}:model-customization-job/${input.jobIdentifier.split('/').at(-1) ?? ''}`,
    },
  ],
  run: (input) => {
    throw missing(`The model customization job ${input.jobIdentifier} was not found.`);
  },
});

export const MODEL_OPERATIONS: Readonly<Record<string, Operation>> = {
  ListFoundationModels: listModels,
  GetFoundationModel: getModel,
  ListInferenceProfiles: listProfiles,
  GetInferenceProfile: getProfile,
  ListCustomModels: listCustom,
  GetCustomModel: getCustom,
  ListModelCustomizationJobs: listJobs,
  GetModelCustomizationJob: getJob,
};
