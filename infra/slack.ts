import {
  aws_events as events,
  aws_events_targets as targets,
  aws_lambda as lambda,
  aws_lambda_event_sources as feeds,
  CfnOutput,
  Duration,
  type aws_sns as sns,
} from 'aws-cdk-lib';
import type { Action } from '../core/action/define.ts';
import { SLACK, type SlackName } from './bundle.ts';
import type { SlackConfig } from './config.ts';
import type { Place } from './control.ts';
import { makeFunction, type Made } from './functions.ts';
import type { Roles } from './roles.ts';
import { secretsKey } from './slack-key.ts';
import { makeSlackQueues, type SlackQueues } from './slack-queues.ts';
import { slackSpecs } from './slack-specs.ts';
import { watchSlack } from './slack-watch.ts';

type SlackRoles = NonNullable<Roles['slack']>;
/** One group: one function at a time tells Slack, in order. */
const GROUP = 'slack';

const connect = ({ stack, config, queues }: Place, slackQueues: SlackQueues, made: Readonly<Record<SlackName, Made>>): events.Rule => {
  const url = made['slack-ingress'].fn.addFunctionUrl({
    // Slack signs what it sends, and has no AWS identity.
    authType: lambda.FunctionUrlAuthType.NONE,
    invokeMode: lambda.InvokeMode.BUFFERED,
  });
  new CfnOutput(stack, 'SlackRequestUrl', { value: url.url, description: 'Where Slack sends commands and clicks: for the manifest' });
  // One at a time: a slow command of one person holds up no other person.
  made['slack-worker'].fn.addEventSource(
    new feeds.SqsEventSource(slackQueues.requests, { batchSize: 1, maxConcurrency: 10, reportBatchItemFailures: true }),
  );
  made['slack-outbox'].fn.addEventSource(new feeds.SqsEventSource(slackQueues.news, { batchSize: 10, reportBatchItemFailures: true }));
  const rule = new events.Rule(stack, 'SlackNewsRule', {
    description: 'What Cordon itself says of its incidents, for Slack',
    // The account: members forward what they hear, and anybody there can write "cordon" as a source.
    eventPattern: { account: [config.account], source: ['cordon'], detailType: ['Cordon Incident State Change'] },
  });
  rule.addTarget(
    new targets.SqsQueue(slackQueues.news, {
      messageGroupId: GROUP,
      deadLetterQueue: queues.undelivered,
      maxEventAge: Duration.days(1),
      retryAttempts: 185,
    }),
  );
  return rule;
};

/** Slack's three functions. Call it when the deployment has Slack: nothing of this exists otherwise. */
export const makeSlack = (
  place: Place,
  slack: SlackConfig,
  roles: SlackRoles,
  actions: readonly Action[],
  topic: sns.ITopic,
): readonly Made[] => {
  const { stack, config, bundles } = place;
  const queues = makeSlackQueues(stack);
  secretsKey(stack, slack, roles);
  const specs = slackSpecs(place, slack, queues, actions);
  const make = (name: SlackName): Made => {
    const { may, ...spec } = specs[name];
    for (const statement of may) roles[name].addToPolicy(statement);
    return makeFunction(stack, config, bundles, roles[name], { ...spec, name: `cordon-${name}` });
  };
  const made = { 'slack-ingress': make('slack-ingress'), 'slack-worker': make('slack-worker'), 'slack-outbox': make('slack-outbox') };
  const rule = connect(place, queues, made);
  const all = SLACK.map((name) => made[name]);
  watchSlack(stack, { topic, queues, rule, made: all });
  return all;
};
