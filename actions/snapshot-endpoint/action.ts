import * as z from 'zod';
import { defineAction, type Services } from '../../core/action/define.ts';
import type { Applied } from '../../core/action/plan.ts';
import { plain } from '../../core/action/plain.ts';
import type { Call } from '../../core/action/request.ts';
import { sagemakerArn, targetOf, type Target } from '../../core/asset/resource.ts';
import { Instant } from '../../core/time.ts';
import { endpointState } from '../endpoint-state.ts';
import { bundlesOf, collectedOf, proveSealed, type Sealed } from './bundle.ts';
import { READS, type Reads } from './calls.ts';
import { collect } from './collect.ts';
import { makeCollector, mustHoldSomething, notConfigured } from './collector.ts';

/** Whether it was sealed now or by a try that died before it could answer. */
const appliedOf = (sealed: Sealed): Applied => {
  const collected = collectedOf(sealed);
  return { effect: 'no-change', collected, output: { bundle: sealed.bundle, items: collected.items, missing: collected.missing } };
};

const snapshot = async (
  target: Target,
  { cloud, evidence, assets }: Services & { readonly cloud: Reads },
  { incidentId, at }: Call,
): Promise<Applied> => {
  const known = (await bundlesOf(evidence, incidentId, target)).find(({ manifest }) => manifest.sealedAt === at);
  if (known !== undefined) return appliedOf(known);
  const collector = makeCollector(cloud, evidence, at);
  await collect(collector, target, at);
  mustHoldSomething(collector);
  const asset = await assets.find(target.arn);
  if (asset === undefined) collector.miss('asset', notConfigured('asset', 'assets.yaml does not describe the endpoint'));
  // When it was looked up would make a repeat another item.
  else await collector.keep('asset', 'cordon:FindAsset', { arn: target.arn }, plain({ ...asset, seenAt: undefined }));
  const manifest = { incidentId, subject: target, set: 'quick' as const, items: collector.items, missing: collector.missing, sealedAt: at };
  const { bundle } = await evidence.seal(manifest);
  return appliedOf({ bundle, manifest });
};

/** The quick set: everything that a change would overwrite, in seconds, sealed. Bulk copies are the full set's work. */
export const snapshotEndpoint = defineAction({
  id: 'evidence.snapshot-endpoint',
  title: 'Take evidence of an endpoint',
  risk: 'A0',
  input: z.strictObject({ endpoint: sagemakerArn('endpoint').describe('ARN of the endpoint to take evidence of') }),
  before: z.strictObject({ since: Instant }),
  reads: READS,
  writes: [],
  probes: [],
  needs: ['assets', 'evidence'],
  endangers: [],
  effect: 'observe',
  target: ({ endpoint }) => targetOf(endpoint),
  settle: { everySeconds: 5, atMostSeconds: 60 },
  look: async ({ endpoint }, { cloud }, { at }) => {
    const target = targetOf(endpoint);
    const { config, status } = await endpointState(cloud, target);
    return {
      before: { since: at },
      guard: {},
      writes: [],
      impact: [
        `takes evidence of ${target.name} (${config}, ${status}); nobody notices`,
        'reads only; no request or answer of the model is copied',
      ],
    };
  },
  apply: ({ target }, ports, call) => snapshot(target, ports, call),
  verify: ({ target, before }, { evidence }, { incidentId }) => proveSealed(evidence, incidentId, target, before.since),
  undo: 'Evidence is kept: nothing in Cordon deletes it, and the store refuses to.',
});
