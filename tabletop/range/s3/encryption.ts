import { isKnownKey, keyUse } from '../key-use.ts';
import { usableKey } from '../kms/use.ts';
import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { invalidArgument, notSimulated } from './faults.ts';
import { objectArn } from './access.ts';
import type { Bucket, Encryption, ObjectVersion } from './state.ts';

export interface AskedEncryption {
  readonly ServerSideEncryption?: string;
  readonly SSEKMSKeyId?: string;
  readonly SSEKMSEncryptionContext?: string;
  readonly SSECustomerAlgorithm?: string;
  readonly BucketKeyEnabled?: boolean;
}
const isKms = (algorithm: string): boolean => algorithm.startsWith('aws:kms');

/** What an upload is encrypted with: its own word, then the bucket's, then SSE-S3. */
export const encryptionFor = (bucket: Bucket, asked: AskedEncryption): Encryption => {
  if (asked.SSECustomerAlgorithm !== undefined) throw notSimulated('encrypt with keys of the customer (SSE-C)');
  if (asked.SSEKMSEncryptionContext !== undefined) throw notSimulated('keep an encryption context of the caller');
  const algorithm = asked.ServerSideEncryption;
  if (asked.SSEKMSKeyId !== undefined && (algorithm === undefined || !isKms(algorithm)))
    throw invalidArgument('Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms');
  const standard = bucket.encryption ?? { algorithm: 'AES256' };
  if (algorithm === undefined) return standard;
  if (algorithm !== 'AES256' && algorithm !== 'aws:kms' && algorithm !== 'aws:kms:dsse')
    throw invalidArgument('The encryption method specified is not supported');
  const bucketKey = asked.BucketKeyEnabled ?? standard.bucketKey;
  return {
    algorithm,
    ...(asked.SSEKMSKeyId === undefined ? {} : { keyId: asked.SSEKMSKeyId }),
    ...(isKms(algorithm) && bucketKey === true ? { bucketKey } : {}),
  };
};

/** What the key's policy is asked, beside S3's own. */
export const keyAccess = (
  context: Context,
  bucket: Bucket,
  key: string,
  { algorithm, keyId, bucketKey }: Encryption,
  actions: readonly ('Decrypt' | 'GenerateDataKey')[],
): readonly Access[] => {
  if (!isKms(algorithm)) return [];
  const arn = bucketKey === true ? `arn:aws:s3:::${bucket.name}` : objectArn(bucket, key);
  return actions.flatMap((action) => keyUse(context, { action, keyId, service: 's3', encryptionContext: { 'aws:s3:arn': arn } }));
};
export const decryptAccess = (context: Context, bucket: Bucket, key: string, version: ObjectVersion | undefined): readonly Access[] =>
  version?.encryption === undefined ? [] : keyAccess(context, bucket, key, version.encryption, ['Decrypt']);

/** KMS's refusals come through S3 under S3's names. */
export const mustHaveKey = (context: Context, { algorithm, keyId }: Encryption): void => {
  if (!isKms(algorithm) || keyId === undefined) return;
  if (!isKnownKey(context, keyId)) throw new AwsFault('KMS.NotFoundException', `Invalid keyId '${keyId}'`, { status: 400 });
  const problem = usableKey(context, keyId);
  if (problem !== undefined) throw new AwsFault(`KMS.${problem.code}`, problem.message, { status: 400 });
};

export const encryptionHeaders = ({ algorithm, keyId, bucketKey }: Encryption) => ({
  ServerSideEncryption: algorithm,
  ...(keyId === undefined ? {} : { SSEKMSKeyId: keyId }),
  ...(bucketKey === true ? { BucketKeyEnabled: true } : {}),
});
