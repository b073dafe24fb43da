import type { FoundationModelDetails, InferenceProfileSummary } from '@aws-sdk/client-bedrock';

/** The models that the sample company's account may call. */
interface Offered {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly family: 'anthropic' | 'nova';
}
export const OFFERED: readonly Offered[] = [
  { id: 'anthropic.claude-3-haiku-20240307-v1:0', name: 'Claude 3 Haiku', provider: 'Anthropic', family: 'anthropic' },
  { id: 'anthropic.claude-3-5-sonnet-20240620-v1:0', name: 'Claude 3.5 Sonnet', provider: 'Anthropic', family: 'anthropic' },
  { id: 'amazon.nova-lite-v1:0', name: 'Nova Lite', provider: 'Amazon', family: 'nova' },
];
export const modelArn = (region: string, id: string): string => `arn:aws:bedrock:${region}::foundation-model/${id}`;
export const detailsOf = (region: string, { id, name, provider }: Offered): FoundationModelDetails => ({
  modelArn: modelArn(region, id),
  modelId: id,
  modelName: name,
  providerName: provider,
  inputModalities: ['TEXT'],
  outputModalities: ['TEXT'],
  responseStreamingSupported: true,
  customizationsSupported: [],
  inferenceTypesSupported: ['ON_DEMAND'],
  modelLifecycle: { status: 'ACTIVE' },
});

/** One system-defined profile: the first model, wherever in Europe there is room. */
const PROFILE_REGIONS = ['eu-west-1', 'eu-west-3', 'eu-central-1'];
const [first] = OFFERED;
export const PROFILE_ID = `eu.${first?.id ?? ''}`;
export const profileArn = (account: string, region: string): string =>
  `arn:aws:bedrock:${region}:${account}:inference-profile/${PROFILE_ID}`;
export const profileOf = (account: string, region: string): InferenceProfileSummary => ({
  inferenceProfileName: `EU ${first?.name ?? ''}`,
  inferenceProfileArn: profileArn(account, region),
  inferenceProfileId: PROFILE_ID,
  models: PROFILE_REGIONS.map((place) => ({ modelArn: modelArn(place, first?.id ?? '') })),
  status: 'ACTIVE',
  type: 'SYSTEM_DEFINED',
  description: 'Routes requests in Europe.',
});
