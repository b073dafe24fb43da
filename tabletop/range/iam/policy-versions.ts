import type {
  CreatePolicyVersionCommandInput,
  CreatePolicyVersionCommandOutput,
  DeletePolicyVersionCommandInput,
  DeletePolicyVersionCommandOutput,
  GetPolicyVersionCommandInput,
  GetPolicyVersionCommandOutput,
  ListPolicyVersionsCommandInput,
  ListPolicyVersionsCommandOutput,
  SetDefaultPolicyVersionCommandInput,
  SetDefaultPolicyVersionCommandOutput,
} from '@aws-sdk/client-iam';
import { operation, type Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { encoded, sizeOf, storedPolicy } from './documents.ts';
import { conflict, listed, missing, onPolicy, overLimit, policyOf } from './lookup.ts';
import { changePolicy, MOST_CHARACTERS, type ManagedPolicy, type PolicyVersion } from './state.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_VERSIONS = 5;

export const versionsOf = (policy: ManagedPolicy): readonly PolicyVersion[] =>
  policy.versions ?? [{ id: 'v1', createdAt: policy.createdAt, document: policy.document }];
const versionOf = (policy: ManagedPolicy, id: string): PolicyVersion => {
  const version = versionsOf(policy).find((one) => one.id === id);
  if (version === undefined) throw missing(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
  return version;
};
const isDefault = (policy: ManagedPolicy, { id }: PolicyVersion): boolean => id === (policy.defaultVersion ?? 'v1');
export const versionShape = (policy: ManagedPolicy, version: PolicyVersion) => ({
  VersionId: version.id,
  IsDefaultVersion: isDefault(policy, version),
  CreateDate: new Date(version.createdAt),
});
/** AWS's own are for everybody to attach and for nobody to change. */
export const ownPolicy = (context: Context, arn: string): ManagedPolicy => {
  const policy = policyOf(context, arn);
  if (policy.account === 'aws')
    throw new AwsFault('AccessDenied', `User: ${context.caller.arn} is not authorized to perform this operation on resource: ${arn}`, {
      status: 403,
    });
  return policy;
};

const create = operation<CreatePolicyVersionCommandInput, CreatePolicyVersionCommandOutput>({
  trail: 'write',
  access: (input, context) => onPolicy('CreatePolicyVersion', context, input.PolicyArn),
  run: (input, context) => {
    const policy = ownPolicy(context, input.PolicyArn);
    const versions = versionsOf(policy);
    const document = storedPolicy(input.PolicyDocument, 'identity');
    if (sizeOf(document) > MOST_CHARACTERS) throw overLimit(`Cannot exceed quota for PolicySize: ${MOST_CHARACTERS}`);
    if (versions.length >= MOST_VERSIONS)
      throw overLimit(
        `A managed policy can have up to ${MOST_VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
      );
    const lastVersion = (policy.lastVersion ?? 1) + 1;
    const version: PolicyVersion = { id: `v${lastVersion}`, createdAt: context.now, document };
    const grown = { ...policy, versions: [...versions, version], lastVersion, updatedAt: context.now };
    const changed = input.SetAsDefault === true ? { ...grown, document, defaultVersion: version.id } : grown;
    changePolicy(context.world, policy.arn, changed);
    return { PolicyVersion: versionShape(changed, version) };
  },
});
const get = operation<GetPolicyVersionCommandInput, GetPolicyVersionCommandOutput>({
  trail: 'read',
  access: (input, context) => onPolicy('GetPolicyVersion', context, input.PolicyArn),
  run: (input, context) => {
    const policy = policyOf(context, input.PolicyArn);
    const version = versionOf(policy, input.VersionId);
    return { PolicyVersion: { Document: encoded(version.document), ...versionShape(policy, version) } };
  },
});
const list = operation<ListPolicyVersionsCommandInput, ListPolicyVersionsCommandOutput>({
  trail: 'read',
  access: (input, context) => onPolicy('ListPolicyVersions', context, input.PolicyArn),
  run: (input, context) => {
    const policy = policyOf(context, input.PolicyArn);
    const { rows, end } = listed(versionsOf(policy).toReversed(), input);
    return { Versions: rows.map((version) => versionShape(policy, version)), ...end };
  },
});
const setDefault = operation<SetDefaultPolicyVersionCommandInput, SetDefaultPolicyVersionCommandOutput>({
  trail: 'write',
  access: (input, context) => onPolicy('SetDefaultPolicyVersion', context, input.PolicyArn),
  run: (input, context) => {
    const policy = ownPolicy(context, input.PolicyArn);
    const { id, document } = versionOf(policy, input.VersionId);
    changePolicy(context.world, policy.arn, {
      ...policy,
      document,
      defaultVersion: id,
      versions: versionsOf(policy),
      updatedAt: context.now,
    });
    return {};
  },
});
const remove = operation<DeletePolicyVersionCommandInput, DeletePolicyVersionCommandOutput>({
  trail: 'write',
  access: (input, context) => onPolicy('DeletePolicyVersion', context, input.PolicyArn),
  run: (input, context) => {
    const policy = ownPolicy(context, input.PolicyArn);
    const version = versionOf(policy, input.VersionId);
    if (isDefault(policy, version)) throw conflict('Cannot delete the default version of a policy.');
    changePolicy(context.world, policy.arn, { ...policy, versions: versionsOf(policy).filter(({ id }) => id !== version.id) });
    return {};
  },
});

export const POLICY_VERSION_OPERATIONS = {
  CreatePolicyVersion: create,
  GetPolicyVersion: get,
  ListPolicyVersions: list,
  SetDefaultPolicyVersion: setDefault,
  DeletePolicyVersion: remove,
} as const;
