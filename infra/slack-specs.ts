import { aws_iam as iam, Duration } from 'aws-cdk-lib';
import { catalogOf } from '../actions/catalog.ts';
import type { Action } from '../core/action/define.ts';
import { catalogFrom, staysUntilReleased } from '../core/action/catalog.ts';
import type { SlackName } from './bundle.ts';
import type { SlackConfig } from './config.ts';
import { settingsOf, type Place, type Spec } from './control.ts';
import { askApprove, callActions, startRuns, takeInventory } from './grants.ts';
import { readSecrets } from './slack-key.ts';
import { OUTBOX_TIMEOUT, WORKER_TIMEOUT, type SlackQueues } from './slack-queues.ts';
import { tableAccess } from './table.ts';

/** Commands look before they contain and before they release; nothing else of an action is asked for, and nothing is granted here. */
const looked = (actions: readonly Action[]): readonly Action[] => {
  const catalog = catalogFrom(catalogOf(actions));
  return actions.filter(({ id }) => staysUntilReleased(catalog, id));
};

/** What each function of Slack is told, and may. */
export const slackSpecs = (
  place: Place,
  slack: SlackConfig,
  queues: SlackQueues,
  actions: readonly Action[],
): Readonly<Record<SlackName, Spec>> => {
  const { stack, config, table } = place;
  const access = tableAccess(table);
  const { base, rules, start, door } = settingsOf(place);
  const token = { CORDON_SLACK_TOKEN_PARAMETER: slack.tokenParameter };
  return {
    'slack-ingress': {
      says: "Slack's door: checks the signature, queues, answers within 3 seconds",
      timeout: Duration.seconds(10),
      memoryMegabytes: 1024,
      environment: {
        CORDON_TABLE: table.tableName,
        CORDON_SLACK_QUEUE_URL: queues.requests.queueUrl,
        CORDON_SLACK_SIGNING_PARAMETER: slack.signingParameter,
        ...token,
      },
      // The open internet calls it: a flood takes this much and no more.
      reservedConcurrency: 20,
      may: [
        ...access.takeOnce(),
        new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queues.requests.queueArn] }),
        readSecrets(stack, slack, 'slack-ingress'),
      ],
    },
    'slack-worker': {
      says: 'What people type and press in Slack',
      timeout: WORKER_TIMEOUT,
      memoryMegabytes: 1024,
      environment: { ...base, ...rules, ...start, ...door('slack'), ...token },
      reservedConcurrency: 10,
      may: [
        ...access.read(),
        ...access.note(),
        ...access.number(),
        askApprove(config, 'slack'),
        startRuns(config),
        callActions(config, looked(actions)),
        takeInventory(config),
        readSecrets(stack, slack, 'slack-worker'),
      ],
    },
    'slack-outbox': {
      says: 'Brings Slack to where the ledger is',
      timeout: OUTBOX_TIMEOUT,
      memoryMegabytes: 1024,
      environment: { ...base, ...rules, ...token, CORDON_SLACK_CHANNEL: slack.channel },
      // The group lets one run at a time; the second place is for the moment in which that one is being ended.
      reservedConcurrency: 2,
      may: [...access.tell(), readSecrets(stack, slack, 'slack-outbox')],
    },
  };
};
