export interface Acknowledged {
  /** Finding of cdk-nag, with `<member>`, `<home>`, `<region>` and `<evidence>` for what differs between companies. */
  readonly id: string;
  /** Paths of the resources that it is about. */
  readonly where: RegExp;
  readonly threat: string;
  readonly compensatingControl: string;
  /** Name of the test that shows the control; test/infra/nag.test.ts looks it up. */
  readonly test: string;
}

const FUNCTION_ROLE = /^Cordon\/cordon-[a-z-]+-role\/DefaultPolicy\/Resource$/;
const MEMBER_ROLE = /^CordonMember-[^/]+\/cordon-[a-z-]+\/Resource$/;
const EXACT = 'an action role holds exactly what its calls need';

const member = (resource: string, threat: string, compensatingControl: string, test = EXACT): Acknowledged => ({
  id: `AwsSolutions-IAM5[Resource::${resource}]`,
  where: MEMBER_ROLE,
  threat,
  compensatingControl,
  test,
});
const inSageMaker = (type: string, threat: string, control: string): Acknowledged =>
  member(`arn:aws:sagemaker:<region>:<member>:${type}/*`, threat, control);
const READ_ONLY =
  'Describe calls only; they answer configuration, never data. The account, the regions and the kind of resource are fixed.';

/** Every finding that is accepted, and why. An unlisted one fails `npm run synth`; one that no longer occurs fails the tests. */
export const ACKNOWLEDGED: readonly Acknowledged[] = [
  {
    id: 'AwsSolutions-IAM5[Resource::*]',
    where: FUNCTION_ROLE,
    threat: 'A function that was taken over writes false traces.',
    compensatingControl:
      'X-Ray knows no resource; only PutTraceSegments and PutTelemetryRecords hold there, and for notify ListStreams, which answers names. Traces are for people who tune, no decision reads them.',
    test: 'in the security account nothing but traces goes anywhere',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::arn:aws:lambda:<region>:<home>:function:cordon-run:*]',
    where: FUNCTION_ROLE,
    threat: 'Notify wakes, or run checkpoints, a run of another version than it should.',
    compensatingControl:
      'Executions belong to versions, whose numbers change with every deployment; the function is fixed. Being woken permits nothing: the run reads sealed facts.',
    test: 'runs are started by alias only, and woken by notify only',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::arn:aws:s3:::<evidence>/*]',
    where: /^Cordon\/cordon-action-[a-z-]+-role\/DefaultPolicy\/Resource$/,
    threat: 'A collector overwrites or hides evidence of another incident.',
    compensatingControl:
      'Names are digests, writes are conditional on absence, versions are locked in compliance mode, and the bucket denies deletion to everybody.',
    test: 'evidence cannot be deleted, shortened or written by others',
  },
  {
    id: 'AwsSolutions-SQS3',
    where: /\/(Undelivered|Untold|NotForwarded)\/Resource$/,
    threat: 'Messages pile up where nobody looks.',
    compensatingControl:
      'These are themselves dead-letter queues, of rules and of a stream, which cdk-nag does not see. Each has an alarm at the first message and keeps 14 days.',
    test: 'every queue leads to a dead-letter queue, and each of those has an alarm',
  },
  member(
    '*',
    'Whoever takes such a role over reads metrics and the trail of the whole account.',
    'IAM knows no resource for these calls; only reads hold there, and the role trusts one function.',
    'what holds everywhere in a member account only reads',
  ),
  member(
    'arn:aws:iam::<member>:policy/*',
    'The texts of all policies of the account are read.',
    'Coverage of the quarantine deny is computed from the policies that callers carry, which the company names. Read only.',
  ),
  member('arn:aws:iam::aws:policy/*', 'Policies of AWS are read.', 'They are public.'),
  member(
    'arn:aws:iam::<member>:role/*',
    'Roles of the account and their policies are listed.',
    'Callers and execution roles have names that the company chose. Read only: nothing here attaches, passes or assumes.',
  ),
  inSageMaker(
    'endpoint',
    'An endpoint that nobody adopted is tagged, updated or probed.',
    'Writes need a grant for that very ARN, signed by approve, which knows adopted assets only; the tag key is fixed; deletion is denied.',
  ),
  inSageMaker(
    'endpoint-config',
    'An endpoint is moved to a config that is no rollback target.',
    'The config stands in the plan that the grant binds; pre-flight checks every part of it.',
  ),
  inSageMaker('model', 'Models of other teams are described.', READ_ONLY),
  inSageMaker(
    'model-package',
    'Another package than the bad one is rejected, or a bad one approved.',
    'The write needs a grant for that very package; approving again is risk L.',
  ),
  inSageMaker('training-job', 'Training jobs of other teams are described.', READ_ONLY),
  member(
    'arn:aws:ecr:<region>:<member>:repository/*',
    'Images of other teams are listed.',
    'DescribeImages only: digests and dates, no layers.',
  ),
  member(
    'arn:aws:s3:::*/*',
    'Objects of all buckets of the account can be read.',
    'HeadObject needs GetObject, and model artifacts lie in buckets that the company names. The owner of the bucket must be the member account; the actions declare HeadObject, not GetObject.',
    'reads of S3 stay in the member account',
  ),
  member(
    'arn:aws:s3:::*',
    'Names of all objects of the account can be listed.',
    'Without ListBucket a missing artifact looks like a denied one. The owner of the bucket must be the member account.',
    'reads of S3 stay in the member account',
  ),
];
