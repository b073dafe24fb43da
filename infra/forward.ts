import { Duration, aws_events as events, aws_iam as iam, type Stack } from 'aws-cdk-lib';
import { sources } from '../sources/index.ts';
import { alarmOn } from './alarms.ts';
import type { Config } from './config.ts';
import { deadLetters } from './queues.ts';
import { fromAws, patternOf, ruleIdOf } from './rules.ts';

/**
 * What AWS tells a member account, told on to the security account: one rule per source, the same patterns. The alarm on what could not be
 * forwarded has no topic: its change of state is itself an event that is forwarded.
 *
 * Global services (IAM, the root user's sign-in) tell us-east-1 only. A company that wants to hear them adds us-east-1 to the regions of its
 * members in assets.yaml: that makes this stack there too, and EventBridge forwards across regions.
 */
export const forwardEvents = (stack: Stack, { account, region }: Config): void => {
  const home = `arn:aws:events:${region}:${account}:event-bus/default`;
  const queue = deadLetters(stack, 'NotForwarded');
  alarmOn(stack, 'NotForwardedAlarm', {
    metric: queue.metricApproximateNumberOfMessagesVisible(),
    says: 'Events did not reach the security account',
  });
  const role = new iam.Role(stack, 'Forward', {
    assumedBy: new iam.ServicePrincipal('events.amazonaws.com'),
    description: 'Forwards events to Cordon',
  });
  role.addToPolicy(new iam.PolicyStatement({ actions: ['events:PutEvents'], resources: [home] }));
  const rules = sources.filter(fromAws).map(
    (source) =>
      new events.CfnRule(stack, ruleIdOf(source), {
        description: source.doc.sentence.slice(0, 512),
        eventPattern: patternOf(source),
        targets: [
          {
            id: 'Home',
            arn: home,
            roleArn: role.roleArn,
            deadLetterConfig: { arn: queue.queueArn },
            retryPolicy: { maximumEventAgeInSeconds: Duration.days(1).toSeconds(), maximumRetryAttempts: 185 },
          },
        ],
      }),
  );
  queue.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': rules.map(({ attrArn }) => attrArn) } },
    }),
  );
};
