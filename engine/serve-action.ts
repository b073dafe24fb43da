import type { Cloud, Command } from '../core/action/cloud.ts';
import type { Action, Services } from '../core/action/define.ts';
import { planDigestOf, type PlannedWrite } from '../core/action/plan.ts';
import { ActionRequest, type ActionReply } from '../core/action/request.ts';
import { checkGrant, type Mode, type Verify } from '../core/approval/grant.ts';
import type { Target } from '../core/asset/resource.ts';
import { failed, type Failure } from '../core/failure.ts';
import { HALTED } from '../core/house/house.ts';
import type { IncidentId, RunId } from '../core/id.ts';
import type { Clock, Leases } from './ports.ts';

/** What an action function is given besides its action. It holds no signing key and no ledger. */
export interface ActionDesk {
  readonly services: Services;
  /** Calls as the action's own role; only `writes` are let through. */
  readonly cloud: (action: Action, target: Target, session: string, writes: readonly PlannedWrite[]) => Cloud<Command>;
  /** Calls as the covered canary role. */
  readonly canary: (action: Action, target: Target, session: string) => Cloud<Command>;
  readonly leases: Leases;
  readonly verify: Verify;
  readonly clock: Clock;
  /** This function's own mode; whatever a grant says, it never does more. */
  readonly mode: Mode;
  /** Why everything is stopped, or nothing. Asked at every effect: a grant that was signed before the stop is worth nothing after it. */
  readonly halted: () => Promise<string | undefined>;
  /** Tells that somebody called without permission; never throws. */
  readonly report: (incidentId: IncidentId, failure: Failure) => Promise<void>;
}

const refuse = (action: Action, why: string): Failure<'no-grant'> => ({
  kind: 'no-grant',
  retryable: false,
  effect: 'no-change',
  what: `${action.id} was refused`,
  why,
  next: 'npx cordon status',
});
/** The operation key names its run and step: `run:path:verb`. */
const partsOf = (key: string): { readonly run: RunId; readonly step: string } => {
  const [run = '', ...rest] = key.split(':');
  return { run: `run-${run.slice(4)}`, step: rest.slice(0, -1).join(':') };
};

type Effectful = Extract<ActionRequest, { verb: 'apply' | 'undo' }>;
const permission = async (action: Action, desk: ActionDesk, request: Effectful): Promise<Failure | undefined> => {
  const { run, step } = partsOf(request.key);
  const { target } = request.plan;
  if (request.plan.action !== action.id) return refuse(action, `the plan is for ${request.plan.action}`);
  const grant = checkGrant(
    request.grant,
    {
      action: action.id,
      verb: request.verb,
      account: target.account,
      target: target.arn,
      planDigest: planDigestOf(request.plan),
      run,
      step,
      now: desk.clock.now(),
    },
    desk.verify,
  );
  if (!grant.ok) return grant.failure;
  if (desk.mode === 'observe') return refuse(action, 'this deployment observes only');
  const byPolicy = grant.value.by.kind === 'policy';
  if (desk.mode === 'propose' && byPolicy && action.risk !== 'A0') return refuse(action, 'this deployment proposes: a person must approve');
  // Looking and preserving may happen side by side, and while everything is stopped.
  if (action.effect === 'observe') return undefined;
  const halted = await desk.halted();
  if (halted !== undefined) return { ...refuse(action, halted), kind: HALTED, retryable: true };
  const holder = await desk.leases.holder(target.arn);
  return holder === run
    ? undefined
    : refuse(action, `the run holds no lease on ${target.name}${holder === undefined ? '' : `; ${holder} does`}`);
};

/** What this verb may change: the stored plan's writes, or those that lead back. Looking changes nothing. */
const writesOf = (action: Action, request: ActionRequest): readonly PlannedWrite[] => {
  if (request.verb === 'apply') return request.plan.writes;
  return request.verb === 'undo' && typeof action.undo !== 'string' ? action.undo.writes(request.plan) : [];
};

/** Serves one request to one action: parse, permission, then the action with ports that let nothing else through. */
export const serveAction =
  (action: Action, desk: ActionDesk) =>
  async (raw: unknown): Promise<ActionReply> => {
    const parsed = ActionRequest.safeParse(raw);
    if (!parsed.success) {
      const why = parsed.error.issues
        .slice(0, 3)
        .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
        .join('; ');
      return failed({
        kind: 'invalid',
        retryable: false,
        effect: 'no-change',
        what: `${action.id} cannot read the request`,
        why,
        next: 'npx cordon status',
      });
    }
    const request = parsed.data;
    if (request.verb === 'apply' || request.verb === 'undo') {
      const refused = await permission(action, desk, request);
      if (refused !== undefined) {
        // Permitted, but everything is stopped: nobody tried anything that he may not.
        if (refused.kind !== HALTED) await desk.report(request.incidentId, refused);
        return failed(refused);
      }
    }
    const input = request.verb === 'look' ? action.input.safeParse(request.input) : undefined;
    if (input !== undefined && !input.success) {
      const why = input.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
      return failed({
        kind: 'invalid',
        retryable: false,
        effect: 'no-change',
        what: `${action.id} cannot use its input`,
        why,
        next: 'npx cordon playbook lint',
      });
    }
    const target = request.verb === 'look' ? action.target(request.input) : request.plan.target;
    const session = partsOf(request.key);
    const writes = writesOf(action, request);
    const name = `${session.run}:${session.step}`;
    return action.serve(request, {
      ...desk.services,
      cloud: desk.cloud(action, target, name, writes),
      canary: desk.canary(action, target, name),
    });
  };
