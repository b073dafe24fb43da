import type { UpdateModelPackageCommandInput, UpdateModelPackageCommandOutput } from '@aws-sdk/client-sagemaker';
import { operation, type Operation, type Present } from '../../operation.ts';
import { kept, unsupported } from '../asked.ts';
import { invalid } from '../faults.ts';
import { onPackage, packageNamed, requestedKeys } from './ask.ts';
import { containersOf } from './containers.ts';
import { emitPackageState } from './emit.ts';
import { packagesOf, type ModelPackage } from './state.ts';
import { once } from './tokens.ts';

type Input = Present<UpdateModelPackageCommandInput>;

const metadataOf = (before: ModelPackage, input: Input): Pick<ModelPackage, 'metadata'> => {
  const removed = input.CustomerMetadataPropertiesToRemove ?? [];
  const metadata = Object.fromEntries(
    Object.entries({ ...before.metadata, ...input.CustomerMetadataProperties }).filter(([key]) => !removed.includes(key)),
  );
  return Object.keys(metadata).length === 0 ? {} : { metadata };
};
/** What the event names as changed. */
const FIELDS: readonly (keyof Input)[] = [
  'ModelApprovalStatus',
  'ApprovalDescription',
  'CustomerMetadataProperties',
  'InferenceSpecification',
  'ModelCard',
  'ModelLifeCycle',
  'SourceUri',
];

const update = operation<UpdateModelPackageCommandInput, UpdateModelPackageCommandOutput>({
  trail: 'write',
  access: (input, context) => [onPackage(context, 'UpdateModelPackage', input.ModelPackageArn, requestedKeys(input))],
  run: (input, context) => {
    const { ClientToken, ...request } = input;
    const arn = once(context, 'UpdateModelPackage', ClientToken, request, () => {
      unsupported('UpdateModelPackage', input, ['AdditionalInferenceSpecificationsToAdd', 'ModelPackageRegistrationType']);
      const { metadata: _replaced, ...before } = packageNamed(context, input.ModelPackageArn);
      if (input.ModelApprovalStatus !== undefined && before.group === undefined)
        throw invalid('ModelApprovalStatus applies to versioned model packages only.');
      if (input.InferenceSpecification !== undefined && before.containers.length > 0)
        throw invalid('InferenceSpecification can be given once, to a model package that has none.');
      const after: ModelPackage = {
        ...before,
        ...metadataOf({ ...before, ...(_replaced === undefined ? {} : { metadata: _replaced }) }, input),
        modifiedAt: context.now,
        modifiedBy: context.caller.arn,
        ...(input.ModelApprovalStatus === undefined ? {} : { approval: input.ModelApprovalStatus }),
        ...(input.ApprovalDescription === undefined ? {} : { approvalDescription: input.ApprovalDescription }),
        ...(input.ModelLifeCycle === undefined ? {} : { lifeCycle: input.ModelLifeCycle }),
        ...(input.ModelCard === undefined
          ? {}
          : {
              card: {
                content: input.ModelCard.ModelCardContent ?? before.card?.content ?? '',
                status: input.ModelCard.ModelCardStatus ?? before.card?.status ?? 'Draft',
              },
            }),
        ...(input.InferenceSpecification === undefined ? {} : { containers: containersOf(context.world, input.InferenceSpecification) }),
        rest: { ...before.rest, ...kept({ SourceUri: input.SourceUri }) },
      };
      packagesOf(context.world).put(before.arn, after);
      const given: Readonly<Record<string, unknown>> = { ...input };
      emitPackageState(
        context,
        after,
        FIELDS.filter((field) => given[field] !== undefined),
      );
      return before.arn;
    });
    return { ModelPackageArn: arn };
  },
});

export const UPDATE_PACKAGE_OPERATIONS: Readonly<Record<string, Operation>> = { UpdateModelPackage: update };
