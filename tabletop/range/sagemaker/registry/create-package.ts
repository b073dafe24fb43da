import type { CreateModelPackageCommandInput, CreateModelPackageCommandOutput } from '@aws-sdk/client-sagemaker';
import { operation, type Context, type Operation, type Present } from '../../operation.ts';
import { creating, kept, unsupported } from '../asked.ts';
import { exists, invalid } from '../faults.ts';
import { setFirstTags } from '../state.ts';
import { groupNamed, onPackage, requestedKeys } from './ask.ts';
import { containersOf } from './containers.ts';
import { emitPackageState } from './emit.ts';
import { groupArn, groupsOf, packageArn, packagesOf, type ModelPackage } from './state.ts';
import { once } from './tokens.ts';

type Input = Present<CreateModelPackageCommandInput>;
/** Where the package will be, before it is known whether it may be made. */
const placeOf = (context: Context, input: Input): string => {
  const group = input.ModelPackageGroupName;
  if (group === undefined) return packageArn(context, input.ModelPackageName ?? '');
  const arn = groupArn(context, group);
  const version = (groupsOf(context.world).get(arn)?.lastVersion ?? 0) + 1;
  return `${arn.replace(':model-package-group/', ':model-package/')}/${version}`;
};

const identified = (context: Context, input: Input): Pick<ModelPackage, 'arn' | 'name' | 'account' | 'group' | 'version' | 'approval'> => {
  const { ModelPackageName, ModelPackageGroupName, ModelApprovalStatus } = input;
  const arn = placeOf(context, input);
  if (ModelPackageName !== undefined && ModelPackageGroupName !== undefined)
    throw invalid('Both ModelPackageName and ModelPackageGroupName are provided in the input. Cannot determine which one to use.');
  if (ModelPackageName !== undefined) {
    if (packagesOf(context.world).get(arn) !== undefined) throw exists('model package', arn);
    if (ModelApprovalStatus !== undefined) throw invalid('ModelApprovalStatus applies to versioned model packages only.');
    return { arn, name: ModelPackageName, account: context.account };
  }
  if (ModelPackageGroupName === undefined) throw invalid('Missing ARN.');
  const group = groupNamed(context, ModelPackageGroupName);
  if ((input.Tags ?? []).length > 0) throw invalid('Tags cannot be given to a versioned model package: it uses those of its group.');
  const version = group.lastVersion + 1;
  groupsOf(context.world).put(group.arn, { ...group, lastVersion: version });
  return {
    arn,
    name: `${group.name}/${version}`,
    account: group.account,
    group: group.name,
    version,
    approval: ModelApprovalStatus ?? 'PendingManualApproval',
  };
};

const restOf = (input: Input) => {
  const { ModelPackageDescription, ModelPackageRegistrationType, CertifyForMarketplace, MetadataProperties, ModelMetrics } = input;
  const { Domain, Task, SamplePayloadUrl, DriftCheckBaselines, SkipModelValidation, SourceUri, SecurityConfig } = input;
  const { Containers: _stored, ...specification } = input.InferenceSpecification ?? { Containers: [] };
  return kept({
    ModelPackageDescription,
    ModelPackageRegistrationType,
    CertifyForMarketplace,
    MetadataProperties,
    ModelMetrics,
    Domain,
    Task,
    SamplePayloadUrl,
    DriftCheckBaselines,
    SkipModelValidation,
    SourceUri,
    SecurityConfig,
    ...(input.InferenceSpecification === undefined ? {} : { InferenceSpecification: specification }),
  });
};

const create = operation<CreateModelPackageCommandInput, CreateModelPackageCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    onPackage(context, 'CreateModelPackage', placeOf(context, input), requestedKeys(input)),
    ...creating('CreateModelPackage', placeOf(context, input), input.Tags, requestedKeys(input)).slice(1),
  ],
  run: (input, context) => {
    const { ClientToken, ...request } = input;
    const arn = once(context, 'CreateModelPackage', ClientToken, request, () => {
      unsupported('CreateModelPackage', input, [
        'ValidationSpecification',
        'SourceAlgorithmSpecification',
        'AdditionalInferenceSpecifications',
        'ManagedStorageType',
      ]);
      if (input.InferenceSpecification === undefined && input.SourceUri === undefined)
        throw invalid('Either InferenceSpecification or SourceAlgorithmSpecification must be provided.');
      const containers = input.InferenceSpecification === undefined ? [] : containersOf(context.world, input.InferenceSpecification);
      const { ModelCard, ModelLifeCycle, CustomerMetadataProperties } = input;
      const made: ModelPackage = {
        ...identified(context, input),
        region: context.region,
        createdAt: context.now,
        createdBy: context.caller.arn,
        containers,
        ...(CustomerMetadataProperties === undefined ? {} : { metadata: CustomerMetadataProperties }),
        ...(ModelLifeCycle === undefined ? {} : { lifeCycle: ModelLifeCycle }),
        ...(ModelCard === undefined
          ? {}
          : { card: { content: ModelCard.ModelCardContent ?? '', status: ModelCard.ModelCardStatus ?? 'Draft' } }),
        rest: restOf(input),
      };
      packagesOf(context.world).put(made.arn, made);
      setFirstTags(context.world, made.arn, input.Tags ?? []);
      emitPackageState(context, made, []);
      return made.arn;
    });
    return { ModelPackageArn: arn };
  },
});

export const CREATE_PACKAGE_OPERATIONS: Readonly<Record<string, Operation>> = { CreateModelPackage: create };
