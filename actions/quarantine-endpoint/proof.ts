import * as z from 'zod';
import type { Assets } from '../../core/action/define.ts';
import type { Plan, Proof } from '../../core/action/plan.ts';
import type { Call } from '../../core/action/request.ts';
import type { JsonObject } from '../../core/json.ts';
import { Instant, plus } from '../../core/time.ts';
import { endpointState, quarantineTag } from '../endpoint-state.ts';
import type { Canary, Reads } from './calls.ts';
import { askCanary, type CanaryAnswer } from './canary.ts';
import { invocations } from './invocations.ts';
import { reach } from './reach.ts';
import { heldTag, type Before } from './writes.ts';

/** Handed from look to look: requests answered since `from`. The window stays the same, so that two totals can be compared. */
const Seen = z.strictObject({ from: Instant, total: z.number(), looks: z.number().int() });
/** Requests that arrived just before the deny are counted up to minutes late; the window starts before them. */
const WINDOW_SECONDS = 300;
/** Of 15 looks. After ten of them whoever is still answered is no latecomer, but somebody whom nobody declared. */
const PATIENCE = 10;

/** What the canary's answer means, when it does not yet prove the deny. */
const notYet = (answer: CanaryAnswer, before: Before): Proof | undefined => {
  if (answer.kind === 'allowed') return { kind: 'pending', because: 'the tag is set; the canary is not denied yet' };
  if (answer.kind === 'not-allowed')
    return { kind: 'unknown', because: `the canary was refused, but not by an explicit deny, which proves nothing: ${answer.why}` };
  if (answer.kind === 'no-answer')
    return answer.passing
      ? { kind: 'pending', because: `the canary got no answer: ${answer.why}` }
      : { kind: 'unknown', because: `the canary got no answer: ${answer.why}` };
  // A tag that was there before us turned the canary away before us, too; whoever set it saw it pass.
  return before.tag !== null || before.canary === 'allowed'
    ? undefined
    : {
        kind: 'unknown',
        because: `the canary is denied, but it was not allowed before either (${before.canary}), so its denial proves nothing`,
      };
};

/** Contained = tagged, denied for everybody, and drained (design §3.8). Less than that is pending, partly, or unknown; never "contained". */
export const prove = async (
  { target, before }: Plan<Before>,
  { cloud, canary, assets }: { readonly cloud: Reads; readonly canary: Canary; readonly assets: Assets },
  { incidentId, at, seen }: Call & { readonly seen?: JsonObject | undefined },
): Promise<Proof> => {
  const tag = await quarantineTag(cloud, target);
  if (tag !== heldTag(before, incidentId)) return { kind: 'refuted', because: `the tag ${tag === null ? 'is not there' : `says ${tag}`}` };
  const answer = await askCanary(canary, target);
  const open = notYet(answer, before);
  if (open !== undefined) return open;
  const state = await endpointState(cloud, target);
  const last = Seen.safeParse(seen);
  const from = last.success ? last.data.from : plus(at, -WINDOW_SECONDS);
  const { total } = await invocations(
    cloud,
    target,
    state.variants.map(({ name }) => name),
    from,
    at,
  );
  const looks = (last.success ? last.data.looks : 0) + 1;
  const next = { from, total, looks };
  if (!last.success)
    return { kind: 'pending', because: 'the canary is denied; looking once more whether requests are still answered', seen: next };
  const more = total - last.data.total;
  const { gaps, sentences } = await reach(cloud, target, (await assets.find(target.arn))?.callers ?? []);
  const late = more > 0 && gaps.length === 0;
  if (late && looks < PATIENCE)
    return { kind: 'pending', because: `the canary is denied; ${more} more requests were answered since the last look`, seen: next };
  const stranger = late ? [`requests are still answered (${more} since the last look): somebody calls whom assets.yaml does not list`] : [];
  const partly = [...gaps, ...stranger];
  return {
    kind: 'proven',
    after: { config: state.config, tag },
    observed: [
      `a canary call by a covered role: ${answer.why}`,
      ...sentences,
      more > 0 ? `answered requests: ${more} more since the last look` : 'answered requests: none more between two looks',
    ],
    ...(partly.length > 0 && { partly }),
  };
};
