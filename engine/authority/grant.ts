import type { Grant, SignedGrant } from '../../core/approval/grant.ts';
import { runIn } from '../../core/ledger/incident.ts';
import { plus } from '../../core/time.ts';
import { decideAndAppend } from '../append.ts';
import type { Authority } from '../ports.ts';
import type { AuthorityDesk } from './authority.ts';
import { permitted, stoppedFor, usable, type Refused } from './permitted.ts';
import { sealed } from './sealed.ts';

/** A grant outlives a crash and a retry, not a night: 15 minutes, as long as one assumed-role session. */
const LIFE_SECONDS = 900;
/** Signs permission for one verb of one planned step. Asked again, it signs the same grant until that has expired. */
export const issueGrant = async (desk: AuthorityDesk, ask: Parameters<Authority['grant']>[0]): Promise<SignedGrant | Refused> => {
  const nonce = desk.ids.token();
  const granted = await decideAndAppend<Grant | Refused>(desk, ask.incidentId, async (state) => {
    const step = usable(state, ask);
    if ('refused' in step) return { drafts: [], answer: step };
    const stopped = await stoppedFor(desk, state, step);
    if (stopped !== undefined) return { drafts: [], answer: stopped };
    const now = desk.clock.now();
    if (step.grant !== undefined && step.grant.expiresAt > now) return { drafts: [], answer: step.grant };
    const by = await permitted(desk, state, step);
    if ('refused' in by) return { drafts: [], answer: by };
    const { target } = step.plan;
    const grant: Grant = {
      action: step.action,
      verb: step.verb,
      account: target.account,
      target: target.arn,
      planDigest: step.planDigest,
      run: step.runId,
      step: step.path,
      mode: runIn(state, step.runId)?.mode ?? 'observe',
      by,
      expiresAt: plus(now, LIFE_SECONDS),
      nonce,
    };
    const draft = await sealed(desk.signer, ask.incidentId, {
      id: `${ask.runId}:${ask.step}:${ask.verb}:grant:${nonce}`,
      type: 'grant.issued',
      data: { grant },
    });
    return { drafts: [draft], answer: grant };
  });
  return 'refused' in granted ? granted : { payload: granted, ...(await desk.signer.sign('grant', granted)) };
};
