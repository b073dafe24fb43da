import type { Behaviour } from '../behaviour.ts';

const doc = (id: string, says: string, page: string): Behaviour => ({
  id: `kms.${id}`,
  says,
  mark: 'documented',
  source: `https://docs.aws.amazon.com/kms/latest/${page}`,
});
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `kms.${id}`, says, mark: 'assumed', source });

export const kmsEventDelay = {
  id: 'kms.event-delay',
  says: 'A KMS event reaches the bus 5 seconds later.',
  mark: 'assumed',
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/kms-events.html (no number)',
  seconds: 5,
} as const satisfies Behaviour;

export const KMS_BEHAVIOURS: readonly Behaviour[] = [
  kmsEventDelay,
  doc(
    'sign',
    'Sign answers a signature over a RAW message of at most 4,096 bytes or over a DIGEST of exactly the length of its hash; ECDSA in DER.',
    'APIReference/API_Sign.html',
  ),
  doc('verify', 'A wrong signature is KMSInvalidSignatureException, not SignatureValid: false.', 'APIReference/API_Verify.html'),
  doc('mac', 'A wrong MAC is KMSInvalidMacException, not MacValid: false.', 'APIReference/API_VerifyMac.html'),
  doc(
    'cross-account',
    "Another account's role needs its own policy and a place in the key's policy; aliases, listing and descriptions stay in the account.",
    'developerguide/key-policy-modifying-external-accounts.html',
  ),
  doc(
    'key-policy',
    "Identity policies count only as far as the key's policy lets the account decide; whom the key's policy names needs nothing else in the same account.",
    'developerguide/key-policies.html',
  ),
  doc(
    'lockout',
    'A key policy under which the caller could not put the next one is MalformedPolicyDocumentException, unless the check is bypassed.',
    'APIReference/API_PutKeyPolicy.html',
  ),
  doc(
    'states',
    'A disabled key refuses every use with DisabledException, one that is pending deletion with KMSInvalidStateException.',
    'developerguide/key-state.html',
  ),
  doc(
    'deletion',
    'A key waits 7 to 30 days (30 unless asked), then it is gone with its aliases and grants, and an event says so; called off in time it comes back disabled.',
    'developerguide/deleting-keys.html',
  ),
  doc(
    'encryption-context',
    'What was encrypted with an encryption context is opened with exactly the same pairs only: InvalidCiphertextException, without a text.',
    'developerguide/encrypt_context.html',
  ),
  doc('incorrect-key', 'Decrypt with another KeyId than the one that encrypted is IncorrectKeyException.', 'APIReference/API_Decrypt.html'),
  doc(
    'rotation',
    'Rotation changes the bytes of a symmetric key once a year, or as often as asked (90 to 2,560 days), and on demand 25 times; what was encrypted before stays readable.',
    'developerguide/rotate-keys.html',
  ),
  doc(
    'grants',
    "A grant adds to the key's policy for its grantee, for its operations and while its constraints hold.",
    'developerguide/grants.html',
  ),
  assumed(
    'grants-at-once',
    'A grant counts at once; AWS says it may take up to five minutes without its token.',
    'https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html',
  ),
  assumed(
    'grants-abroad',
    'A grantee of another account also needs a policy of its own.',
    'the rule for key policies; no page of AWS says it of grants',
  ),
  assumed(
    'seeded-keys',
    "Keys follow from the range's seed and their id: curves from a scalar, RSA from the first primes above seeded numbers, symmetric ones from a hash. Nonces, salts and data keys are seeded, too.",
    'a property of the range, not of AWS',
  ),
  assumed(
    'managed-keys',
    'Keys that AWS manages (alias/aws/…) are there without being listed, and let everybody of the account through.',
    'a limit of the range, not a behaviour of AWS',
  ),
  assumed(
    'limits',
    'No imported key material, custom key stores, keys of several Regions, data key pairs, key agreement, SM2 or ML-DSA.',
    'a limit of the range, not a behaviour of AWS',
  ),
];
