import type { ListPublicKeysCommandInput, ListPublicKeysCommandOutput } from '@aws-sdk/client-cloudtrail';
import { operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { digestKeyOf } from './digest-key.ts';

/** When the range's one key of a Region is good: always. */
const FROM = new Date('2020-01-01T00:00:00Z');
const UNTIL = new Date('2099-12-31T23:59:59Z');

/** With these, anybody can check the digests of this Region. */
export const listPublicKeys = operation<ListPublicKeysCommandInput, ListPublicKeysCommandOutput>({
  trail: 'read',
  access: () => [{ action: 'cloudtrail:ListPublicKeys', resource: '*' }],
  run: (input, { region, now }) => {
    if (input.NextToken !== undefined) throw new AwsFault('InvalidTokenException', 'Invalid token.');
    const [from, until] = [input.StartTime?.getTime() ?? FROM.getTime(), input.EndTime?.getTime() ?? now];
    if (from > until) throw new AwsFault('InvalidTimeRangeException', 'Start time must be before end time');
    const { publicDer, fingerprint } = digestKeyOf(region);
    return { PublicKeyList: [{ Value: publicDer, ValidityStartTime: FROM, ValidityEndTime: UNTIL, Fingerprint: fingerprint }] };
  },
});
