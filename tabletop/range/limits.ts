import type { Behaviour } from './behaviour.ts';
import type { RangeClock } from './clock.ts';
import { AwsFault } from './protocol/errors.ts';

interface Rate {
  /** IAM's spelling; `sagemaker:*`: all calls that no line of their own has. */
  readonly operations: readonly string[];
  /** Per AWS second, account and Region. */
  readonly perSecond: number;
  /** What may come at once. @default perSecond */
  readonly burst?: number;
  readonly code?: string;
  readonly behaviour: Behaviour;
}
const rate = (id: string, says: string, source: string, more: Omit<Rate, 'behaviour'>): Rate => ({
  ...more,
  behaviour: { id: `limits.${id}`, says, mark: source.startsWith('https://') ? 'documented' : 'assumed', source },
});

const RATES: readonly Rate[] = [
  rate(
    'lookup-events',
    'LookupEvents answers two calls a second, account and Region; the next one is a ThrottlingException.',
    'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html',
    { operations: ['cloudtrail:LookupEvents'], perSecond: 2 },
  ),
  rate(
    'get-parameter',
    'GetParameter, GetParameters and GetParametersByPath share 40 calls a second at standard throughput.',
    'https://docs.aws.amazon.com/general/latest/gr/ssm.html',
    { operations: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'], perSecond: 40 },
  ),
  rate(
    'put-parameter',
    'PutParameter takes three calls a second at standard throughput.',
    'https://docs.aws.amazon.com/general/latest/gr/ssm.html',
    { operations: ['ssm:PutParameter'], perSecond: 3 },
  ),
  rate(
    'kms-elliptic',
    'Sign and Verify with elliptic-curve keys share 1,000 calls a second.',
    'https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html',
    { operations: ['kms:Sign', 'kms:Verify'], perSecond: 1000 },
  ),
  rate(
    'assume-role',
    'AssumeRole takes 600 calls a second, account and Region.',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
    { operations: ['sts:AssumeRole'], perSecond: 600, code: 'Throttling' },
  ),
  rate(
    'put-events',
    'PutEvents takes 10,000 calls a second in the larger Regions, eu-west-1 among them.',
    'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html',
    { operations: ['events:PutEvents'], perSecond: 10_000 },
  ),
  rate(
    'invoke-endpoint',
    'InvokeEndpoint takes 1,000 calls a second, account and Region, before ThrottlingException; the models behind it may be slower.',
    'AWS publishes no number; an order of magnitude',
    { operations: ['sagemaker:InvokeEndpoint', 'sagemaker:InvokeEndpointAsync'], perSecond: 1000 },
  ),
  rate(
    'sagemaker-control',
    "SageMaker's control plane takes ten calls a second of each operation, and twenty at once.",
    'AWS publishes no number; an order of magnitude',
    { operations: ['sagemaker:*'], perSecond: 10, burst: 20 },
  ),
];
export const LIMIT_BEHAVIOURS: readonly Behaviour[] = [
  ...RATES.map(({ behaviour }) => behaviour),
  {
    id: 'limits.opt-in',
    says: 'Rates are kept only by a range with limits: true; buckets are full again after a restart.',
    mark: 'assumed',
    source: 'a limit of the range, not a behaviour of AWS',
  },
];

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}
/** Throws the service's throttling error when the call comes too soon. */
export type Limits = (operation: string, account: string, region: string) => void;

const rateOf = (operation: string): Rate | undefined =>
  RATES.find(({ operations }) => operations.includes(operation)) ??
  RATES.find(({ operations }) => operations.includes(`${operation.split(':')[0] ?? ''}:*`));

/** Token buckets on the range's clock. Not in the state: seconds later they are full, and a read would otherwise be a write. */
export const createLimits = (time: RangeClock): Limits => {
  const buckets = new Map<string, Bucket>();
  return (operation, account, region) => {
    const limit = rateOf(operation);
    if (limit === undefined) return;
    const { perSecond, burst = perSecond } = limit;
    const shared = limit.operations.some((name) => name.endsWith(':*')) ? operation : limit.behaviour.id;
    const key = `${shared} ${account} ${region}`;
    const now = time.now();
    const before = buckets.get(key) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, before.tokens + ((now - before.at) / 1000) * time.pace * perSecond);
    buckets.set(key, { tokens: tokens < 1 ? tokens : tokens - 1, at: now });
    if (tokens < 1) throw new AwsFault(limit.code ?? 'ThrottlingException', 'Rate exceeded', { status: 400 });
  };
};
