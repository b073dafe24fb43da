import type { aws_iam as iam, Stack } from 'aws-cdk-lib';
import type { Action } from '../core/action/define.ts';
import type { ActionId } from '../core/id.ts';
import { actionFunctionName } from '../core/action/role-names.ts';
import type { ControlName, SlackName } from './bundle.ts';
import type { Config } from './config.ts';
import { makeRole } from './functions.ts';

export interface Roles {
  readonly control: Readonly<Record<ControlName, iam.Role>>;
  /** Absent: the deployment has no Slack. */
  readonly slack?: Readonly<Record<SlackName, iam.Role>>;
  readonly acting: ReadonlyMap<ActionId, iam.Role>;
  /** Of the actions that take evidence. */
  readonly sealing: readonly iam.Role[];
  /** Of everything that believes sealed facts and grants: it checks the signatures. The ingress of Slack believes nothing. */
  readonly checking: readonly iam.Role[];
}

/** The roles of all functions, before keys and buckets name them. What they may do is added where the functions are made. */
export const makeRoles = (stack: Stack, config: Config, actions: readonly Action[]): Roles => {
  const role = (name: string, says: string): iam.Role => makeRole(stack, name, says);
  const control = {
    intake: role('cordon-intake', 'Reads events, looks up, opens incidents, starts runs'),
    run: role('cordon-run', 'Calls actions and approve, appends to the ledger'),
    approve: role('cordon-approve', 'Decides and signs grants; the only one that may use the grant key'),
    notify: role('cordon-notify', 'Reads the stream of the ledger, wakes runs, tells the bus'),
    sweep: role('cordon-sweep', 'Starts what was ordered and never started'),
  };
  const acting = new Map(actions.map(({ id, title }) => [id, role(actionFunctionName(id), title)]));
  const sealing = actions.flatMap(({ id, needs }) => (needs.includes('evidence') ? (acting.get(id) ?? []) : []));
  const checking = [control.intake, control.run, control.notify, control.sweep, ...acting.values()];
  if (config.slack === undefined) return { control, acting, sealing, checking };
  const slack = {
    'slack-ingress': role('cordon-slack-ingress', "Checks Slack's signature and queues; reads nothing of an incident"),
    'slack-worker': role('cordon-slack-worker', 'Does what people type and press in Slack, by the door of Slack only'),
    'slack-outbox': role('cordon-slack-outbox', 'Reads the ledger, writes into one channel'),
  };
  return { control, slack, acting, sealing, checking: [...checking, slack['slack-worker'], slack['slack-outbox']] };
};
