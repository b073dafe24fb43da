/**
 * IAM actions that exist, of the services that Cordon calls; not all of each service. Written down from
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const BY_SERVICE: Readonly<Record<string, string>> = {
  cloudtrail: 'DescribeTrails GetTrailStatus LookupEvents',
  cloudwatch: 'DescribeAlarms GetMetricData GetMetricStatistics ListMetrics',
  ecr: 'BatchGetImage DescribeImages DescribeRepositories GetDownloadUrlForLayer ListImages',
  iam: 'AttachRolePolicy DetachRolePolicy GetPolicy GetPolicyVersion GetRole ListAttachedRolePolicies ListRolePolicies PassRole',
  kms: 'DescribeKey GetPublicKey Sign Verify',
  s3: [
    'DeleteObject DeleteObjectVersion GetBucketObjectLockConfiguration GetBucketVersioning GetObject GetObjectAttributes GetObjectRetention',
    'GetObjectVersion GetObjectVersionAttributes ListAllMyBuckets ListBucket ListBucketVersions PutObject PutObjectLegalHold PutObjectRetention',
  ].join(' '),
  ssm: 'GetParameter GetParameters PutParameter DeleteParameter',
  sagemaker: [
    'AddTags CreateEndpoint CreateEndpointConfig CreateModel DeleteEndpoint DeleteEndpointConfig DeleteModel DeleteTags DescribeEndpoint',
    'DescribeEndpointConfig DescribeModel DescribeModelPackage DescribeTrainingJob InvokeEndpoint InvokeEndpointAsync',
    'InvokeEndpointWithResponseStream ListEndpoints ListModelPackages ListTags StopTrainingJob UpdateEndpoint',
    'UpdateEndpointWeightsAndCapacities UpdateModelPackage',
  ].join(' '),
  sts: 'AssumeRole GetCallerIdentity',
};

export const IAM_ACTIONS: ReadonlySet<string> = new Set(
  Object.entries(BY_SERVICE).flatMap(([service, names]) => names.split(' ').map((name) => `${service}:${name}`)),
);
