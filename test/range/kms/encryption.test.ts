import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateMacCommand,
  GenerateRandomCommand,
  GetPublicKeyCommand,
  ReEncryptCommand,
  RotateKeyOnDemandCommand,
  SignCommand,
  UpdateAliasCommand,
  VerifyCommand,
  VerifyMacCommand,
  type KeySpec,
  type KeyUsageType,
  type KMSClient,
  type SigningAlgorithmSpec,
} from '@aws-sdk/client-kms';
import { constants, createHash, createPublicKey, verify } from 'node:crypto';
import { as, refusal, stillRange } from '../clients.ts';

const text = Buffer.from('a secret');
const made = async (kms: KMSClient, spec: KeySpec = 'SYMMETRIC_DEFAULT', usage: KeyUsageType = 'ENCRYPT_DECRYPT') =>
  (await kms.send(new CreateKeyCommand({ KeySpec: spec, KeyUsage: usage }))).KeyMetadata?.Arn ?? '';
const setup = () => as(stillRange().range, 'admin').kms;

test('what is encrypted is opened with the same context only, by the key that sealed it', async () => {
  const kms = setup();
  const KeyId = await made(kms);
  const EncryptionContext = { case: '7', kind: 'evidence' };
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext: text, EncryptionContext }));
  const open = (more: object) => kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext, ...more }));
  expect(Buffer.from((await open({ EncryptionContext: { kind: 'evidence', case: '7' } })).Plaintext ?? [])).toEqual(text);
  expect((await refusal(open({ EncryptionContext: { case: '7' } }))).name).toBe('InvalidCiphertextException');
  expect((await refusal(open({ KeyId: await made(kms) }))).name).toBe('IncorrectKeyException');
  const spoiled = Buffer.from(CiphertextBlob ?? []);
  spoiled[spoiled.length - 1] = (spoiled.at(-1) ?? 0) ^ 1;
  expect((await refusal(open({ CiphertextBlob: spoiled }))).name).toBe('InvalidCiphertextException');
  expect((await refusal(open({ DryRun: true }))).name).toBe('DryRunOperationException');
});

test('an alias is moved and its key rotated; what was sealed before stays readable', async () => {
  const kms = setup();
  const [one, two] = [await made(kms), await made(kms)];
  const AliasName = 'alias/data';
  await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: one }));
  expect((await refusal(kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: two })))).name).toBe('AlreadyExistsException');
  const old = await kms.send(new EncryptCommand({ KeyId: AliasName, Plaintext: text }));
  await kms.send(new RotateKeyOnDemandCommand({ KeyId: one }));
  await kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId: two }));
  const young = await kms.send(new ReEncryptCommand({ CiphertextBlob: old.CiphertextBlob, DestinationKeyId: AliasName }));
  expect(young).toMatchObject({ SourceKeyId: one, KeyId: two });
  for (const CiphertextBlob of [old.CiphertextBlob, young.CiphertextBlob])
    expect(Buffer.from((await kms.send(new DecryptCommand({ CiphertextBlob }))).Plaintext ?? [])).toEqual(text);
});

test('data keys and random bytes are of the length asked for, and follow from the seed', async () => {
  const make = async () => {
    const kms = setup();
    const KeyId = await made(kms);
    const data = await kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }));
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob: data.CiphertextBlob }));
    expect(opened.Plaintext).toEqual(data.Plaintext);
    expect((await refusal(kms.send(new GenerateDataKeyCommand({ KeyId })))).name).toBe('ValidationException');
    const random = await kms.send(new GenerateRandomCommand({ NumberOfBytes: 100 }));
    return { data: Buffer.from(data.Plaintext ?? []).toString('hex'), random: Buffer.from(random.Plaintext ?? []).toString('hex') };
  };
  const first = await make();
  expect([first.data.length, first.random.length]).toEqual([64, 200]);
  expect(await make()).toEqual(first);
});

test('a MAC is verified or an error', async () => {
  const kms = setup();
  const KeyId = await made(kms, 'HMAC_384', 'GENERATE_VERIFY_MAC');
  const asked = { KeyId, Message: text, MacAlgorithm: 'HMAC_SHA_384' } as const;
  const { Mac = new Uint8Array() } = await kms.send(new GenerateMacCommand(asked));
  expect(Mac).toHaveLength(48);
  expect((await kms.send(new VerifyMacCommand({ ...asked, Mac }))).MacValid).toBe(true);
  expect((await refusal(kms.send(new VerifyMacCommand({ ...asked, Mac: Buffer.alloc(48) })))).name).toBe('KMSInvalidMacException');
  expect((await refusal(kms.send(new EncryptCommand({ KeyId, Plaintext: text })))).name).toBe('InvalidKeyUsageException');
});

const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
describe('a signature verifies outside KMS, of the message and of its digest', () => {
  test.each([
    ['ECC_NIST_P384', 'ECDSA_SHA_384', 'sha384', {}],
    ['ECC_NIST_P521', 'ECDSA_SHA_512', 'sha512', {}],
    ['ECC_SECG_P256K1', 'ECDSA_SHA_256', 'sha256', {}],
    ['RSA_2048', 'RSASSA_PKCS1_V1_5_SHA_256', 'sha256', {}],
    ['RSA_2048', 'RSASSA_PSS_SHA_512', 'sha512', PSS],
  ] as const)('%s %s', async (spec: KeySpec, SigningAlgorithm: SigningAlgorithmSpec, hash, options) => {
    const kms = setup();
    const KeyId = await made(kms, spec, 'SIGN_VERIFY');
    const { PublicKey = new Uint8Array() } = await kms.send(new GetPublicKeyCommand({ KeyId }));
    const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
    const digest = createHash(hash).update(text).digest();
    for (const asked of [
      { Message: text, MessageType: 'RAW' },
      { Message: digest, MessageType: 'DIGEST' },
    ] as const) {
      const { Signature = new Uint8Array() } = await kms.send(new SignCommand({ KeyId, SigningAlgorithm, ...asked }));
      expect(verify(hash, text, { key, ...options }, Signature)).toBe(true);
      await kms.send(new VerifyCommand({ KeyId, SigningAlgorithm, ...asked, Signature }));
      const wrong = Buffer.from(Signature);
      wrong[wrong.length - 1] = (wrong.at(-1) ?? 0) ^ 1;
      const refused = kms.send(new VerifyCommand({ KeyId, SigningAlgorithm, ...asked, Signature: wrong }));
      expect((await refusal(refused)).name).toBe('KMSInvalidSignatureException');
    }
  });
  test('Ed25519 signs messages only', async () => {
    const kms = setup();
    const KeyId = await made(kms, 'ECC_NIST_EDWARDS25519', 'SIGN_VERIFY');
    const SigningAlgorithm = 'ED25519_SHA_512';
    const { PublicKey = new Uint8Array() } = await kms.send(new GetPublicKeyCommand({ KeyId }));
    const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
    const { Signature = new Uint8Array() } = await kms.send(new SignCommand({ KeyId, SigningAlgorithm, Message: text }));
    expect(verify(null, text, key, Signature)).toBe(true);
    const digest = kms.send(new SignCommand({ KeyId, SigningAlgorithm, Message: Buffer.alloc(64), MessageType: 'DIGEST' }));
    expect((await refusal(digest)).name).toBe('ValidationException');
  });
});

test('RSA encrypts as much as its modulus takes', async () => {
  const kms = setup();
  const KeyId = await made(kms, 'RSA_2048');
  const EncryptionAlgorithm = 'RSAES_OAEP_SHA_256';
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, EncryptionAlgorithm, Plaintext: text }));
  const opened = await kms.send(new DecryptCommand({ KeyId, EncryptionAlgorithm, CiphertextBlob }));
  expect(Buffer.from(opened.Plaintext ?? [])).toEqual(text);
  const large = kms.send(new EncryptCommand({ KeyId, EncryptionAlgorithm, Plaintext: Buffer.alloc(191) }));
  expect((await refusal(large)).message).toContain('larger than 190 bytes');
  expect((await refusal(kms.send(new DecryptCommand({ EncryptionAlgorithm, CiphertextBlob })))).name).toBe('ValidationException');
});
