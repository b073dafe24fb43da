import type { Behaviour } from '../behaviour.ts';

export const trailDelay = {
  id: 'cloudtrail.delay',
  says: 'A management event reaches the bus and the event history two minutes after the call.',
  mark: 'assumed',
  source:
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html (about five minutes for log files, no number for the bus)',
  seconds: 120,
} as const satisfies Behaviour;

export const CLOUDTRAIL_BEHAVIOURS: readonly Behaviour[] = [
  trailDelay,
  {
    id: 'cloudtrail.writes-only',
    says: 'Only calls that change something, and AssumeRole, are kept in the event history; AWS also keeps reads there.',
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
    says: 'InvokeEndpoint, S3 object calls and KMS cryptography are data events and never in the event history.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html',
  },
  {
    id: 'cloudtrail.casing',
    says: 'requestParameters and responseElements carry the member names with a small first letter; times are ISO 8601 text.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/logging-using-cloudtrail.html',
  },
  {
    id: 'cloudtrail.no-throttle',
    says: 'The limit of two LookupEvents a second is not enforced; plan a fault to meet it.',
    mark: 'assumed',
    source: 'a limit of the range; AWS: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html',
  },
];
