import type { Plan, Proof } from '../../core/action/plan.ts';
import type { JsonObject } from '../../core/json.ts';
import { said } from '../refuse.ts';
import { endpointState, quarantineTag } from '../endpoint-state.ts';
import type { Canary, Reads } from './calls.ts';
import { askCanary } from './canary.ts';
import type { Before } from './writes.ts';

/** What somebody else changed since we left it; a tag that is already back as it was leaves nothing to undo, so nothing to disagree about. */
export const drift = async ({ target, before }: Plan<Before>, after: JsonObject, cloud: Reads): Promise<readonly string[]> => {
  const tag = await quarantineTag(cloud, target);
  if (tag === before.tag) return [];
  const { config, status } = await endpointState(cloud, target);
  return [
    ...(tag === after.tag ? [] : [`its quarantine tag says ${said(tag)}, not ${said(after.tag)}`]),
    ...(config === after.config ? [] : [`it runs ${config}, not ${said(after.config)}`]),
    ...(status === 'InService' ? [] : [`it is ${status}, not InService`]),
  ];
};

/** Released: the tag is as before, and permissions let the canary pass again. */
export const proveReleased = async ({ target, before }: Plan<Before>, cloud: Reads, canary: Canary): Promise<Proof> => {
  const tag = await quarantineTag(cloud, target);
  if (tag !== before.tag) return { kind: 'refuted', because: `the tag says ${tag ?? 'nothing'}, not ${before.tag ?? 'nothing'}` };
  const { config } = await endpointState(cloud, target);
  const after = { config, tag };
  if (before.tag !== null)
    return {
      kind: 'proven',
      after,
      observed: [`nothing was lifted: ${target.name} stays quarantined by the tag that was there before (${before.tag})`],
    };
  if (before.canary === 'explicitly-denied')
    return { kind: 'proven', after, observed: ['the tag is as before; the canary was denied before, too'] };
  const answer = await askCanary(canary, target);
  if (answer.kind === 'allowed') return { kind: 'proven', after, observed: [`canary: allowed again (${answer.why})`] };
  const waits = answer.kind === 'explicitly-denied' || (answer.kind === 'no-answer' && answer.passing);
  return { kind: waits ? 'pending' : 'unknown', because: `the tag is as before; the canary: ${answer.why}` };
};
