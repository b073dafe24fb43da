import { AttachRolePolicyCommand, DetachRolePolicyCommand } from '@aws-sdk/client-iam';
import * as z from 'zod';
import { defineAction } from '../../core/action/define.ts';
import type { Applied, PlannedWrite } from '../../core/action/plan.ts';
import { RoleArn, sagemakerArn, targetOf, type Arn, type Target } from '../../core/asset/resource.ts';
import { attachment, declaredCaller, denyInForce, isAttached, READS, roleName, type Reads, type Writes } from './state.ts';

/** IAM has no region; the session that changes it is taken where the endpoint is. */
const clientOf = ({ client, endpoint }: { readonly client: Arn; readonly endpoint: Arn }): Target => ({
  ...targetOf(client),
  region: targetOf(endpoint).region,
});
const attach = (target: Target): PlannedWrite => ({ operation: 'iam:AttachRolePolicy', input: attachment(target) });
const detach = (target: Target): PlannedWrite => ({ operation: 'iam:DetachRolePolicy', input: attachment(target) });
const LIVE = 'effect on live sessions: within minutes, not measured';

const stateOf = async (cloud: Reads, target: Target): Promise<{ readonly attached: boolean; readonly policy: string }> => ({
  attached: await isAttached(cloud, target),
  policy: await denyInForce(cloud, target),
});
const move = async (cloud: Writes, target: Target, wanted: boolean): Promise<Applied> => {
  if ((await isAttached(cloud, target)) === wanted) return { effect: 'no-change' };
  await (wanted ? cloud.call(AttachRolePolicyCommand, attachment(target)) : cloud.call(DetachRolePolicyCommand, attachment(target)));
  return { effect: 'changed' };
};

/** First rung of the ladder below the endpoint itself (design §4.3): one caller may call no model; everybody else is still answered. */
export const quarantineClient = defineAction({
  id: 'iam.quarantine-client',
  title: 'Block one client: its role may call no model',
  risk: 'A1',
  input: z.strictObject({
    client: RoleArn.describe('ARN of the role to block; assets.yaml must name it as a caller of the endpoint'),
    endpoint: sagemakerArn('endpoint').describe('ARN of the adopted endpoint whose caller it is'),
  }),
  before: z.strictObject({ attached: z.boolean(), policy: z.string() }),
  reads: READS,
  writes: [AttachRolePolicyCommand, DetachRolePolicyCommand],
  probes: [],
  needs: ['assets'],
  endangers: [],
  effect: 'containment',
  target: clientOf,
  // IAM answers reads from copies that may lag behind a write for seconds.
  settle: { everySeconds: 15, atMostSeconds: 300 },
  look: async (input, { cloud, assets }) => {
    const target = clientOf(input);
    const { asset, caller } = await declaredCaller(assets, input.endpoint, target);
    const before = await stateOf(cloud, target);
    const others = asset.callers.filter(({ principal }) => principal !== target.arn).map(({ name }) => name);
    return {
      before,
      // The version: another text of the policy is another deny than the one that was shown.
      guard: { ...before },
      writes: before.attached ? [] : [attach(target)],
      impact: [
        before.attached
          ? `${caller.name} is blocked already`
          : `${caller.name} (role ${roleName(target)}) is refused by every model it calls, not only by ${asset.name}`,
        caller.fallback === undefined
          ? `${caller.name} has NO fallback declared: its work fails`
          : `${caller.name} falls back to ${caller.fallback}`,
        others.length === 0 ? `nobody else is declared to call ${asset.name}` : `${others.join(', ')}: not affected`,
      ],
    };
  },
  apply: ({ target, writes }, { cloud }) => (writes.length === 0 ? Promise.resolve({ effect: 'no-change' }) : move(cloud, target, true)),
  verify: async ({ target }, { cloud }) => {
    const { attached, policy } = await stateOf(cloud, target);
    if (!attached) return { kind: 'pending', because: `IAM does not show the deny on ${roleName(target)} yet` };
    return {
      kind: 'proven',
      after: { attached },
      observed: [`the deny (version ${policy}) is attached to ${roleName(target)} (read back)`, LIVE],
      // A word about one client must never be read as one about the endpoint.
      partly: [`only ${roleName(target)} is refused; every other caller is still answered`],
    };
  },
  undo: {
    risk: 'L',
    // It carried the deny before we came: somebody else's decision, and not ours to lift.
    writes: ({ target, before }) => (before.attached ? [] : [detach(target)]),
    drift: async ({ target, before }, after, { cloud }) => {
      const attached = await isAttached(cloud, target);
      return attached === before.attached || attached === after.attached
        ? []
        : [attached ? 'the deny is attached' : 'the deny is not attached any more'];
    },
    run: ({ target, before }, { cloud }) => move(cloud, target, before.attached),
    verify: async ({ target, before }, { cloud }) => {
      const attached = await isAttached(cloud, target);
      return attached === before.attached
        ? {
            kind: 'proven',
            after: { attached },
            observed: [`the deny is ${attached ? 'attached, as before' : 'detached'} (read back)`, LIVE],
          }
        : { kind: 'pending', because: `IAM shows the deny ${attached ? 'still' : 'not yet'} on ${roleName(target)}` };
    },
  },
});
