import type { Arn } from '../asset/resource.ts';
import type { ActionId } from '../id.ts';

/** Action ids have a dot; names of functions and roles may not. */
const dashed = (id: ActionId): string => id.replaceAll('.', '-');

/** The function of an action, in the security account. */
export const actionFunctionName = (id: ActionId): string => `cordon-action-${dashed(id)}`;
/** The role that the function of an action takes in a member account: one per action, so that no action can borrow another one's rights. */
export const memberRoleName = (id: ActionId): string => `cordon-${dashed(id)}`;
/** Looks up what endpoints serve and were trained on. Reads only. */
export const INVENTORY_ROLE = 'cordon-inventory';
/** Covered by the quarantine deny: proves by being refused. */
export const CANARY_ROLE = 'cordon-canary-covered';

/** Every role that Cordon itself takes in these accounts: calls by them are its own footsteps (design §3.6). */
export const ownRoles = (ids: readonly ActionId[], accounts: readonly string[]): readonly Arn[] =>
  accounts.flatMap((account) =>
    [...ids.map(memberRoleName), INVENTORY_ROLE, CANARY_ROLE].map((name): Arn => `arn:aws:iam::${account}:role/${name}`),
  );
