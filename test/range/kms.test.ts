import { DescribeKeyCommand, GetPublicKeyCommand, SignCommand, VerifyCommand, type MessageType } from '@aws-sdk/client-kms';
import fc from 'fast-check';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { digestSigned, digestVerified } from '../../tabletop/range/kms/digest.ts';
import { northbankJwk, publicKeyOf } from '../../tabletop/range/kms/jwk.ts';
import { as, HUB, refusal, stillRange } from './clients.ts';

const SigningAlgorithm = 'ECDSA_SHA_256';
const { range } = stillRange();
const owner = as(range, 'NORTHBANK-EVIDENCE-ADMIN').kms;
const KeyId = (await owner.send(new DescribeKeyCommand({ KeyId: 'alias/cordon-signing' }))).KeyMetadata?.Arn ?? '';
const message = Buffer.from('a statement');
const digest = createHash('sha256').update(message).digest();

test.each([
  ['RAW', message],
  ['DIGEST', digest],
] as const)('a %s signature verifies with the public key alone', async (MessageType: MessageType, Message) => {
  const { kms } = as(range, HUB);
  const { Signature = new Uint8Array() } = await kms.send(new SignCommand({ KeyId, Message, MessageType, SigningAlgorithm }));
  const { PublicKey = new Uint8Array(), KeySpec } = await kms.send(new GetPublicKeyCommand({ KeyId }));
  const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
  expect(KeySpec).toBe('ECC_NIST_P256');
  expect(verify('sha256', message, key, Signature)).toBe(true);
  for (const [type, bytes] of [
    ['RAW', message],
    ['DIGEST', digest],
  ] as const)
    expect(await kms.send(new VerifyCommand({ KeyId, Message: bytes, MessageType: type, Signature, SigningAlgorithm }))).toMatchObject({
      SignatureValid: true,
    });
  const wrong = kms.send(new VerifyCommand({ KeyId, Message: Buffer.from('another'), MessageType: 'RAW', Signature, SigningAlgorithm }));
  expect((await refusal(wrong)).name).toBe('KMSInvalidSignatureException');
});

test('our ECDSA over a digest agrees with node:crypto in both directions', () => {
  const key = northbankJwk('property');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.uint8Array({ minLength: 1, maxLength: 8 }), (bytes, other) => {
      const hash = createHash('sha256').update(bytes).digest();
      const signature = digestSigned(key, hash);
      expect(verify('sha256', bytes, publicKeyOf(key), signature)).toBe(true);
      expect(digestVerified(key, hash, signature)).toBe(true);
      expect(digestVerified(key, createHash('sha256').update(bytes).update(other).digest(), signature)).toBe(false);
    }),
    { numRuns: 25 },
  );
});

test.each([
  ['a digest of the wrong length', { Message: Buffer.alloc(31), MessageType: 'DIGEST', SigningAlgorithm }, 'ValidationException'],
  ['a message above 4,096 bytes', { Message: Buffer.alloc(4097), MessageType: 'RAW', SigningAlgorithm }, 'ValidationException'],
  [
    'an algorithm of another key',
    { Message: message, MessageType: 'RAW', SigningAlgorithm: 'RSASSA_PSS_SHA_256' },
    'InvalidKeyUsageException',
  ],
] as const)('%s is refused', async (_case, input, name) => {
  expect((await refusal(owner.send(new SignCommand({ KeyId, ...input })))).name).toBe(name);
});

test('only the hub may use it from outside, and only by its ARN', async () => {
  const input = { Message: message, MessageType: 'RAW', SigningAlgorithm } as const;
  expect((await refusal(as(range, 'admin').kms.send(new SignCommand({ KeyId, ...input })))).message).toContain(
    'no resource-based policy allows the kms:Sign action',
  );
  expect((await refusal(as(range, 'checkout-api').kms.send(new SignCommand({ KeyId, ...input })))).message).toContain(
    'no identity-based policy',
  );
  expect((await refusal(as(range, 'admin').kms.send(new SignCommand({ KeyId: 'alias/cordon-signing', ...input })))).name).toBe(
    'NotFoundException',
  );
});

test('the key follows from the seed', async () => {
  const publicKey = async (seed: string) =>
    Buffer.from(
      (
        await as(stillRange({ seed }).range, 'NORTHBANK-EVIDENCE-ADMIN').kms.send(
          new GetPublicKeyCommand({ KeyId: 'alias/cordon-signing' }),
        )
      ).PublicKey ?? [],
    ).toString('hex');
  expect(await publicKey('a')).toBe(await publicKey('a'));
  expect(await publicKey('a')).not.toBe(await publicKey('b'));
});
