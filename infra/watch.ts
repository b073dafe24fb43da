import { aws_cloudwatch as cloudwatch, aws_logs as logs, type aws_events as events, type aws_sns as sns, type Stack } from 'aws-cdk-lib';
import { alarmOn } from './alarms.ts';
import type { Made } from './functions.ts';
import { deadLetterQueues, type Queues } from './queues.ts';

/** Lines that a function writes when it meets what must not be (functions/live.ts), with what people are told. */
const LINES = {
  'ungranted-call': 'Somebody called an action without a grant. Nothing was changed.',
  'footstep-lost': 'A change by Cordon could not be written down: it will look like a call by a stranger.',
  'intake-failed': 'An event could not be decided; it is tried again.',
} as const;
const MINUTE_MILLISECONDS = 60_000;

/** An alarm at the first of such lines, whichever of these functions writes it. */
export const watchLines = (stack: Stack, topic: sns.ITopic, made: readonly Made[], lines: Readonly<Record<string, string>>): void => {
  for (const [line, says] of Object.entries(lines)) {
    const metric = new cloudwatch.Metric({ namespace: 'Cordon', metricName: line });
    for (const { fn, log } of made) {
      new logs.MetricFilter(stack, `${fn.node.id}-${line}`, {
        logGroup: log,
        filterPattern: logs.FilterPattern.stringValue('$.cordon', '=', line),
        metricNamespace: 'Cordon',
        metricName: line,
        metricValue: '1',
      });
    }
    alarmOn(stack, `Alarm-${line}`, { metric, says, topic });
  }
};

/** What pages people when Cordon itself is not well. Whoever should hear of it subscribes to the topic. */
export const watch = (
  stack: Stack,
  {
    topic,
    queues,
    rules,
    made,
  }: { readonly topic: sns.ITopic; readonly queues: Queues; readonly rules: readonly events.Rule[]; readonly made: readonly Made[] },
): void => {
  for (const [name, queue] of Object.entries(deadLetterQueues(queues)))
    alarmOn(stack, `Alarm-${name}`, {
      metric: queue.metricApproximateNumberOfMessagesVisible(),
      says: `${name}: messages that nobody worked off`,
      topic,
    });
  alarmOn(stack, 'Alarm-Waiting', {
    metric: queues.events.metricApproximateAgeOfOldestMessage(),
    says: 'Events wait for intake for more than two minutes',
    above: 120,
    topic,
  });
  for (const rule of rules) {
    const metric = new cloudwatch.Metric({
      namespace: 'AWS/Events',
      metricName: 'FailedInvocations',
      dimensionsMap: { RuleName: rule.ruleName },
    });
    alarmOn(stack, `Alarm-${rule.node.id}`, { metric, says: `${rule.node.id}: events did not reach the queue`, topic });
  }
  for (const { fn } of made) {
    alarmOn(stack, `Alarm-${fn.node.id}-errors`, { metric: fn.metricErrors(), says: `${fn.node.id} failed`, topic });
    alarmOn(stack, `Alarm-${fn.node.id}-throttles`, { metric: fn.metricThrottles(), says: `${fn.node.id} was not let run`, topic });
  }
  const notify = made.find(({ fn }) => fn.node.id === 'cordon-notify');
  if (notify === undefined) throw new Error('there is no notify to watch');
  alarmOn(stack, 'Alarm-Behind', {
    metric: notify.fn.metric('IteratorAge'),
    says: 'Notify is more than a minute behind the ledger: runs are not woken',
    above: MINUTE_MILLISECONDS,
    topic,
  });
  watchLines(stack, topic, made, LINES);
};
