import type { STSClient } from '@aws-sdk/client-sts';
import { makeCloud, type CallMade, type Clients, type Place } from '../adapters/cloud.ts';
import { memberClients, memberCredentials, sessionNameOf, type MakeClient } from '../adapters/cloud-session.ts';
import { makeInventory, INVENTORY_READS, type Inventory } from '../adapters/inventory.ts';
import { actions } from '../actions/index.ts';
import type { Action } from '../core/action/define.ts';
import { failed, type Failure } from '../core/failure.ts';
import type { AssetsFile } from '../core/asset/asset.ts';
import { serveAction, type ActionDesk } from '../engine/serve-action.ts';
import type { ActionCaller, Clock } from '../engine/ports.ts';

const MEMBER_ROLE = 'cordon-member';
const CANARY_ROLE = 'cordon-canary-covered';

export interface HereOptions {
  readonly sts: STSClient;
  readonly makers: Readonly<Record<string, MakeClient>>;
  readonly clock: Clock;
  readonly onCall: (call: CallMade) => void;
}
/** Clients in member accounts, by role; every session carries run and step into CloudTrail. */
export const memberAccess = ({ sts, makers, clock, onCall }: HereOptions) => {
  const clients: Clients = memberClients(makers, memberCredentials(sts, clock));
  const place = (target: { readonly account: string; readonly region: string }, role: string, session: string): Place => ({
    account: target.account,
    region: target.region,
    role,
    sessionName: session,
  });
  return {
    inventory: (file: AssetsFile): Inventory =>
      makeInventory({
        file,
        clock,
        cloud: (target) => makeCloud({ clients, place: place(target, MEMBER_ROLE, 'cordon-inventory'), reads: INVENTORY_READS, onCall }),
      }),
    cloud: ((action, target, session, writes) => {
      const [run = '', step = ''] = session.split(/:(.*)/);
      return makeCloud({
        clients,
        place: place(target, MEMBER_ROLE, sessionNameOf(run, step)),
        reads: action.reads,
        writes: writes.length > 0 ? action.writes : [],
        planned: writes,
        onCall,
      });
    }) satisfies ActionDesk['cloud'],
    canary: ((action, target) =>
      makeCloud({
        clients,
        place: place(target, CANARY_ROLE, 'cordon-canary'),
        reads: action.probes,
        onCall,
      })) satisfies ActionDesk['canary'],
  };
};

/** Through JSON and back, as it would be over the wire: what does not survive that must not be relied on. */
const wire = <T>(value: T): T => JSON.parse(JSON.stringify(value));

/** The action functions, in this process. What goes in and comes out is JSON, as it would be over the wire. */
export const localActions = (desk: ActionDesk, all: readonly Action[] = actions): ActionCaller => {
  const serving = new Map<string, ReturnType<typeof serveAction>>(all.map((action) => [action.id, serveAction(action, desk)]));
  const unknown = (id: string): Failure => ({
    kind: 'not-found',
    retryable: false,
    effect: 'no-change',
    what: `There is no action ${id}`,
    why: 'it is not in actions/',
    next: 'npx cordon playbook lint',
  });
  return {
    call: async (id, _target, request) => {
      const serve = serving.get(id);
      return serve === undefined ? failed(unknown(id)) : wire(await serve(wire(request)));
    },
  };
};
