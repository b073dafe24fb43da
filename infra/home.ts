import { aws_iam as iam, aws_sns as sns, Stack, type App } from 'aws-cdk-lib';
import type { Action } from '../core/action/define.ts';
import { actionFunctionName } from '../core/action/role-names.ts';
import { makeActions } from './actions.ts';
import type { Config } from './config.ts';
import { makeControl } from './control.ts';
import { evidenceWriters } from './evidence.ts';
import { makeRole } from './functions.ts';
import { signingKey } from './keys.ts';
import { makeQueues } from './queues.ts';
import { makeRules } from './rules.ts';
import { makeTable } from './table.ts';
import { watch } from './watch.ts';

/** Cordon itself, in the security account. `bundles`: the folder with one bundle per function. */
export const makeHome = (app: App, config: Config, bundles: string, actions: readonly Action[]): Stack => {
  const { account, region } = config;
  const stack = new Stack(app, 'Cordon', { env: { account, region }, description: 'Cordon: incident response for AI systems' });
  const role = (name: string, says: string): iam.Role => makeRole(stack, name, says);
  const control = {
    intake: role('cordon-intake', 'Reads events, looks up, opens incidents, starts runs'),
    run: role('cordon-run', 'Calls actions and approve, appends to the ledger'),
    approve: role('cordon-approve', 'Decides and signs grants; the only one that may use the grant key'),
    notify: role('cordon-notify', 'Reads the stream of the ledger, wakes runs, tells the bus'),
    sweep: role('cordon-sweep', 'Starts what was ordered and never started'),
  };
  const acting = new Map(actions.map(({ id, title }) => [id, role(actionFunctionName(id), title)]));
  const writers = evidenceWriters(actions);
  const grantKey = signingKey(stack, 'GrantKey', {
    says: 'Cordon: signs grants and sealed facts',
    signers: [control.approve],
    checkers: [control.intake, control.run, control.notify, control.sweep, ...acting.values()],
  });
  const evidenceKey = signingKey(stack, 'EvidenceKey', {
    says: 'Cordon: seals evidence',
    signers: actions.flatMap(({ id }) => (writers.includes(actionFunctionName(id)) ? (acting.get(id) ?? []) : [])),
    checkers: [],
  });
  const table = makeTable(stack);
  const queues = makeQueues(stack);
  const rules = makeRules(stack, config, queues);
  const place = { stack, config, bundles, table, queues, grantKey };
  const made = [...makeControl(place, control, actions), ...makeActions(place, acting, evidenceKey, actions)];
  const topic = new sns.Topic(stack, 'Alarms', { topicName: 'cordon-alarms', enforceSSL: true });
  watch(stack, { topic, queues, rules, made });
  return stack;
};
