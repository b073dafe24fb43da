import type { aws_iam as iam } from 'aws-cdk-lib';
import { clientDenyArn } from '../core/asset/client-deny.ts';
import { QUARANTINE } from '../core/asset/coverage.ts';

/** Where a permission holds. Which permissions there are comes from the actions; this only narrows them. */
export interface Scope {
  readonly resources: readonly string[];
  readonly conditions?: iam.PolicyStatementProps['conditions'];
}
export interface Member {
  readonly account: string;
  readonly regions: readonly string[];
  /** ARNs of the parameters that assets.yaml declares as switches in this account. */
  readonly switches: readonly string[];
}
type Narrow = (member: Member) => Scope;

const sagemaker =
  (...types: readonly string[]): Narrow =>
  ({ account, regions }) => ({
    resources: regions.flatMap((region) => types.map((type) => `arn:aws:sagemaker:${region}:${account}:${type}/*`)),
  });
const inIam =
  (type: 'role' | 'policy'): Narrow =>
  ({ account }) => ({ resources: [`arn:aws:iam::${account}:${type}/*`] });
/** IAM knows no resource for these: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const everywhere: Narrow = () => ({ resources: ['*'] });
/** Bucket names carry no account: the owner is checked instead. */
const s3 =
  (resource: string): Narrow =>
  ({ account }) => ({ resources: [resource], conditions: { StringEquals: { 'aws:ResourceAccount': account } } });
/** AddTags without this is a way to every right that a company grants by tag. */
const quarantineTag: Narrow = (member) => ({
  ...sagemaker('endpoint')(member),
  conditions: { 'ForAllValues:StringEquals': { 'aws:TagKeys': [QUARANTINE] }, Null: { 'aws:TagKeys': 'false' } },
});

/** Attaching policies is every right there is, unless it is said which policy: this one only takes away. */
const clientDeny: Narrow = (member) => ({
  ...inIam('role')(member),
  conditions: { ArnEquals: { 'iam:PolicyARN': clientDenyArn(member.account) } },
});
/** Not one parameter more than assets.yaml names: there are secrets among the others. */
const switches: Narrow = ({ switches: resources }) => ({ resources });

const SCOPES: Readonly<Record<string, Narrow>> = {
  'cloudtrail:LookupEvents': everywhere,
  'cloudwatch:GetMetricData': everywhere,
  'ecr:DescribeImages': ({ account, regions }) => ({ resources: regions.map((region) => `arn:aws:ecr:${region}:${account}:repository/*`) }),
  'iam:AttachRolePolicy': clientDeny,
  'iam:DetachRolePolicy': clientDeny,
  // Policies of AWS itself belong to the account "aws".
  'iam:GetPolicy': ({ account }) => ({ resources: [`arn:aws:iam::${account}:policy/*`, 'arn:aws:iam::aws:policy/*'] }),
  'iam:GetPolicyVersion': ({ account }) => ({ resources: [`arn:aws:iam::${account}:policy/*`, 'arn:aws:iam::aws:policy/*'] }),
  'iam:GetRole': inIam('role'),
  'iam:ListAttachedRolePolicies': inIam('role'),
  's3:GetObject': s3('arn:aws:s3:::*/*'),
  's3:GetObjectVersion': s3('arn:aws:s3:::*/*'),
  's3:ListBucket': s3('arn:aws:s3:::*'),
  's3:ListBucketVersions': s3('arn:aws:s3:::*'),
  'sagemaker:AddTags': quarantineTag,
  'sagemaker:DeleteTags': quarantineTag,
  'sagemaker:DescribeEndpoint': sagemaker('endpoint'),
  'sagemaker:DescribeEndpointConfig': sagemaker('endpoint-config'),
  'sagemaker:DescribeModel': sagemaker('model'),
  'sagemaker:DescribeModelPackage': sagemaker('model-package'),
  'sagemaker:DescribeTrainingJob': sagemaker('training-job'),
  'sagemaker:InvokeEndpoint': sagemaker('endpoint'),
  'sagemaker:ListTags': sagemaker('endpoint'),
  'sagemaker:UpdateEndpoint': sagemaker('endpoint', 'endpoint-config'),
  'sagemaker:UpdateModelPackage': sagemaker('model-package'),
  'ssm:GetParameter': switches,
  'ssm:PutParameter': switches,
  'sts:GetCallerIdentity': everywhere,
};

/** Throws for a permission nobody narrowed: it must not reach an account as "everywhere" by accident. */
export const scopeOf = (permission: string, member: Member): Scope => {
  const narrow = Object.hasOwn(SCOPES, permission) ? SCOPES[permission] : undefined;
  if (narrow === undefined) throw new Error(`${permission} has no scope: add the resources it may touch to infra/scopes.ts`);
  return narrow(member);
};
