import type { Verify } from '../../core/approval/grant.ts';
import type { Catalog } from '../../core/action/catalog.ts';
import type { ActionCaller, Authority, Clock, Ids, Ledger, Signer } from '../ports.ts';
import type { Desk, Policy } from '../desk.ts';
import { abortRuns } from './abort.ts';
import { admit } from './admit.ts';
import { choose, chosen } from './choose.ts';
import { enact } from './enact.ts';
import { fork } from './fork.ts';
import { issueGrant } from './grant.ts';
import { askPeople } from './request.ts';
import { settleByClock } from './settle.ts';
import { stopHouse } from './stop.ts';
import { castVote } from './vote.ts';

/** What `approve` holds. The signer is here and nowhere else. */
export interface AuthorityDesk {
  readonly ledger: Ledger;
  readonly signer: Signer;
  readonly verify: Verify;
  readonly caller: ActionCaller;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly catalog: Catalog;
  readonly policy: Policy;
  /** What may be activated is judged here too, not only where it was asked for. */
  readonly library: Desk['library'];
  readonly exercise: boolean;
}

/** The approve function: decides from the table, counts sealed votes, signs grants. Believes no fact without its own seal. */
export const makeAuthority = (desk: AuthorityDesk): Authority => ({
  admit: (ask) => admit(desk, ask),
  request: (ask) => askPeople(desk, ask),
  settle: (ask) => settleByClock(desk, ask),
  grant: (ask) => issueGrant(desk, ask),
  enact: (ask) => enact(desk, ask),
  stop: (ask) => stopHouse(desk, ask),
  vote: (ask) => castVote(desk, ask),
  fork: (ask) => fork(desk, ask),
  choose: (ask) => choose(desk, ask),
  chosen: (ask) => chosen(desk, ask),
  abort: (ask) => abortRuns(desk, ask),
});
