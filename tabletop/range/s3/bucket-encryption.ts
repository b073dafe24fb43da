import type {
  DeleteBucketEncryptionCommandInput,
  DeleteBucketEncryptionCommandOutput,
  GetBucketEncryptionCommandInput,
  GetBucketEncryptionCommandOutput,
  PutBucketEncryptionCommandInput,
  PutBucketEncryptionCommandOutput,
} from '@aws-sdk/client-s3';
import { operation } from '../operation.ts';
import { bucketFor, onBucket } from './access.ts';
import { invalidArgument, malformedXml, notSimulated } from './faults.ts';
import { bucketsOf } from './state.ts';

export const putEncryption = operation<PutBucketEncryptionCommandInput, PutBucketEncryptionCommandOutput>({
  trail: 'write',
  access: (input, context) => [onBucket(context, 'PutEncryptionConfiguration', input)],
  run: (input, context) => {
    const bucket = bucketFor(context, input);
    const [rule, ...more] = input.ServerSideEncryptionConfiguration.Rules;
    if (rule === undefined || more.length > 0) throw malformedXml();
    if (rule.BlockedEncryptionTypes !== undefined) throw notSimulated('block types of encryption');
    const standard = rule.ApplyServerSideEncryptionByDefault;
    if (standard === undefined) throw malformedXml();
    const { SSEAlgorithm: algorithm, KMSMasterKeyID: keyId } = standard;
    if (algorithm !== 'AES256' && algorithm !== 'aws:kms' && algorithm !== 'aws:kms:dsse') throw malformedXml();
    if (algorithm === 'AES256' && keyId !== undefined)
      throw invalidArgument('a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse');
    bucketsOf(context.world).put(bucket.name, {
      ...bucket,
      encryption: {
        algorithm,
        ...(keyId === undefined ? {} : { keyId }),
        ...(rule.BucketKeyEnabled === true && algorithm !== 'AES256' ? { bucketKey: true } : {}),
      },
    });
    return {};
  },
});
/** Every bucket has one: SSE-S3 where nobody chose. */
export const getEncryption = operation<GetBucketEncryptionCommandInput, GetBucketEncryptionCommandOutput>({
  trail: 'read',
  access: (input, context) => [onBucket(context, 'GetEncryptionConfiguration', input)],
  run: (input, context) => {
    const { algorithm, keyId, bucketKey } = bucketFor(context, input).encryption ?? { algorithm: 'AES256' as const };
    return {
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm, ...(keyId === undefined ? {} : { KMSMasterKeyID: keyId }) },
            BucketKeyEnabled: bucketKey === true,
          },
        ],
      },
    };
  },
});
export const deleteEncryption = operation<DeleteBucketEncryptionCommandInput, DeleteBucketEncryptionCommandOutput>({
  trail: 'write',
  access: (input, context) => [onBucket(context, 'PutEncryptionConfiguration', input)],
  run: (input, context) => {
    const { encryption: _gone, ...bare } = bucketFor(context, input);
    bucketsOf(context.world).put(bare.name, bare);
    return {};
  },
});
