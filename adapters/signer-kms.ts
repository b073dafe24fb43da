import { GetPublicKeyCommand, SignCommand, type KMSClient } from '@aws-sdk/client-kms';
import { createHash, createPublicKey } from 'node:crypto';
import { signedText } from '../core/approval/signed-text.ts';
import type { Signer } from '../engine/ports.ts';
import { keyIdOf, verifierOf, type Verifier } from './signer-local.ts';

/** Signs with an asymmetric KMS key (ECC_NIST_P256, SIGN_VERIFY). Verification needs only the public key, never KMS. */
export const kmsSigner = async (client: KMSClient, keyArn: string): Promise<Signer & Verifier> => {
  const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: keyArn }));
  if (PublicKey === undefined) throw new Error(`kms:GetPublicKey answered no key for ${keyArn}`);
  const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
  const verifier = verifierOf(key.export({ format: 'pem', type: 'spki' }).toString());
  return {
    ...verifier,
    sign: async (purpose, payload) => {
      // KMS signs at most 4096 bytes of message: it is given the digest. https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
      const { Signature } = await client.send(
        new SignCommand({
          KeyId: keyArn,
          Message: createHash('sha256').update(signedText(purpose, payload)).digest(),
          MessageType: 'DIGEST',
          SigningAlgorithm: 'ECDSA_SHA_256',
        }),
      );
      if (Signature === undefined) throw new Error(`kms:Sign answered no signature for ${keyArn}`);
      return { keyId: keyIdOf(key), signature: Buffer.from(Signature).toString('base64') };
    },
  };
};
