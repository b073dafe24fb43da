import { AttachRolePolicyCommand, DetachRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { DeleteObjectCommand, GetObjectCommand, ListObjectVersionsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient, UpdateEndpointCommand, UpdateModelPackageCommand } from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import type { JsonObject } from '../../core/json.ts';
import type { Range } from '../range/range-api.ts';

/** Where evidence that a colleague copies by hand goes, and who may write there. */
const EVIDENCE = { bucket: 'nb-cordon-evidence', role: 'arn:aws:iam::444455556666:role/cordon-hub' };

const Role = z.strictObject({ RoleName: z.string(), PolicyArn: z.string() });
const Update = z.strictObject({
  EndpointName: z.string(),
  EndpointConfigName: z.string(),
  RetainAllVariantProperties: z.boolean().default(true),
});
const Package = z.strictObject({
  ModelPackageName: z.string(),
  ModelApprovalStatus: z.enum(['Approved', 'Rejected', 'PendingManualApproval']),
});

type Make = (range: Range, role: string, input: JsonObject) => Promise<unknown>;
/** What people outside the team may do to the pretend account: few calls, each with its own shape. */
const CALLS: Readonly<Record<string, Make>> = {
  'iam:AttachRolePolicy': (range, role, input) =>
    new IAMClient(range.clientConfig(role)).send(new AttachRolePolicyCommand(Role.parse(input))),
  'iam:DetachRolePolicy': (range, role, input) =>
    new IAMClient(range.clientConfig(role)).send(new DetachRolePolicyCommand(Role.parse(input))),
  'sagemaker:UpdateEndpoint': (range, role, input) =>
    new SageMakerClient(range.clientConfig(role)).send(new UpdateEndpointCommand(Update.parse(input))),
  'sagemaker:UpdateModelPackage': (range, role, input) => {
    const { ModelPackageName, ModelApprovalStatus } = Package.parse(input);
    return new SageMakerClient(range.clientConfig(role)).send(
      new UpdateModelPackageCommand({ ModelPackageArn: ModelPackageName, ModelApprovalStatus }),
    );
  },
};
export const worldOperations: readonly string[] = Object.keys(CALLS);

/** Answers what went wrong, as AWS says it; undefined: it was done. */
export const callWorld = async (range: Range, as: string, operation: string, input: JsonObject): Promise<string | undefined> => {
  const make = CALLS[operation];
  if (make === undefined) return `there is no call ${operation}`;
  try {
    await make(range, as, input);
    return undefined;
  } catch (thrown) {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  }
};

interface Place {
  readonly bucket: string;
  readonly key: string;
}
/** Copies the object into the evidence account, where nobody can delete it. False: it was not there any more. */
export const preserve = async (range: Range, { bucket, key }: Place): Promise<boolean> => {
  try {
    const from = await new S3Client(range.clientConfig('admin')).send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const Body = (await from.Body?.transformToByteArray()) ?? new Uint8Array();
    await new S3Client(range.clientConfig(EVIDENCE.role)).send(
      new PutObjectCommand({ Bucket: EVIDENCE.bucket, Key: `by-hand/${bucket}/${key}`, Body }),
    );
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'NoSuchKey') return false;
    throw thrown;
  }
};

/** Every version goes, as a determined clean-up would do it. */
export const lose = async (range: Range, { bucket, key }: Place): Promise<void> => {
  const s3 = new S3Client(range.clientConfig('admin'));
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }));
  for (const { VersionId } of Versions)
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, ...(VersionId !== undefined && { VersionId }) }));
};
