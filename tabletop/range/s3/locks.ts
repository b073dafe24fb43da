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
import { operation, type Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { bucketFor, given, onObject, type OnObject } from './access.ts';
import { invalidArgument, invalidRequest, lockedFault, malformedXml } from './faults.ts';
import { readable } from './read.ts';
import { mayBypass } from './remove.ts';
import type { ObjectVersion, Retention } from './state.ts';
import { replaceVersion } from './write.ts';

const DAY = 86_400_000;
const located = (context: Context, input: OnObject): ObjectVersion => {
  if (bucketFor(context, input).lock === undefined) throw invalidRequest('Bucket is missing Object Lock Configuration');
  return readable(context, input);
};
const missing = (): AwsFault =>
  new AwsFault('NoSuchObjectLockConfiguration', 'The specified object does not have a ObjectLock configuration', { status: 404 });

/** COMPLIANCE grows and nothing else; GOVERNANCE grows, and everything else is for those who bypass it. */
const isWeaker = (before: Retention, after: Retention | undefined): boolean =>
  after === undefined || after.until < before.until || after.mode !== before.mode;

export const putRetention = operation<PutObjectRetentionCommandInput, PutObjectRetentionCommandOutput>({
  trail: 'data',
  access: (input, context) => {
    const until = input.Retention?.RetainUntilDate;
    return [
      onObject(
        context,
        'PutObjectRetention',
        input,
        given({
          'object-lock-mode': input.Retention?.Mode,
          'object-lock-retain-until-date': until,
          'object-lock-remaining-retention-days': until === undefined ? undefined : Math.ceil((until.getTime() - context.now) / DAY),
        }),
      ),
      ...(input.BypassGovernanceRetention === true ? [onObject(context, 'BypassGovernanceRetention', input)] : []),
    ];
  },
  run: (input, context) => {
    const version = located(context, input);
    const { Mode: mode, RetainUntilDate: date } = input.Retention ?? {};
    if ((mode === undefined) !== (date === undefined)) throw malformedXml();
    const after = mode === undefined || date === undefined ? undefined : { mode, until: date.getTime() };
    if (after !== undefined && after.until <= context.now) throw invalidArgument('The retain until date must be in the future!');
    const before = version.retention;
    const isHeld = before !== undefined && before.until > context.now;
    // A legal hold keeps the version, not its retention.
    const { legalHold: _hold, ...unheld } = version;
    if (isHeld && isWeaker(before, after) && !mayBypass(context, input, unheld, input.BypassGovernanceRetention === true))
      throw lockedFault();
    const { retention: _gone, ...bare } = version;
    replaceVersion(context.world, input.Bucket, input.Key, version, after === undefined ? bare : { ...bare, retention: after });
    return {};
  },
});

export const getRetention = operation<GetObjectRetentionCommandInput, GetObjectRetentionCommandOutput>({
  trail: 'data',
  access: (input, context) => [onObject(context, 'GetObjectRetention', input)],
  run: (input, context) => {
    const { retention } = located(context, input);
    if (retention === undefined) throw missing();
    return { Retention: { Mode: retention.mode, RetainUntilDate: new Date(retention.until) } };
  },
});

export const putHold = operation<PutObjectLegalHoldCommandInput, PutObjectLegalHoldCommandOutput>({
  trail: 'data',
  access: (input, context) => [
    onObject(context, 'PutObjectLegalHold', input, given({ 'object-lock-legal-hold': input.LegalHold?.Status })),
  ],
  run: (input, context) => {
    const version = located(context, input);
    if (input.LegalHold?.Status === undefined) throw malformedXml();
    replaceVersion(context.world, input.Bucket, input.Key, version, { ...version, legalHold: input.LegalHold.Status === 'ON' });
    return {};
  },
});

export const getHold = operation<GetObjectLegalHoldCommandInput, GetObjectLegalHoldCommandOutput>({
  trail: 'data',
  access: (input, context) => [onObject(context, 'GetObjectLegalHold', input)],
  run: (input, context) => {
    const { legalHold } = located(context, input);
    if (legalHold === undefined) throw missing();
    return { LegalHold: { Status: legalHold ? 'ON' : 'OFF' } };
  },
});
