import type {
  DescribeModelPackageCommandInput,
  DescribeModelPackageCommandOutput,
  ListModelPackagesCommandInput,
  ListModelPackagesCommandOutput,
  ModelPackageContainerDefinition,
  UpdateModelPackageCommandInput,
  UpdateModelPackageCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation, type Context, type Operation } from '../operation.ts';
import { onAll, onArn } from './access.ts';
import { emitPackageState } from './emit.ts';
import { invalid } from './faults.ts';
import { listed } from './list.ts';
import { arnOf, packagesOf, type Container, type ModelPackage } from './state.ts';

/** The API takes an ARN or `group/version`. */
const packageArn = (context: Context, name: string): string => (name.startsWith('arn:') ? name : arnOf(context, 'model-package', name));
const packageOf = (context: Context, name: string): ModelPackage => {
  const arn = packageArn(context, name);
  const found = packagesOf(context.world).get(arn);
  if (found === undefined || found.account !== context.account) throw invalid(`ModelPackage ${arn} does not exist.`);
  return found;
};
const definitionOf = (container: Container): ModelPackageContainerDefinition => ({
  Image: container.image,
  ImageDigest: container.imageDigest,
  ModelDataUrl: container.modelDataUrl,
  ModelDataETag: container.modelDataETag,
});
/** People and pipelines are told apart by the role in the identity. */
const userOf = (arn: string) => ({ IamIdentity: { Arn: arn, PrincipalId: arn.split('/').at(-1) } });

const describe = operation<DescribeModelPackageCommandInput, DescribeModelPackageCommandOutput>({
  trail: 'read',
  access: (input, context) => [onArn(context, 'DescribeModelPackage', packageArn(context, input.ModelPackageName))],
  run: (input, context) => {
    const found = packageOf(context, input.ModelPackageName);
    return {
      ModelPackageName: `${found.group}/${found.version}`,
      ModelPackageGroupName: found.group,
      ModelPackageVersion: found.version,
      ModelPackageArn: found.arn,
      CreationTime: new Date(found.createdAt),
      CreatedBy: userOf(found.createdBy),
      LastModifiedTime: found.modifiedAt === undefined ? undefined : new Date(found.modifiedAt),
      LastModifiedBy: found.modifiedBy === undefined ? undefined : userOf(found.modifiedBy),
      InferenceSpecification: {
        Containers: found.containers.map(definitionOf),
        SupportedContentTypes: ['application/json'],
        SupportedResponseMIMETypes: ['application/json'],
      },
      ModelPackageStatus: 'Completed',
      ModelPackageStatusDetails: { ValidationStatuses: [] },
      ModelApprovalStatus: found.approval,
      ApprovalDescription: found.approvalDescription,
      MetadataProperties: found.generatedBy === undefined ? undefined : { GeneratedBy: found.generatedBy },
      CustomerMetadataProperties: found.metadata === undefined ? undefined : { ...found.metadata },
    };
  },
});

const list = operation<ListModelPackagesCommandInput, ListModelPackagesCommandOutput>({
  trail: 'read',
  access: () => onAll('ListModelPackages'),
  run: (input, { world, account }) => {
    const group = input.ModelPackageGroupName?.split('/').at(-1);
    const mine = packagesOf(world)
      .values()
      .filter((found) => found.account === account && (group === undefined || found.group === group))
      .filter(({ approval }) => input.ModelApprovalStatus === undefined || approval === input.ModelApprovalStatus);
    const { page, next } = listed(mine, input, {
      name: ({ group: name }) => name,
      sortKey: input.SortBy === 'Name' ? ({ arn }) => arn : undefined,
    });
    return {
      ModelPackageSummaryList: page.map((found) => ({
        ModelPackageName: `${found.group}/${found.version}`,
        ModelPackageGroupName: found.group,
        ModelPackageVersion: found.version,
        ModelPackageArn: found.arn,
        CreationTime: new Date(found.createdAt),
        ModelPackageStatus: 'Completed' as const,
        ModelApprovalStatus: found.approval,
      })),
      NextToken: next,
    };
  },
});

const update = operation<UpdateModelPackageCommandInput, UpdateModelPackageCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    onArn(
      context,
      'UpdateModelPackage',
      input.ModelPackageArn,
      input.ModelApprovalStatus === undefined ? {} : { 'sagemaker:ModelApprovalStatus': [input.ModelApprovalStatus] },
    ),
  ],
  run: (input, context) => {
    const before = packageOf(context, input.ModelPackageArn);
    const after: ModelPackage = {
      ...before,
      modifiedAt: context.now,
      modifiedBy: context.caller.arn,
      approval: input.ModelApprovalStatus ?? before.approval,
      ...(input.ApprovalDescription === undefined ? {} : { approvalDescription: input.ApprovalDescription }),
      ...(input.CustomerMetadataProperties === undefined ? {} : { metadata: { ...before.metadata, ...input.CustomerMetadataProperties } }),
    };
    packagesOf(context.world).put(before.arn, after);
    const fields = [
      ...(input.ModelApprovalStatus === undefined ? [] : ['ModelApprovalStatus']),
      ...(input.ApprovalDescription === undefined ? [] : ['ApprovalDescription']),
      ...(input.CustomerMetadataProperties === undefined ? [] : ['CustomerMetadataProperties']),
    ];
    emitPackageState(context, after, fields);
    return { ModelPackageArn: before.arn };
  },
});

export const PACKAGE_OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeModelPackage: describe,
  ListModelPackages: list,
  UpdateModelPackage: update,
};
