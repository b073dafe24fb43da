import type {
  DeleteObjectCommandInput,
  DeleteObjectCommandOutput,
  DeleteObjectsCommandInput,
  DeleteObjectsCommandOutput,
} from '@aws-sdk/client-s3';
import { failsPartly, operation, type Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { bucketFor, isAllowed, mustBeAllowed, onObject, type OnObject } from './access.ts';
import { mayDelete } from './conditions.ts';
import { causeOf, tell, type Cause } from './events.ts';
import { lockedFault, malformedXml, notSimulated } from './faults.ts';
import { versionIdOf } from './answer.ts';
import { versionsOf, type Bucket, type ObjectVersion } from './state.ts';
import type { World } from '../world.ts';
import { isLocked, saveVersions, storeMarker } from './write.ts';

/** Only GOVERNANCE gives way, to those who may and say so; a legal hold gives way to nobody. */
export const mayBypass = (context: Context, input: OnObject, version: ObjectVersion, asked: boolean): boolean =>
  asked &&
  version.legalHold !== true &&
  version.retention?.mode === 'GOVERNANCE' &&
  isAllowed(context, onObject(context, 'BypassGovernanceRetention', input));

export const eraseVersion = (world: World, bucket: Bucket, key: string, version: ObjectVersion, cause: Cause, reason: string): void => {
  const left = versionsOf(world, bucket.name, key).filter(({ id }) => id !== version.id);
  saveVersions(world, bucket.name, key, left);
  tell(world, bucket, key, version, cause, { detailType: 'Object Deleted', reason, deletionType: 'Permanently Deleted' });
};
export const layMarker = (world: World, bucket: Bucket, key: string, cause: Cause, reason: string): ObjectVersion => {
  const marker = storeMarker(world, bucket, key);
  tell(world, bucket, key, marker, cause, { detailType: 'Object Deleted', reason, deletionType: 'Delete Marker Created' });
  return marker;
};

interface Removal extends OnObject {
  readonly BypassGovernanceRetention?: boolean;
  readonly IfMatch?: string;
  readonly IfMatchLastModifiedTime?: Date;
  readonly IfMatchSize?: number;
}
interface Removed {
  readonly DeleteMarker?: boolean;
  readonly VersionId?: string;
}
const removed = (context: Context, bucket: Bucket, input: Removal): Removed => {
  const { Key: key, VersionId: id } = input;
  const versions = versionsOf(context.world, bucket.name, key);
  const version = id === undefined ? versions[0] : versions.find((one) => one.id === id);
  mayDelete(key, version, input);
  if (id === undefined && bucket.versioning !== undefined) {
    const marker = layMarker(context.world, bucket, key, causeOf(context), 'DeleteObject');
    return { DeleteMarker: true, VersionId: marker.id };
  }
  // What is not there is deleted already.
  if (version === undefined) return id === undefined ? {} : { VersionId: id };
  if (isLocked(version, context.now) && !mayBypass(context, input, version, input.BypassGovernanceRetention === true)) throw lockedFault();
  eraseVersion(context.world, bucket, key, version, causeOf(context), 'DeleteObject');
  return { ...versionIdOf(bucket, version), ...(version.blob === undefined ? { DeleteMarker: true } : {}) };
};
const removalAccess = (context: Context, input: OnObject): Access =>
  onObject(context, input.VersionId === undefined ? 'DeleteObject' : 'DeleteObjectVersion', input);

export const remove = operation<DeleteObjectCommandInput, DeleteObjectCommandOutput>({
  trail: 'data',
  access: (input, context) => [removalAccess(context, input)],
  run: (input, context) => {
    if (input.MFA !== undefined) throw notSimulated('know MFA devices');
    return removed(context, bucketFor(context, input), input);
  },
});

/** A thousand keys a call. https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const MOST_KEYS = 1000;
/** Every key is a permission of its own: one refusal does not stop the others. */
export const removeMany = operation<DeleteObjectsCommandInput, DeleteObjectsCommandOutput>({
  trail: 'data',
  access: (input, context) => {
    bucketFor(context, input);
    return [];
  },
  run: (input, context) => {
    if (input.MFA !== undefined) throw notSimulated('know MFA devices');
    const bucket = bucketFor(context, input);
    const { Objects: wanted, Quiet: quiet = false } = input.Delete;
    if (wanted.length === 0 || wanted.length > MOST_KEYS) throw malformedXml();
    const outcomes = wanted.map(({ Key, VersionId, ETag, LastModifiedTime, Size }, index) => {
      const named = { Key, ...(VersionId === undefined ? {} : { VersionId }) };
      try {
        if (failsPartly(context, index))
          throw new AwsFault('InternalError', 'We encountered an internal error. Please try again.', { status: 500 });
        const one: Removal = {
          Bucket: input.Bucket,
          ...named,
          BypassGovernanceRetention: input.BypassGovernanceRetention === true,
          ...(ETag === undefined ? {} : { IfMatch: ETag }),
          ...(LastModifiedTime === undefined ? {} : { IfMatchLastModifiedTime: LastModifiedTime }),
          ...(Size === undefined ? {} : { IfMatchSize: Size }),
        };
        mustBeAllowed(context, removalAccess(context, one));
        const done = removed(context, bucket, one);
        return {
          deleted: {
            ...named,
            ...(done.DeleteMarker === true ? { DeleteMarker: true, DeleteMarkerVersionId: done.VersionId ?? 'null' } : {}),
          },
        };
      } catch (thrown) {
        if (!(thrown instanceof AwsFault)) throw thrown;
        return { error: { ...named, Code: thrown.code, Message: thrown.message } };
      }
    });
    return {
      Deleted: quiet ? [] : outcomes.flatMap(({ deleted }) => deleted ?? []),
      Errors: outcomes.flatMap(({ error }) => error ?? []),
    };
  },
});
