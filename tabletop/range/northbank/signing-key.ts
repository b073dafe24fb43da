import { derivedKey, keysOf } from '../kms/state.ts';
import type { World } from '../world.ts';
import { ACCOUNTS, REGION, roleOf } from './company.ts';

/** How Cordon names its key; it lives in the evidence account, where no responder can reach it. */
const SIGNING_ALIAS = 'alias/cordon-signing';

export const seedSigningKey = (world: World): void => {
  const id = world.ids.uuid('key');
  const arn = `arn:aws:kms:${REGION}:${ACCOUNTS.evidence}:key/${id}`;
  keysOf(world).put(arn, {
    id,
    arn,
    alias: SIGNING_ALIAS,
    account: ACCOUNTS.evidence,
    createdAt: world.time.now(),
    description: 'Signs evidence bundles and ledger heads',
    allow: [roleOf('security', 'cordon-hub')],
    ...derivedKey(world.seed),
  });
};
