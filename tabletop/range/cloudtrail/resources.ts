import type { Json, JsonObject } from '../../../core/json.ts';
import type { Access } from '../policy/evaluate.ts';

/** By what LookupEvents finds an event. */
export interface Named {
  readonly type: string;
  readonly name: string;
}
const TYPES: Readonly<Record<string, string>> = {
  endpointName: 'AWS::SageMaker::Endpoint',
  endpointConfigName: 'AWS::SageMaker::EndpointConfig',
  modelName: 'AWS::SageMaker::Model',
  modelPackageArn: 'AWS::SageMaker::ModelPackage',
  modelPackageGroupName: 'AWS::SageMaker::ModelPackageGroup',
  trainingJobName: 'AWS::SageMaker::TrainingJob',
  pipelineName: 'AWS::SageMaker::Pipeline',
  roleName: 'AWS::IAM::Role',
  roleArn: 'AWS::IAM::Role',
  policyArn: 'AWS::IAM::Policy',
  bucketName: 'AWS::S3::Bucket',
  functionName: 'AWS::Lambda::Function',
  keyId: 'AWS::KMS::Key',
  secretId: 'AWS::SecretsManager::Secret',
  repositoryName: 'AWS::ECR::Repository',
  logGroupName: 'AWS::Logs::LogGroup',
  alarmName: 'AWS::CloudWatch::Alarm',
  eventBusName: 'AWS::Events::EventBus',
  rule: 'AWS::Events::Rule',
  trailName: 'AWS::CloudTrail::Trail',
};
/** `name` says nothing by itself. */
const NAMES: Readonly<Record<string, string>> = {
  'cloudtrail.amazonaws.com': 'AWS::CloudTrail::Trail',
  'events.amazonaws.com': 'AWS::Events::Rule',
  'ssm.amazonaws.com': 'AWS::SSM::Parameter',
};
/** ARNs are searched for by ARN and by name. */
export const namedIn = (eventSource: string, parameters: Json | undefined): readonly Named[] =>
  typeof parameters !== 'object' || parameters === null
    ? []
    : Object.entries(parameters).flatMap(([key, value]) => {
        if (typeof value !== 'string') return [];
        if (key === 'resourceArn' && value.includes(':sagemaker:'))
          return [
            { type: 'AWS::SageMaker::Endpoint', name: value },
            { type: 'AWS::SageMaker::Endpoint', name: value.split('/').slice(1).join('/') },
          ];
        const type = key === 'name' ? NAMES[eventSource] : TYPES[key];
        return type === undefined ? [] : [{ type, name: value }];
      });

const accountIn = (arn: string): string => arn.split(':')[4] ?? '';
/** Whose things a call touched, besides the caller's own: they get a record, too. */
export const othersIn = (accesses: readonly Access[], own: string): readonly string[] => [
  ...new Set(
    accesses
      .map(({ resource, resourceAccount }) => resourceAccount ?? accountIn(resource))
      .filter((account) => /^\d{12}$/.test(account) && account !== own),
  ),
];

const typed = (type: string, arn: string, account: string): JsonObject => ({ accountId: account, type, ARN: arn });
/** `resources` of the record: only some services write it. */
export const resourcesIn = (
  eventSource: string,
  accesses: readonly Access[],
  own: string,
  dataType: string | undefined,
): readonly JsonObject[] => {
  const [first] = accesses;
  if (first === undefined || !first.resource.startsWith('arn:')) return [];
  const account = first.resourceAccount ?? (accountIn(first.resource) || own);
  if (eventSource === 's3.amazonaws.com') {
    const bucket = first.resource.split('/')[0] ?? '';
    if (bucket === 'arn:aws:s3:::*') return [];
    const object: readonly JsonObject[] = first.resource.includes('/') ? [{ type: 'AWS::S3::Object', ARN: first.resource }] : [];
    return [...object, typed('AWS::S3::Bucket', bucket, account)];
  }
  if (eventSource === 'kms.amazonaws.com') return [typed('AWS::KMS::Key', first.resource, account)];
  if (eventSource === 'sts.amazonaws.com') return [typed('AWS::IAM::Role', first.resource, account)];
  // ECR's have no type. https://docs.aws.amazon.com/AmazonECR/latest/userguide/logging-using-cloudtrail.html
  if (eventSource === 'ecr.amazonaws.com') return [{ ARN: first.resource, accountId: account }];
  return dataType === undefined ? [] : [typed(dataType, first.resource, account)];
};
