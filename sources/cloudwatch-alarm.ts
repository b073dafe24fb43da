import { resourceOf } from '../core/asset/resource.ts';
import { failed } from '../core/failure.ts';
import { cleanText, listAt, objectAt, textAt } from '../core/finding/field.ts';
import { arnOrName, detected, named } from '../core/finding/detected.ts';
import type { Source } from '../core/finding/detection.ts';
import { shown, unreadable } from '../core/finding/envelope.ts';

const AI_NAMESPACE = /^\/?aws\/(sagemaker|bedrock)(\/|$)/i;
/** Model Monitor writes its drift metrics here; the docs spell the last word both ways. */
const DRIFT = /^\/?aws\/sagemaker\/(endpoints|modelmonitor)\//i;

const raisedSignal = (namespace: string | undefined, hasEndpoint: boolean, composite: boolean): string => {
  if (namespace !== undefined && /bedrock\/guardrails/i.test(namespace)) return 'guardrail-alarm';
  if (namespace !== undefined && DRIFT.test(namespace)) return 'drift-alarm';
  if (hasEndpoint || (namespace !== undefined && AI_NAMESPACE.test(namespace))) return 'endpoint-alarm';
  return composite ? 'composite-alarm' : 'other-alarm';
};

export const cloudwatchAlarm: Source = {
  id: 'cloudwatch-alarm',
  pattern: { source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'] },
  parse: (event, rawDigest) => {
    const { detail } = event;
    const [name, state] = [textAt(detail, 'alarmName'), textAt(detail, 'state', 'value')];
    if (name === undefined) return failed(unreadable(`detail.alarmName: must be text, found ${shown(detail['alarmName'])}`));
    if (state === undefined)
      return failed(unreadable(`detail.state.value: must be ALARM, OK or INSUFFICIENT_DATA, found ${shown(detail['state'])}`));
    const metrics = listAt(detail, 'configuration', 'metrics').flatMap((entry) => objectAt(entry, 'metricStat', 'metric') ?? []);
    const metric = metrics.find((one) => AI_NAMESPACE.test(textAt(one, 'namespace') ?? '')) ?? metrics[0];
    const withEndpoint = metrics.find((one) => textAt(one, 'dimensions', 'EndpointName') !== undefined);
    const namespace = textAt(metric, 'namespace');
    const before = textAt(detail, 'previousState', 'value');
    // A suppressed composite alarm repeats ALARM when the suppression ends: still an alarm. Only ALARM raises anything.
    const signals: Readonly<Record<string, string>> = {
      ALARM: raisedSignal(namespace, withEndpoint !== undefined, textAt(detail, 'configuration', 'alarmRule') !== undefined),
      OK: 'alarm-cleared',
    };
    const alarm = event.resources.map((arn) => resourceOf(arn)).find((resource) => resource !== undefined);
    return detected('cloudwatch-alarm', event, rawDigest, {
      product: 'Amazon CloudWatch',
      uid: alarm?.arn ?? name,
      // The alarm, not its state: an alarm that flaps is one problem.
      correlationKey: `alarm:${event.account}:${event.region}:${cleanText(name, 256)}`,
      signal: (Object.hasOwn(signals, state) ? signals[state] : undefined) ?? 'alarm-without-data',
      title: `Alarm ${cleanText(name, 200)} is ${state}`,
      severityId: state === 'ALARM' ? 3 : 1,
      resources: [
        named('endpoint', textAt(withEndpoint, 'dimensions', 'EndpointName'), event),
        arnOrName('guardrail', textAt(metric, 'dimensions', 'GuardrailArn'), event),
        alarm,
      ],
      attributes: {
        alarm: name,
        state,
        before,
        namespace,
        metric: textAt(metric, 'name'),
        variant: textAt(withEndpoint, 'dimensions', 'VariantName'),
        reason: textAt(detail, 'state', 'reason'),
        rule: textAt(detail, 'configuration', 'alarmRule'),
      },
    });
  },
  correlationWindow: 'PT6H',
  doc: {
    sentence: 'An alarm on an endpoint, a guardrail or model drift. Only ALARM raises anything; OK and INSUFFICIENT_DATA are recorded.',
    url: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html',
  },
  sample: {
    version: '0',
    id: '2c4d9f8a-3a1e-49ce-8a8f-1f0f6d2c1006',
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '111122223333',
    time: '2026-11-20T02:35:00Z',
    region: 'eu-west-1',
    resources: ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:fraud-scorer-4xx'],
    detail: {
      alarmName: 'fraud-scorer-4xx',
      state: {
        value: 'ALARM',
        reason: 'Threshold Crossed: 3 datapoints were greater than the threshold (50.0).',
        reasonData: '{"version":"1.0","threshold":50.0}',
        timestamp: '2026-11-20T02:35:00.000+0000',
      },
      previousState: {
        value: 'OK',
        reason: 'Threshold Crossed: 3 datapoints were not greater than the threshold (50.0).',
        reasonData: '{"version":"1.0","threshold":50.0}',
        timestamp: '2026-11-19T22:10:00.000+0000',
      },
      configuration: {
        description: 'Callers of fraud-scorer send requests that its container refuses',
        metrics: [
          {
            id: 'm1',
            metricStat: {
              metric: {
                namespace: 'AWS/SageMaker',
                name: 'Invocation4XXErrors',
                dimensions: { EndpointName: 'fraud-scorer', VariantName: 'AllTraffic' },
              },
              period: 60,
              stat: 'Sum',
            },
            returnData: true,
          },
        ],
      },
    },
  },
};
