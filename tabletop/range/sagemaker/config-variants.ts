import type { CreateEndpointConfigCommandInput, ProductionVariant } from '@aws-sdk/client-sagemaker';
import type { Context, Present } from '../operation.ts';
import { kept, unsupported } from './asked.ts';
import { invalid, noModel } from './faults.ts';
import { arnOf, modelsOf, type ConfigVariant, type Model, type Serverless } from './state.ts';

type Input = Present<CreateEndpointConfigCommandInput>;
type Given = Input['ProductionVariants'][number];

const modelFor = (context: Context, name: string): Model => {
  const arn = arnOf(context, 'model', name);
  const model = modelsOf(context.world).get(arn);
  if (model === undefined) throw noModel(arn);
  return model;
};

/** https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html#serverless-endpoints-how-it-works-exclusions */
const mustSuitServerless = (variant: Given, model: Model | undefined): void => {
  const { ServerlessConfig: config } = variant;
  if (config === undefined) return;
  if (variant.InstanceType !== undefined || variant.InitialInstanceCount !== undefined)
    throw invalid(`InstanceType and InitialInstanceCount cannot be specified with ServerlessConfig for ${variant.VariantName}`);
  if (config.ProvisionedConcurrency !== undefined && config.ProvisionedConcurrency > config.MaxConcurrency)
    throw invalid('ProvisionedConcurrency must be less than or equal to MaxConcurrency.');
  if (model === undefined) throw invalid('ModelName is required for a serverless variant.');
  if (model.isolated || model.rest?.['VpcConfig'] !== undefined)
    throw invalid('Network isolation and VpcConfig are not supported for serverless endpoints.');
};

const variantOf = (context: Context, variant: Given): ConfigVariant => {
  const { VariantName, ModelName, InstanceType, InitialInstanceCount, InitialVariantWeight, ServerlessConfig, ...rest } = variant;
  unsupported('CreateEndpointConfig', rest, ['InstancePools', 'VariantInstanceProvisionTimeoutInSeconds', 'CapacityReservationConfig']);
  const model = ModelName === undefined ? undefined : modelFor(context, ModelName);
  mustSuitServerless(variant, model);
  if (ServerlessConfig === undefined && (InstanceType === undefined || InitialInstanceCount === undefined))
    throw invalid(`InstanceType and InitialInstanceCount are required for the production variant ${VariantName}`);
  if (ModelName !== undefined && rest.ManagedInstanceScaling?.Status === 'ENABLED')
    throw invalid('ManagedInstanceScaling is only supported for inference component endpoints.');
  return {
    name: VariantName,
    model: ModelName ?? '',
    ...(InstanceType === undefined ? {} : { instanceType: InstanceType }),
    initialInstances: InitialInstanceCount ?? 0,
    initialWeight: InitialVariantWeight ?? 1,
    ...(ServerlessConfig === undefined ? {} : { serverless: serverlessOf(ServerlessConfig) }),
    rest: kept(rest),
  };
};
const serverlessOf = ({ MemorySizeInMB, MaxConcurrency, ProvisionedConcurrency }: NonNullable<Given['ServerlessConfig']>): Serverless => ({
  MemorySizeInMB,
  MaxConcurrency,
  ...(ProvisionedConcurrency === undefined ? {} : { ProvisionedConcurrency }),
});

const mustStandAlone = (input: Input, variants: readonly ConfigVariant[]): void => {
  const { DataCaptureConfig, AsyncInferenceConfig, ShadowProductionVariants = [] } = input;
  if (!variants.some(({ serverless }) => serverless !== undefined)) return;
  if (variants.length > 1) throw invalid('Only one production variant is supported for serverless endpoints.');
  if (DataCaptureConfig !== undefined) throw invalid('DataCaptureConfig is not supported for serverless endpoints.');
  if (AsyncInferenceConfig !== undefined) throw invalid('AsyncInferenceConfig is not supported for serverless endpoints.');
  if (ShadowProductionVariants.length > 0) throw invalid('ShadowProductionVariants are not supported for serverless endpoints.');
};
const mustShadow = (variants: readonly ConfigVariant[], shadows: readonly ConfigVariant[]): void => {
  if (shadows.length === 0) return;
  if (shadows.length > 1 || variants.length > 1) throw invalid('One production variant can have one shadow variant.');
  if (shadows.some(({ serverless, model }) => serverless !== undefined || model === ''))
    throw invalid('A shadow variant must be instance-based and have a model.');
};

/** Variants and shadow variants of a new config, checked for what does not go together. */
export const variantsOf = (
  context: Context,
  input: Input,
): { readonly variants: readonly ConfigVariant[]; readonly shadows: readonly ConfigVariant[] } => {
  const variants = input.ProductionVariants.map((variant) => variantOf(context, variant));
  const shadows = (input.ShadowProductionVariants ?? []).map((variant) => variantOf(context, variant));
  const names = [...variants, ...shadows].map(({ name }) => name);
  if (new Set(names).size !== names.length) throw invalid('Production variant names must be unique');
  const bare = variants.filter(({ model }) => model === '');
  if (bare.length > 0 && bare.length < variants.length)
    throw invalid('ModelName must be specified for all production variants or for none of them.');
  if (bare.length > 0 && input.ExecutionRoleArn === undefined)
    throw invalid('ExecutionRoleArn is required for endpoints to which you plan to deploy inference components.');
  mustStandAlone(input, variants);
  mustShadow(variants, shadows);
  return { variants, shadows };
};

/** As DescribeEndpointConfig gives it back. */
export const shownVariant = (variant: ConfigVariant): ProductionVariant => ({
  VariantName: variant.name,
  ...(variant.model === '' ? {} : { ModelName: variant.model }),
  ...(variant.instanceType === undefined ? {} : { InstanceType: variant.instanceType, InitialInstanceCount: variant.initialInstances }),
  InitialVariantWeight: variant.initialWeight,
  ...(variant.serverless === undefined ? {} : { ServerlessConfig: variant.serverless }),
  ...variant.rest,
});
