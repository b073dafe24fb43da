import { putAlias } from '../kms/aliases.ts';
import { northbankJwk } from '../kms/jwk.ts';
import { keyArn, keysOf, type Key } from '../kms/state.ts';
import type { World } from '../world.ts';
import { ACCOUNTS, REGION, roleOf } from './company.ts';

/** How Cordon names its key; it lives in the evidence account, where no responder can reach it. */
const SIGNING_ALIAS = 'alias/cordon-signing';
const PLACE = { account: ACCOUNTS.evidence, region: REGION };

/** The account looks after it; the hub, and nobody else from outside, signs with it. */
const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Account',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNTS.evidence}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
    {
      Sid: 'Hub',
      Effect: 'Allow',
      Principal: { AWS: roleOf('security', 'cordon-hub') },
      Action: ['kms:Sign', 'kms:Verify', 'kms:GetPublicKey', 'kms:DescribeKey'],
      Resource: '*',
    },
  ],
};

export const seedSigningKey = (world: World): void => {
  const id = world.ids.uuid('key');
  const key: Key = {
    ...PLACE,
    id,
    arn: keyArn(PLACE, id),
    createdAt: world.time.now(),
    description: 'Signs evidence bundles and ledger heads',
    spec: 'ECC_NIST_P256',
    usage: 'SIGN_VERIFY',
    policy: POLICY,
    isEnabled: true,
    tags: {},
    jwk: northbankJwk(world.seed),
    rotations: [],
  };
  keysOf(world).put(key.arn, key);
  putAlias({ world, ...PLACE }, SIGNING_ALIAS, key, world.time.now());
};
