import type {
  GetObjectLegalHoldCommandInput,
  GetObjectLegalHoldCommandOutput,
  GetObjectRetentionCommandInput,
  GetObjectRetentionCommandOutput,
  PutObjectLegalHoldCommandInput,
  PutObjectLegalHoldCommandOutput,
  PutObjectRetentionCommandInput,
  PutObjectRetentionCommandOutput,
} from '@aws-sdk/client-s3';
import { operation, type Context, type Operation } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { bucketFor, lockedFault, onObject } from './access.ts';
import { mayBypass, readable } from './objects.ts';
import { versionsOf, type Bucket, type ObjectVersion } from './state.ts';
import { saveVersions } from './write.ts';

interface Named {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string;
}
const located = (context: Context, input: Named, access: Access): { readonly bucket: Bucket; readonly version: ObjectVersion } => {
  const bucket = bucketFor(context, input.Bucket, access);
  if (bucket.lock === undefined) throw new AwsFault('InvalidRequest', 'Bucket is missing Object Lock Configuration', { status: 400 });
  return { bucket, version: readable(context, bucket, input.Key, input.VersionId) };
};
const replace = (context: Context, input: Named, before: ObjectVersion, after: ObjectVersion): void =>
  saveVersions(
    context.world,
    input.Bucket,
    input.Key,
    versionsOf(context.world, input.Bucket, input.Key).map((version) => (version === before ? after : version)),
  );
const missing = (): AwsFault =>
  new AwsFault('NoSuchObjectLockConfiguration', 'The specified object does not have a ObjectLock configuration', { status: 404 });

const putRetention = operation<PutObjectRetentionCommandInput, PutObjectRetentionCommandOutput>({
  trail: 'data',
  access: (input) => [onObject('PutObjectRetention', input.Bucket, input.Key)],
  run: (input, context) => {
    const { version } = located(context, input, onObject('PutObjectRetention', input.Bucket, input.Key));
    const { Mode: mode, RetainUntilDate: date } = input.Retention ?? {};
    const before = version.retention;
    const bypass = mayBypass(context, input.Bucket, input.Key, version, input.BypassGovernanceRetention === true);
    const isHeld = before !== undefined && before.until > context.now;
    if (mode === undefined || date === undefined) {
      if (isHeld && !bypass) throw lockedFault();
      const { retention: _gone, ...free } = version;
      replace(context, input, version, free);
      return {};
    }
    if (date.getTime() <= context.now)
      throw new AwsFault('InvalidArgument', 'The retain until date must be in the future!', { status: 400 });
    const weaker =
      isHeld &&
      (date.getTime() < before.until ||
        (before.mode === 'COMPLIANCE' && mode !== 'COMPLIANCE') ||
        (before.mode === 'GOVERNANCE' && mode !== 'GOVERNANCE' && !bypass));
    if (weaker && !bypass) throw lockedFault();
    replace(context, input, version, { ...version, retention: { mode, until: date.getTime() } });
    return {};
  },
});

const getRetention = operation<GetObjectRetentionCommandInput, GetObjectRetentionCommandOutput>({
  trail: 'data',
  access: (input) => [onObject('GetObjectRetention', input.Bucket, input.Key)],
  run: (input, context) => {
    const { version } = located(context, input, onObject('GetObjectRetention', input.Bucket, input.Key));
    if (version.retention === undefined) throw missing();
    return { Retention: { Mode: version.retention.mode, RetainUntilDate: new Date(version.retention.until) } };
  },
});

const putHold = operation<PutObjectLegalHoldCommandInput, PutObjectLegalHoldCommandOutput>({
  trail: 'data',
  access: (input) => [onObject('PutObjectLegalHold', input.Bucket, input.Key)],
  run: (input, context) => {
    const { version } = located(context, input, onObject('PutObjectLegalHold', input.Bucket, input.Key));
    if (input.LegalHold?.Status === undefined)
      throw new AwsFault('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema', {
        status: 400,
      });
    replace(context, input, version, { ...version, legalHold: input.LegalHold.Status === 'ON' });
    return {};
  },
});

const getHold = operation<GetObjectLegalHoldCommandInput, GetObjectLegalHoldCommandOutput>({
  trail: 'data',
  access: (input) => [onObject('GetObjectLegalHold', input.Bucket, input.Key)],
  run: (input, context) => {
    const { version } = located(context, input, onObject('GetObjectLegalHold', input.Bucket, input.Key));
    if (version.legalHold === undefined) throw missing();
    return { LegalHold: { Status: version.legalHold ? 'ON' : 'OFF' } };
  },
});

export const LOCK_OPERATIONS: Readonly<Record<string, Operation>> = {
  PutObjectRetention: putRetention,
  GetObjectRetention: getRetention,
  PutObjectLegalHold: putHold,
  GetObjectLegalHold: getHold,
};
