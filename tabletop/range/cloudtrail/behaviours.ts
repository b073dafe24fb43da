import type { Behaviour } from '../behaviour.ts';

export const trailDelay = {
  id: 'cloudtrail.delay',
  says: 'The event history shows a management event two minutes after the call.',
  mark: 'assumed',
  source:
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html (about five minutes for log files, no number for the history)',
  seconds: 120,
} as const satisfies Behaviour;
export const busDelay = {
  id: 'cloudtrail.bus-delay',
  says: 'The bus has a management event two minutes after the call.',
  mark: 'assumed',
  source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html (best effort, no number)',
  seconds: 120,
} as const satisfies Behaviour;

export const logFileDelay = {
  id: 'cloudtrail.log-file',
  says: 'A trail writes a log file five minutes after the first event that it holds, one for each account and Region.',
  mark: 'documented',
  source: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html',
  seconds: 300,
} as const satisfies Behaviour;
export const digestEvery = {
  id: 'cloudtrail.digest',
  says: 'An hour after its first log file, a trail with validation writes a digest file, signed and chained to the one before.',
  mark: 'documented',
  source: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html',
  seconds: 3600,
} as const satisfies Behaviour;

export const CLOUDTRAIL_BEHAVIOURS: readonly Behaviour[] = [
  trailDelay,
  busDelay,
  logFileDelay,
  digestEvery,
  {
    id: 'cloudtrail.reads',
    says: 'AWS keeps reads in the event history and in log files. The range keeps none but AssumeRole, or, with readEvents: true, the newest 2,000 of all accounts together.',
    mark: 'assumed',
    source: 'a limit of the range, not a behaviour of AWS',
  },
  {
    id: 'cloudtrail.read-rules',
    says: 'A read reaches the bus only for a rule in state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html',
  },
  {
    id: 'cloudtrail.bus-needs-trail',
    says: 'Calls reach EventBridge only where a trail that logs them covers the account and the Region; the event history needs no trail.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html',
  },
  {
    id: 'cloudtrail.both-accounts',
    says: "A call that succeeds on another account's resource is recorded in both with one sharedEventID; the other account learns the caller's account, not its session. A refused one is recorded where it came from.",
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html',
  },
  {
    id: 'cloudtrail.last-words',
    says: 'StopLogging, and every other change of a trail, is recorded by the trail that it changes.',
    mark: 'assumed',
    source: 'plausible: the record is made when the call is served; AWS does not say it',
  },
  {
    id: 'cloudtrail.invalid-input',
    says: 'A request that its service cannot read, or whose input breaks the rules of its shape, leaves no record; AWS records some of them.',
    mark: 'assumed',
    source: 'a limit of the range, not a behaviour of AWS',
  },
  {
    id: 'cloudtrail.quiet-hours',
    says: 'An hour without log files has no digest file; AWS writes an empty one.',
    mark: 'assumed',
    source: 'a limit of the range, not a behaviour of AWS',
  },
  {
    id: 'cloudtrail.lookup',
    says: 'LookupEvents answers management events of the last 90 days of one account and Region, newest first, at most 50 a page and one attribute a call.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html',
  },
  {
    id: 'cloudtrail.data-events',
    says: "InvokeEndpoint, S3 object calls and Lambda's Invoke are data events: never in the event history, and recorded only by a trail whose selectors ask for them. InvokeEndpoint's parameters are not recorded.",
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html',
  },
  {
    id: 'cloudtrail.kms-reads',
    says: 'KMS cryptography and the model calls of Bedrock are management events that only read.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html',
  },
  {
    id: 'cloudtrail.casing',
    says: 'requestParameters and responseElements carry the member names with a small first letter; times are ISO 8601 text.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/logging-using-cloudtrail.html',
  },
  {
    id: 'cloudtrail.no-throttle',
    says: 'The limit of two LookupEvents a second is enforced only with limits: true; plan a fault to meet it otherwise.',
    mark: 'assumed',
    source: 'a limit of the range; AWS: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html',
  },
];
