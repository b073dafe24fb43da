import { aws_sns as sns, Stack, type App } from 'aws-cdk-lib';
import type { Action } from '../core/action/define.ts';
import { makeActions } from './actions.ts';
import type { Config } from './config.ts';
import { makeControl } from './control.ts';
import { signingKey } from './keys.ts';
import { makeRoles } from './roles.ts';
import { makeRules } from './rules.ts';
import { makeSlack } from './slack.ts';
import { makeTable } from './table.ts';
import { watch } from './watch.ts';

/** Cordon itself, in the security account. `bundles`: the folder with one bundle per function. */
export const makeHome = (app: App, config: Config, bundles: string, actions: readonly Action[]): Stack => {
  const { account, region } = config;
  const stack = new Stack(app, 'Cordon', { env: { account, region }, description: 'Cordon: incident response for AI systems' });
  const { control, slack, acting, sealing, checking } = makeRoles(stack, config, actions);
  const grantKey = signingKey(stack, 'GrantKey', {
    says: 'Cordon: signs grants and sealed facts',
    signers: [control.approve],
    checkers: checking,
  });
  const evidenceKey = signingKey(stack, 'EvidenceKey', { says: 'Cordon: seals evidence', signers: sealing, checkers: [] });
  const { rules, queues } = makeRules(stack, config);
  const place = { stack, config, bundles, table: makeTable(stack), queues, grantKey };
  const made = [...makeControl(place, control, actions), ...makeActions(place, acting, evidenceKey, actions)];
  const topic = new sns.Topic(stack, 'Alarms', { topicName: 'cordon-alarms', enforceSSL: true });
  const chat = slack === undefined || config.slack === undefined ? [] : makeSlack(place, config.slack, slack, actions, topic);
  watch(stack, { topic, queues, rules, made: [...made, ...chat] });
  return stack;
};
