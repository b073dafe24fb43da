import type { Context } from '../../operation.ts';
import type { Access } from '../../policy/evaluate.ts';
import { invalid } from '../faults.ts';
import { tagContext } from '../state.ts';
import { groupArn, groupOf, groupsOf, packageArn, packagesOf, type ModelPackage, type PackageGroup } from './state.ts';

type Keys = Readonly<Record<string, readonly string[]>>;

/** How the package stands now, as conditions see it. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html */
const currentKeys = (found: ModelPackage | undefined): Keys => ({
  ...Object.fromEntries(
    Object.entries(found?.metadata ?? {}).map(([key, value]) => [`sagemaker:CurrentCustomerMetadataProperties/${key}`, [value]]),
  ),
  ...(found?.lifeCycle === undefined
    ? {}
    : {
        'sagemaker:CurrentModelLifeCycleStage': [found.lifeCycle.Stage],
        'sagemaker:CurrentModelLifeCycleStageStatus': [found.lifeCycle.StageStatus],
      }),
});
/** What the request wants to set, as conditions see it. */
export const requestedKeys = (input: {
  readonly ModelApprovalStatus?: string | undefined;
  readonly CustomerMetadataProperties?: Readonly<Record<string, string>> | undefined;
  readonly CustomerMetadataPropertiesToRemove?: readonly string[] | undefined;
  readonly ModelLifeCycle?: { readonly Stage: string; readonly StageStatus: string } | undefined;
}): Keys => ({
  ...(input.ModelApprovalStatus === undefined ? {} : { 'sagemaker:ModelApprovalStatus': [input.ModelApprovalStatus] }),
  ...Object.fromEntries(
    Object.entries(input.CustomerMetadataProperties ?? {}).map(([key, value]) => [`sagemaker:CustomerMetadataProperties/${key}`, [value]]),
  ),
  ...(input.CustomerMetadataPropertiesToRemove === undefined
    ? {}
    : { 'sagemaker:CustomerMetadataPropertiesToRemove': input.CustomerMetadataPropertiesToRemove }),
  ...(input.ModelLifeCycle === undefined
    ? {}
    : {
        'sagemaker:ModelLifeCycle:Stage': [input.ModelLifeCycle.Stage],
        'sagemaker:ModelLifeCycle:StageStatus': [input.ModelLifeCycle.StageStatus],
      }),
});

export const onPackage = (context: Context, action: string, name: string, keys: Keys = {}): Access => {
  const arn = packageArn(context, name);
  return {
    action: `sagemaker:${action}`,
    resource: arn,
    context: { ...tagContext(context.world, arn), ...currentKeys(packagesOf(context.world).get(arn)), ...keys },
    resourcePolicy: groupOf(context.world, arn)?.policy,
    resourceAccount: arn.split(':')[4],
  };
};
export const onGroup = (context: Context, action: string, name: string, keys: Keys = {}): Access => {
  const arn = groupArn(context, name);
  return {
    action: `sagemaker:${action}`,
    resource: arn,
    context: { ...tagContext(context.world, arn), ...keys },
    resourcePolicy: groupsOf(context.world).get(arn)?.policy,
    resourceAccount: arn.split(':')[4],
  };
};

/** Another account sees it only through the group's policy; without one it looks as if it were not there. */
const isVisible = (context: Context, account: string, group: PackageGroup | undefined): boolean =>
  account === context.account || group?.policy !== undefined;

export const groupNamed = (context: Context, name: string): PackageGroup => {
  const arn = groupArn(context, name);
  const found = groupsOf(context.world).get(arn);
  if (found === undefined || !isVisible(context, found.account, found)) throw invalid(`ModelPackageGroup ${arn} does not exist.`);
  return found;
};
export const packageNamed = (context: Context, name: string): ModelPackage => {
  const arn = packageArn(context, name);
  const found = packagesOf(context.world).get(arn);
  if (found === undefined || !isVisible(context, found.account, groupOf(context.world, arn)))
    throw invalid(`ModelPackage ${arn} does not exist.`);
  return found;
};
