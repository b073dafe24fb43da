import * as z from 'zod';
import { defineAction } from '../../core/action/define.ts';
import { sagemakerArn, targetOf } from '../../core/asset/resource.ts';
import { PROBES, READS, WRITES } from './calls.ts';
import { look } from './look.ts';
import { prove } from './proof.ts';
import { drift, proveReleased } from './release.ts';
import { Before, deny, lift, wayBack } from './writes.ts';

/**
 * First rung of the ladder (design §4.3): one tag, on which a deny that is already in force turns every caller away. Works in any status of
 * the endpoint, destroys nothing, and is undone by removing the tag.
 */
export const quarantineEndpoint = defineAction({
  id: 'sagemaker.quarantine-endpoint',
  title: 'Quarantine an endpoint: nobody may call it',
  risk: 'A2-contain',
  input: z.strictObject({ endpoint: sagemakerArn('endpoint').describe('ARN of the endpoint to quarantine') }),
  before: Before,
  reads: READS,
  writes: WRITES,
  probes: PROBES,
  needs: ['assets'],
  endangers: [],
  effect: 'containment',
  target: ({ endpoint }) => targetOf(endpoint),
  // A policy change takes up to minutes to arrive everywhere, and CloudWatch counts per minute.
  settle: { everySeconds: 60, atMostSeconds: 900 },
  look: ({ endpoint }, ports, { incidentId, at }) => look(targetOf(endpoint), ports, incidentId, at),
  apply: (plan, { cloud }, { incidentId }) => deny(cloud, plan.target, incidentId),
  verify: prove,
  undo: {
    risk: 'L',
    writes: ({ target, before }) => wayBack(target, before),
    drift: (plan, after, { cloud }) => drift(plan, after, cloud),
    run: (plan, { cloud }) => lift(cloud, plan.target, plan.before),
    verify: (plan, { cloud, canary }) => proveReleased(plan, cloud, canary),
  },
});
