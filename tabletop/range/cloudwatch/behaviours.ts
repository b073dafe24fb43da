import type { Behaviour } from '../behaviour.ts';

const GUIDE = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring';
const API = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference';

export const datapointDelay = {
  id: 'cloudwatch.no-delay',
  says: 'Datapoints are there at once, also for the period under way; AWS is about a minute late.',
  mark: 'assumed',
  source: 'a limit of the range, not a behaviour of AWS',
  seconds: 0,
} as const satisfies Behaviour;
export const alarmEvent = {
  id: 'cloudwatch.alarm-event-delay',
  says: 'A change of an alarm reaches the bus 2 seconds later.',
  mark: 'assumed',
  source: `${GUIDE}/cloudwatch-and-eventbridge.html (no number given)`,
  seconds: 2,
} as const satisfies Behaviour;

const documented = (id: string, says: string, source: string): Behaviour => ({ id: `cloudwatch.${id}`, says, mark: 'documented', source });
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `cloudwatch.${id}`, says, mark: 'assumed', source });
const LIMIT = 'a limit of the range, not a behaviour of AWS';

export const CLOUDWATCH_BEHAVIOURS: readonly Behaviour[] = [
  datapointDelay,
  alarmEvent,
  documented(
    'invocations',
    'AWS/SageMaker Invocations counts answered calls per EndpointName and VariantName. A call that IAM denies never reaches the endpoint and is not counted.',
    'https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html',
  ),
  documented(
    'errors-zero',
    'Invocation4XXErrors, Invocation5XXErrors and InvocationModelErrors have a sample for every call, 1 for an error and 0 for any other: the average is the share.',
    'https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html',
  ),
  documented('no-zero', 'A period without answered calls has no datapoint; zero is never written.', `${GUIDE}/cloudwatch_concepts.html`),
  assumed(
    'pace',
    'A period is divided by the pace: at pace 60 a period of 60 seconds is one second of the clock and holds 60 seconds of traffic.',
    'a property of the range, not of AWS',
  ),
  documented(
    'kept',
    'Datapoints of less than a minute are kept for 3 hours, of a minute for 15 days, of 5 minutes for 63 days, of an hour for 455 days.',
    `${GUIDE}/cloudwatch_concepts.html`,
  ),
  assumed('standard-resolution', 'Every metric has one value a minute; StorageResolution 1 is refused.', LIMIT),
  documented(
    'percentiles',
    'A statistic set has no percentiles unless its minimum is its maximum; a metric with negative values has none.',
    `${GUIDE}/cloudwatch_concepts.html`,
  ),
  assumed('trimmed', 'Trimmed and winsorised statistics and percentile ranks are refused.', LIMIT),
  assumed(
    'math',
    'Metric math knows + - * / ^ %, comparisons, AND, OR, SUM, AVG, MIN, MAX, RATE, FILL, IF, METRICS, ABS, CEIL, FLOOR and PERIOD; everything else is refused.',
    LIMIT,
  ),
  documented('other-metrics', 'A metric that nobody wrote answers without datapoints, not with an error.', `${API}/API_GetMetricData.html`),
  documented(
    'put-limits',
    'PutMetricData takes 1000 metrics, 150 values each, 30 dimensions, timestamps from two weeks back to two hours ahead, and no namespace that begins with AWS/.',
    `${API}/API_PutMetricData.html`,
  ),
  documented(
    'alarm-window',
    'An alarm is evaluated every minute over the periods that end then, not over aligned ones.',
    `${GUIDE}/alarm-evaluation.html`,
  ),
  documented(
    'alarm-missing',
    'As many real datapoints as there are evaluation periods are enough; what lacks is filled by TreatMissingData, and a lone old breach is an alarm.',
    `${GUIDE}/alarms-and-missing-data.html`,
  ),
  assumed(
    'alarm-range',
    'An evaluation looks two periods further back than the evaluation periods.',
    `${GUIDE}/alarms-and-missing-data.html (an example)`,
  ),
  documented(
    'alarm-first',
    'A new alarm is INSUFFICIENT_DATA until its first evaluation; one that is overwritten keeps its state until then.',
    `${API}/API_PutMetricAlarm.html`,
  ),
  documented('alarm-set', 'What SetAlarmState sets holds until the next evaluation.', `${API}/API_SetAlarmState.html`),
  assumed(
    'alarm-actions',
    'Actions are kept and shown; a change of state is an event and a line in the history, and nothing is sent to a topic. Actions other than SNS topics and scaling policies are refused.',
    LIMIT,
  ),
  assumed(
    'alarm-expression',
    'An alarm on an expression has one query that returns data; a metrics insights query, an anomaly band and a period under a minute are refused.',
    LIMIT,
  ),
  assumed(
    'alarm-history',
    'The history keeps changes of configuration and of state, and actions; it never ends.',
    `${API}/API_DescribeAlarmHistory.html (AWS keeps 30 days)`,
  ),
  documented(
    'composite',
    'A composite alarm is evaluated when an alarm of its rule changes; an alarm that a rule names cannot be deleted together with it in one call, and a rule may not name an alarm that does not exist.',
    `${API}/API_PutCompositeAlarm.html`,
  ),
  assumed('composite-suppression', 'Action suppressors of composite alarms are refused.', LIMIT),
];
