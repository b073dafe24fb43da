import type {
  DeleteModelPackageCommandInput,
  DeleteModelPackageCommandOutput,
  DescribeModelPackageCommandInput,
  DescribeModelPackageCommandOutput,
  ListModelPackagesCommandInput,
  ListModelPackagesCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { isObject } from '../../../../core/json.ts';
import { operation, type Operation } from '../../operation.ts';
import { dateOf, userOf } from '../asked.ts';
import { listed } from '../list.ts';
import { dropTags } from '../state.ts';
import { groupNamed, onGroup, onPackage, packageNamed } from './ask.ts';
import { definitionOf } from './containers.ts';
import { emitPackageState } from './emit.ts';
import { packagesOf, type ModelPackage } from './state.ts';

const describe = operation<DescribeModelPackageCommandInput, DescribeModelPackageCommandOutput>({
  trail: 'read',
  access: (input, context) => [onPackage(context, 'DescribeModelPackage', input.ModelPackageName)],
  run: (input, context) => {
    const found = packageNamed(context, input.ModelPackageName);
    const { InferenceSpecification: specification, ...rest } = found.rest;
    const withCard = found.card !== undefined && input.IncludedData !== 'MetadataOnly';
    return {
      ...rest,
      ModelPackageName: found.name,
      ModelPackageGroupName: found.group,
      ModelPackageVersion: found.version,
      ModelPackageArn: found.arn,
      CreationTime: new Date(found.createdAt),
      CreatedBy: userOf(found.createdBy),
      LastModifiedTime: dateOf(found.modifiedAt),
      LastModifiedBy: found.modifiedBy === undefined ? undefined : userOf(found.modifiedBy),
      ...(found.containers.length === 0
        ? {}
        : {
            InferenceSpecification: { ...(isObject(specification) ? specification : {}), Containers: found.containers.map(definitionOf) },
          }),
      ModelPackageStatus: 'Completed',
      ModelPackageStatusDetails: { ValidationStatuses: [] },
      ModelApprovalStatus: found.approval,
      ApprovalDescription: found.approvalDescription,
      CustomerMetadataProperties: found.metadata === undefined ? undefined : { ...found.metadata },
      ModelLifeCycle: found.lifeCycle === undefined ? undefined : { ...found.lifeCycle },
      ...(withCard ? { ModelCard: { ModelCardContent: found.card?.content, ModelCardStatus: cardStatusOf(found.card?.status) } } : {}),
    };
  },
});
const CARD_STATUSES = ['Draft', 'PendingReview', 'Approved', 'Archived'] as const;
const cardStatusOf = (status: string | undefined) => CARD_STATUSES.find((known) => known === status);

/** @default without a group, only packages that have no version. https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ListModelPackages.html */
const isOfType = (found: ModelPackage, type: string | undefined): boolean =>
  type === 'Both' || (type === 'Versioned' ? found.group !== undefined : found.group === undefined);

const list = operation<ListModelPackagesCommandInput, ListModelPackagesCommandOutput>({
  trail: 'read',
  access: (input, context) =>
    input.ModelPackageGroupName === undefined
      ? [{ action: 'sagemaker:ListModelPackages', resource: '*' }]
      : [onGroup(context, 'ListModelPackages', input.ModelPackageGroupName)],
  run: (input, context) => {
    const group = input.ModelPackageGroupName === undefined ? undefined : groupNamed(context, input.ModelPackageGroupName);
    const mine = packagesOf(context.world)
      .values()
      .filter((found) =>
        group === undefined
          ? found.account === context.account && isOfType(found, input.ModelPackageType)
          : found.account === group.account && found.group === group.name,
      )
      .filter(({ approval }) => input.ModelApprovalStatus === undefined || approval === input.ModelApprovalStatus);
    const { page, next } = listed(mine, input, {
      name: ({ name }) => name,
      sortKey: input.SortBy === 'Name' ? ({ arn }) => arn : undefined,
    });
    return {
      ModelPackageSummaryList: page.map((found) => ({
        ...(found.group === undefined
          ? { ModelPackageName: found.name }
          : { ModelPackageGroupName: found.group, ModelPackageVersion: found.version }),
        ModelPackageArn: found.arn,
        CreationTime: new Date(found.createdAt),
        ModelPackageStatus: 'Completed' as const,
        ModelApprovalStatus: found.approval,
        ModelLifeCycle: found.lifeCycle === undefined ? undefined : { ...found.lifeCycle },
      })),
      NextToken: next,
    };
  },
});

const remove = operation<DeleteModelPackageCommandInput, DeleteModelPackageCommandOutput>({
  trail: 'write',
  access: (input, context) => [onPackage(context, 'DeleteModelPackage', input.ModelPackageName)],
  run: (input, context) => {
    const found = packageNamed(context, input.ModelPackageName);
    packagesOf(context.world).remove(found.arn);
    dropTags(context.world, found.arn);
    emitPackageState(context, found, []);
    return {};
  },
});

export const PACKAGE_OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeModelPackage: describe,
  ListModelPackages: list,
  DeleteModelPackage: remove,
};
