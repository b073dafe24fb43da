/** https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html */
interface Spec {
  readonly kind: 'symmetric' | 'mac' | 'ec' | 'ed' | 'rsa';
  readonly usages: readonly KeyUsageName[];
  /** Bits of the modulus, or bytes of the secret. */
  readonly size: number;
  /** Node's name of the curve and JWK's. */
  readonly curve?: { readonly openssl: string; readonly jwk: string };
  readonly signing: readonly string[];
  readonly encryption: readonly string[];
  readonly macs: readonly string[];
}
export type KeyUsageName = 'SIGN_VERIFY' | 'ENCRYPT_DECRYPT' | 'GENERATE_VERIFY_MAC';
export type KeySpecName =
  | 'SYMMETRIC_DEFAULT'
  | `HMAC_${'224' | '256' | '384' | '512'}`
  | `RSA_${'2048' | '3072' | '4096'}`
  | `ECC_NIST_P${'256' | '384' | '521'}`
  | 'ECC_SECG_P256K1'
  | 'ECC_NIST_EDWARDS25519';

const NONE = { signing: [], encryption: [], macs: [] } as const;
const mac = (bits: number): Spec => ({ ...NONE, kind: 'mac', usages: ['GENERATE_VERIFY_MAC'], size: bits / 8, macs: [`HMAC_SHA_${bits}`] });
const ec = (openssl: string, jwk: string, size: number, algorithm: string): Spec => ({
  ...NONE,
  kind: 'ec',
  usages: ['SIGN_VERIFY'],
  size,
  curve: { openssl, jwk },
  signing: [algorithm],
});
const rsa = (size: number): Spec => ({
  ...NONE,
  kind: 'rsa',
  usages: ['SIGN_VERIFY', 'ENCRYPT_DECRYPT'],
  size,
  signing: ['PSS', 'PKCS1_V1_5'].flatMap((padding) => [256, 384, 512].map((bits) => `RSASSA_${padding}_SHA_${bits}`)),
  encryption: ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'],
});
export const SPECS: Readonly<Record<KeySpecName, Spec>> = {
  SYMMETRIC_DEFAULT: { ...NONE, kind: 'symmetric', usages: ['ENCRYPT_DECRYPT'], size: 32, encryption: ['SYMMETRIC_DEFAULT'] },
  HMAC_224: mac(224),
  HMAC_256: mac(256),
  HMAC_384: mac(384),
  HMAC_512: mac(512),
  RSA_2048: rsa(2048),
  RSA_3072: rsa(3072),
  RSA_4096: rsa(4096),
  ECC_NIST_P256: ec('prime256v1', 'P-256', 32, 'ECDSA_SHA_256'),
  ECC_NIST_P384: ec('secp384r1', 'P-384', 48, 'ECDSA_SHA_384'),
  ECC_NIST_P521: ec('secp521r1', 'P-521', 66, 'ECDSA_SHA_512'),
  ECC_SECG_P256K1: ec('secp256k1', 'secp256k1', 32, 'ECDSA_SHA_256'),
  ECC_NIST_EDWARDS25519: { ...NONE, kind: 'ed', usages: ['SIGN_VERIFY'], size: 32, signing: ['ED25519_SHA_512'] },
};
export const isSpec = (name: string): name is KeySpecName => name in SPECS;
