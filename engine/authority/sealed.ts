import type { IncidentId } from '../../core/id.ts';
import { sealText } from '../../core/ledger/believe.ts';
import type { Facts, LedgerDraft } from '../../core/ledger/facts.ts';
import type { Signer } from '../ports.ts';

type Sealable = 'approval.requested' | 'approval.escalated' | 'approval.voted' | 'approval.closed' | 'grant.issued';
type Unsealed = { [T in Sealable]: { readonly id: string; readonly type: T; readonly data: Readonly<Facts[T]> } }[Sealable];

/** States a fact that only `approve` may state, with its signature. */
export const sealed = async (signer: Signer, incidentId: IncidentId, draft: Unsealed): Promise<LedgerDraft> => {
  const full: LedgerDraft = { ...draft, actor: { kind: 'system', id: 'approve' } };
  return { ...full, seal: await signer.sign('fact', sealText(incidentId, full)) };
};
