import { aws_cloudwatch as cloudwatch, type aws_events as events, type aws_sns as sns, type Stack } from 'aws-cdk-lib';
import { alarmOn } from './alarms.ts';
import type { Made } from './functions.ts';
import type { SlackQueues } from './slack-queues.ts';
import { watchLines } from './watch.ts';

/** Lines that the functions of Slack write when they meet what must not be. */
const LINES = {
  'slack-ingress-failed': 'Something typed or pressed in Slack was not taken; who did it was told. The command line works without Slack.',
  'slack-worker-failed': 'Something typed or pressed in Slack failed and is tried again.',
  'slack-trouble': 'Something typed or pressed in Slack failed; who did it was told.',
} as const;
/** Seconds. Whoever types waits; whoever reads the channel believes that it says all. */
const [PATIENCE_OF_PEOPLE, PATIENCE_OF_READERS] = [60, 300];

/** What pages people when Slack is not told, or not heard. The page must not go through Slack itself. */
export const watchSlack = (
  stack: Stack,
  {
    topic,
    queues,
    rule,
    made,
  }: { readonly topic: sns.ITopic; readonly queues: SlackQueues; readonly rule: events.Rule; readonly made: readonly Made[] },
): void => {
  const { requests, unhandled, news, unsaid } = queues;
  const lost = [
    [unhandled, 'SlackUnhandled: typed or pressed in Slack, and nobody did it. Ask who it was to use the command line'],
    [unsaid, 'SlackUnsaid: Slack was not told for days. Move the messages back (redrive) once Slack answers'],
  ] as const;
  for (const [queue, says] of lost)
    alarmOn(stack, `Alarm-${queue.node.id}`, { metric: queue.metricApproximateNumberOfMessagesVisible(), says, topic });
  const late = [
    [requests, PATIENCE_OF_PEOPLE, 'People wait for an answer in Slack for more than a minute'],
    [news, PATIENCE_OF_READERS, 'Slack is not told for more than five minutes: its channel is behind. Read npx cordon status'],
  ] as const;
  for (const [queue, above, says] of late)
    alarmOn(stack, `Alarm-${queue.node.id}-age`, { metric: queue.metricApproximateAgeOfOldestMessage(), says, above, topic });
  const failed = new cloudwatch.Metric({
    namespace: 'AWS/Events',
    metricName: 'FailedInvocations',
    dimensionsMap: { RuleName: rule.ruleName },
  });
  alarmOn(stack, `Alarm-${rule.node.id}`, { metric: failed, says: 'News for Slack did not reach its queue', topic });
  watchLines(stack, topic, made, LINES);
};
