import { KMSClient } from '@aws-sdk/client-kms';
import { kmsSigner } from '../../../adapters/signer-kms.ts';
import { verifierOf } from '../../../adapters/signer-local.ts';
import { stillRange } from '../../range/clients.ts';

const HUB = 'arn:aws:iam::444455556666:role/cordon-hub';
const ALIAS = 'arn:aws:kms:eu-west-1:777788889999:alias/cordon-signing';
const { range } = stillRange();
afterAll(() => range.close());
const signer = () => kmsSigner(new KMSClient(range.clientConfig(HUB)), ALIAS);

test('what KMS signed is verified without KMS, for that purpose and that text only', async () => {
  const kms = await signer();
  const { verify, publicKeyPem, keyId } = kms;
  const payload = { action: 'sagemaker.quarantine-endpoint', text: 'x'.repeat(10_000) };
  const signature = await kms.sign('grant', payload);
  expect(signature.keyId).toBe(keyId);
  for (const check of [verify, verifierOf(publicKeyPem).verify]) {
    expect(check('grant', payload, signature)).toBe(true);
    expect(check('fact', payload, signature)).toBe(false);
    expect(check('grant', { ...payload, action: 'other' }, signature)).toBe(false);
    expect(check('grant', payload, { ...signature, keyId: 'sha256:0' })).toBe(false);
  }
});

test('who may not use the key hears that, and no key is made up', async () => {
  const [client, stranger] = [new KMSClient(range.clientConfig(HUB)), new KMSClient(range.clientConfig('checkout-api'))];
  await expect(kmsSigner(stranger, ALIAS)).rejects.toThrow(/not authorized/);
  await expect(kmsSigner(client, 'arn:aws:kms:eu-west-1:777788889999:key/none')).rejects.toThrow(/does not exist/);
});
