import type { aws_iam as iam, Stack } from 'aws-cdk-lib';
import type { Action } from '../core/action/define.ts';
import type { ActionId } from '../core/id.ts';
import { actionFunctionName } from '../core/action/role-names.ts';
import type { FunctionName } from './bundle.ts';
import { makeRole } from './functions.ts';

export interface Roles {
  readonly control: Readonly<Record<FunctionName, iam.Role>>;
  readonly acting: ReadonlyMap<ActionId, iam.Role>;
  /** Of the actions that take evidence. */
  readonly sealing: readonly iam.Role[];
  readonly all: readonly iam.Role[];
}

/** The roles of all functions, before keys and buckets name them. What they may do is added where the functions are made. */
export const makeRoles = (stack: Stack, actions: readonly Action[]): Roles => {
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
  return { control, acting, sealing, all: [...Object.values(control), ...acting.values()] };
};
