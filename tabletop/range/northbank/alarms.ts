import { writeAlarm } from '../cloudwatch/alarms/write.ts';
import { sortedDimensions, type MetricName } from '../cloudwatch/state.ts';
import type { World } from '../world.ts';
import { ACCOUNTS, REGION } from './company.ts';
import type { At } from './storage.ts';
import { ASSISTANT_METRICS, FRAUD_METRICS, GUARDRAIL } from './traffic.ts';

const PLACE = { account: ACCOUNTS.workload, region: REGION };
const PLAIN = { actionsEnabled: true, okActions: [], alarmActions: [], insufficientActions: [] };

interface Seed {
  readonly name: string;
  readonly description: string;
  readonly metric: MetricName;
  readonly stat: string;
  readonly above: number;
  /** Seconds. */
  readonly period: number;
  readonly periods: number;
}
const onFraud = sortedDimensions({ EndpointName: 'fraud-scorer', VariantName: 'AllTraffic' });
const SEEDS: readonly Seed[] = [
  {
    name: 'fraud-scorer-errors',
    description: 'The fraud scorer fails more than one request in twenty',
    metric: { namespace: 'AWS/SageMaker', name: 'Invocation5XXErrors', dimensions: onFraud },
    stat: 'Average',
    above: 0.05,
    period: 60,
    periods: 3,
  },
  {
    name: 'fraud-scorer-latency',
    description: 'The slowest hundredth of purchases waits longer than 100 ms for its score',
    metric: { namespace: 'AWS/SageMaker', name: 'ModelLatency', dimensions: onFraud },
    stat: 'p99',
    above: 100_000,
    period: 60,
    periods: 3,
  },
  {
    // Poison adds less than this: nobody was woken when it went into service.
    name: 'fraud-scorer-approvals',
    description: 'Unusually many purchases are approved',
    metric: { namespace: FRAUD_METRICS, name: 'ApprovalRate', dimensions: sortedDimensions({ Endpoint: 'fraud-scorer' }) },
    stat: 'Average',
    above: 0.965,
    period: 300,
    periods: 1,
  },
  {
    name: 'assistant-guardrail',
    description: 'The guardrail stops far more conversations than usual',
    metric: {
      namespace: 'AWS/Bedrock/Guardrails',
      name: 'InvocationsIntervened',
      dimensions: sortedDimensions({ GuardrailArn: GUARDRAIL.arn, GuardrailVersion: GUARDRAIL.version }),
    },
    stat: 'Sum',
    above: 200,
    period: 300,
    periods: 1,
  },
  {
    name: 'assistant-tokens',
    description: 'Conversations have become expensive',
    metric: { namespace: ASSISTANT_METRICS, name: 'TokensPerRequest', dimensions: sortedDimensions({ Endpoint: 'assistant' }) },
    stat: 'Average',
    above: 1500,
    period: 300,
    periods: 1,
  },
];

/** What the company watches. No traffic is no alarm, so that a contained endpoint stays quiet. */
export const seedAlarms = (world: World, at: At): void =>
  at('2026-11-10T10:30:00Z', () => {
    const now = world.time.now();
    for (const { name, description, metric, stat, above, period, periods } of SEEDS) {
      const watch = {
        queries: [{ id: 'm1', returned: true, stat: { metric, period, stat } }],
        operator: 'GreaterThanThreshold',
        threshold: above,
        period,
        periods,
        datapoints: periods,
        missing: 'notBreaching',
        isSimple: true,
        datapointsGiven: false,
        missingGiven: true,
      } as const;
      writeAlarm(world, PLACE, { ...PLAIN, name, description, watch }, now);
    }
    const rule = 'ALARM("fraud-scorer-errors") OR ALARM("fraud-scorer-latency")';
    writeAlarm(world, PLACE, { ...PLAIN, name: 'fraud-scorer-health', description: 'Errors or latency', rule }, now);
  });
