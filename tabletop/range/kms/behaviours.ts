import type { Behaviour } from '../behaviour.ts';

const SIGN = 'https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html';
export const KMS_BEHAVIOURS: readonly Behaviour[] = [
  {
    id: 'kms.sign',
    says: 'Sign answers a DER-encoded ECDSA signature over a RAW message of at most 4,096 bytes or over a SHA-256 DIGEST of exactly 32.',
    mark: 'documented',
    source: SIGN,
  },
  {
    id: 'kms.verify',
    says: 'A wrong signature is KMSInvalidSignatureException, not SignatureValid: false.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_Verify.html',
  },
  {
    id: 'kms.seeded-key',
    says: "The signing key is derived from the range's seed: the same seed gives the same public key.",
    mark: 'assumed',
    source: 'a property of the range, not of AWS',
  },
  {
    id: 'kms.cross-account',
    says: "Another account's role needs its own policy and a place in the key's policy, kept as a list of roles.",
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html',
  },
];
