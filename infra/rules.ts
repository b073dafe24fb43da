import { Duration, aws_events as events, aws_events_targets as targets, type Stack } from 'aws-cdk-lib';
import type { Source } from '../core/finding/detection.ts';
import { isObject } from '../core/json.ts';
import { sources } from '../sources/index.ts';
import { makeQueues, type Queues } from './queues.ts';
import type { Config } from './config.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MAX_PATTERN = 2048;

/** Does AWS itself send this? Nobody else can put events whose source begins with `aws.` */
export const fromAws = ({ pattern }: Source): boolean => {
  const { source } = pattern;
  return Array.isArray(source) && source.every((one) => typeof one === 'string' && one.startsWith('aws.'));
};
/** `sagemaker-state` as a logical id. */
export const ruleIdOf = ({ id }: Source): string => `Source-${id}`;

/** The pattern as it stands in the source: rule and parser cannot differ. */
export const patternOf = ({ id, pattern }: Source): object => {
  const size = JSON.stringify(pattern).length;
  if (size > MAX_PATTERN) throw new Error(`the pattern of ${id} has ${size} characters; EventBridge takes ${MAX_PATTERN}`);
  if (!isObject(pattern['detail'] ?? {})) throw new Error(`the pattern of ${id} has no detail that EventBridge could match`);
  return pattern;
};
/** CDK's own type of a pattern knows lists only; EventBridge also knows `anything-but` and the like. The pattern goes out as it is. */
const withPattern = (rule: events.Rule, source: Source): events.Rule => {
  const { defaultChild } = rule.node;
  if (defaultChild instanceof events.CfnRule) defaultChild.eventPattern = patternOf(source);
  return rule;
};
/** CDK wants a pattern when the rule is made; `withPattern` replaces it. */
const PLACEHOLDER = { source: ['cordon.placeholder'] };

/** AI Detections of applications come on a bus of their own, on which a sender can only be who it is (design §3.4). */
const detectionBus = (stack: Stack, { assets }: Config): events.EventBus => {
  const bus = new events.EventBus(stack, 'Detections', { eventBusName: 'cordon-detections', description: 'AI Detections of applications' });
  for (const [index, { source, account }] of assets.detectionSources.entries()) {
    new events.CfnEventBusPolicy(stack, `Detections-${source}`, {
      eventBusName: bus.eventBusName,
      statementId: `detections-${index}`,
      statement: {
        Sid: `detections-${index}`,
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'events:PutEvents',
        Resource: bus.eventBusArn,
        // A list in one request: every entry must be this sender's, and there must be one.
        Condition: { 'ForAllValues:StringEquals': { 'events:source': [source] }, Null: { 'events:source': 'false' } },
      },
    });
  }
  return bus;
};

/** Lets member accounts forward what AWS tells them: rules of theirs may, their PutEvents may not. */
const letMembersForward = (stack: Stack, { assets, account, region }: Config): void => {
  const members = assets.members.filter((member) => member.account !== account);
  for (const member of members) {
    new events.CfnEventBusPolicy(stack, `Forwards-${member.name}`, {
      statementId: `cordon-${member.account}`,
      statement: {
        Sid: `cordon-${member.account}`,
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${member.account}:root` },
        Action: 'events:PutEvents',
        Resource: `arn:aws:events:${region}:${account}:event-bus/default`,
        // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
        Condition: { Bool: { 'events:eventBusInvocation': 'true' } },
      },
    });
  }
};

/** One rule per source into the queue of intake. What cannot be delivered within a day waits in the dead-letter queue. */
export const makeRules = (stack: Stack, config: Config): { readonly rules: readonly events.Rule[]; readonly queues: Queues } => {
  const queues = makeQueues(stack);
  const detections = detectionBus(stack, config);
  letMembersForward(stack, config);
  const rules = sources.map((source) => {
    const rule = new events.Rule(stack, ruleIdOf(source), {
      description: source.doc.sentence.slice(0, 512),
      eventPattern: PLACEHOLDER,
      ...(!fromAws(source) && { eventBus: detections }),
    });
    rule.addTarget(
      new targets.SqsQueue(queues.events, { deadLetterQueue: queues.undelivered, maxEventAge: Duration.days(1), retryAttempts: 185 }),
    );
    return withPattern(rule, source);
  });
  return { rules, queues };
};
