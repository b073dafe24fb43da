import type { IncidentId } from '../../core/id.ts';
import { sealText } from '../../core/ledger/believe.ts';
import type { Facts, LedgerDraft } from '../../core/ledger/facts.ts';
import type { Signer } from '../ports.ts';

type Sealable =
  | 'approval.requested'
  | 'approval.escalated'
  | 'approval.voted'
  | 'approval.closed'
  | 'grant.issued'
  | 'playbook.activated'
  | 'house.resumed'
  | 'choice.made';
type Unsealed = { [T in Sealable]: { readonly id: string; readonly type: T; readonly data: Readonly<Facts[T]> } }[Sealable];

/** Puts the authority's seal on a fact that somebody else brought in, under that somebody's name. */
export const withSeal = async (signer: Signer, incidentId: IncidentId, draft: LedgerDraft): Promise<LedgerDraft> => ({
  ...draft,
  seal: await signer.sign('fact', sealText(incidentId, draft)),
});
/** States a fact of the authority's own. */
export const sealed = (signer: Signer, incidentId: IncidentId, draft: Unsealed): Promise<LedgerDraft> =>
  withSeal(signer, incidentId, { ...draft, actor: { kind: 'system', id: 'approve' } });
