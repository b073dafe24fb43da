import { actions } from '../../actions/index.ts';
import type { CallMade } from '../../adapters/cloud.ts';
import type { Action } from '../../core/action/define.ts';
import { operationOf } from '../../core/action/iam.ts';
import type { Plan, PlannedWrite } from '../../core/action/plan.ts';
import type { ActionRequest } from '../../core/action/request.ts';
import type { AssetsFile } from '../../core/asset/asset.ts';
import type { JsonObject } from '../../core/json.ts';
import { instantOf } from '../../core/time.ts';
import { virtualClock } from '../../tabletop/range/clock.ts';
import { openSample } from './playbook-page-range.ts';

/** The sample company's night; the clock stands still, so that every machine writes the same page. */
const NIGHT = '2026-11-20T02:41:00Z';
export const INCIDENT = 'inc-0001';

/** One step as it was looked at in the range: what was asked, and what would be written. */
export interface Looked {
  readonly plan: Plan;
  readonly reads: readonly PlannedWrite[];
  readonly back: readonly PlannedWrite[] | string;
}

const call = { incidentId: INCIDENT, key: 'run-0:page:look', at: instantOf(Date.parse(NIGHT)), exercise: true } as const;
const asRead = ({ operation, input }: CallMade): PlannedWrite => {
  const [service = '', name = ''] = operation.split(':');
  return { operation: `${service}:${name}`, input };
};
/** Nobody checks it here: `functions/action.ts` would. It only lets a step that changes nothing take its evidence. */
const grantOf = (plan: Plan) => ({
  payload: {
    action: plan.action,
    verb: 'apply' as const,
    account: plan.target.account,
    target: plan.target.arn,
    planDigest: `sha256:${'0'.repeat(64)}` as const,
    run: 'run-0' as const,
    step: 'page',
    mode: 'enforce' as const,
    by: { kind: 'policy' as const, rule: 'generated page' },
    expiresAt: '2027-01-01T00:00:00.000Z' as const,
    nonce: '0000000000000000',
  },
  keyId: 'none',
  signature: '',
});

const actionOf = (id: string): Action => {
  const found = actions.find((action) => action.id === id);
  if (found === undefined) throw new Error(`there is no action ${id}`);
  return found;
};

/** Lets the real `look` of actions run in a range of its own. A look that fails throws the action's own sentence. */
export const inSampleRange = async <T>(
  assets: AssetsFile,
  use: (look: (id: string, input: JsonObject) => Promise<Looked>) => Promise<T>,
): Promise<T> => {
  const { made, access, inventory, evidence, close } = await openSample(assets, virtualClock(NIGHT, 1));
  const ask = async (action: Action, plan: Pick<Plan, 'target'>, request: ActionRequest) => {
    const cloud = access.cloud(action, plan.target, 'run-0:page', []);
    const reply = await action.serve(request, { assets: inventory, evidence, cloud, canary: access.canary(action, plan.target) });
    if (!reply.ok) throw new Error(`${action.id} cannot be shown: ${reply.failure.what}: ${reply.failure.why}`);
    return reply.value;
  };
  const look = async (id: string, input: JsonObject): Promise<Looked> => {
    const action = actionOf(id);
    made.length = 0;
    const looked = await ask(action, { target: action.target(input) }, { ...call, verb: 'look', input });
    if (looked.verb !== 'look') throw new Error(`${id} answered ${looked.verb} to a look`);
    const { plan } = looked;
    // What only observes does its work when it is applied.
    if (action.effect === 'observe') await ask(action, plan, { ...call, verb: 'apply', plan, grant: grantOf(plan) });
    const probes = action.probes.map(operationOf);
    const reads = made.filter(({ operation }) => !probes.some((probe) => probe === operation)).map(asRead);
    return { plan, reads, back: typeof action.undo === 'string' ? action.undo : action.undo.writes(plan) };
  };
  try {
    return await use(look);
  } finally {
    close();
  }
};
