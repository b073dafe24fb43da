import type { Behaviour } from '../behaviour.ts';

export const CLOUDWATCH_BEHAVIOURS: readonly Behaviour[] = [
  {
    id: 'cloudwatch.invocations',
    says: 'AWS/SageMaker Invocations counts answered calls per EndpointName and VariantName. A call that IAM denies never reaches the endpoint and is not counted.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html',
  },
  {
    id: 'cloudwatch.no-zero',
    says: 'A period without answered calls has no datapoint; zero is never written.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html',
  },
  {
    id: 'cloudwatch.pace',
    says: 'A period is divided by the pace: at pace 60 a period of 60 seconds is one second of the clock and holds 60 seconds of traffic.',
    mark: 'assumed',
    source: 'a property of the range, not of AWS',
  },
  {
    id: 'cloudwatch.no-delay',
    says: 'Datapoints are there at once, also for the period under way; AWS is about a minute late.',
    mark: 'assumed',
    source: 'a limit of the range, not a behaviour of AWS',
  },
  {
    id: 'cloudwatch.other-metrics',
    says: 'Any other metric exists but has no datapoints; metric math is refused.',
    mark: 'assumed',
    source: 'a limit of the range, not a behaviour of AWS',
  },
];
