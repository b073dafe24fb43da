import { isObject } from '../../../core/json.ts';
import type { World } from '../world.ts';
import { eventDelay } from './behaviours.ts';
import { settingOf } from './settings.ts';
import type { Bucket, ObjectVersion } from './state.ts';

export const NOTIFICATION = 'NotificationConfiguration';
/** Whom an event names: an account, or a service that did it by itself. */
export interface Cause {
  readonly requester: string;
  readonly requestId: string;
  readonly sourceIp: string;
  readonly now: number;
}
interface Happened {
  readonly detailType: 'Object Created' | 'Object Deleted' | 'Object Tags Added' | 'Object Tags Deleted';
  readonly reason?: string;
  readonly deletionType?: 'Permanently Deleted' | 'Delete Marker Created';
}
/** Where calls of the range seem to come from; CloudTrail writes the same. */
const SOURCE = '192.0.2.10';
export const causeOf = (context: { readonly account: string; readonly requestId: string; readonly now: number }): Cause => ({
  requester: context.account,
  requestId: context.requestId.replaceAll('-', '').slice(0, 16).toUpperCase(),
  sourceIp: SOURCE,
  now: context.now,
});

/** Hexadecimal; of two events of one key the later has the greater. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
const sequencer = (world: World, now: number): string =>
  `00${now.toString(16).padStart(12, '0')}${world.ids.count('s3-sequencer').toString(16).padStart(4, '0')}`.toUpperCase();

/** To EventBridge, when the bucket sends its events there. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
export const tell = (world: World, bucket: Bucket, key: string, version: ObjectVersion, cause: Cause, what: Happened): void => {
  if (!isObject(settingOf(bucket, NOTIFICATION)?.['EventBridgeConfiguration'])) return;
  const isCreation = what.detailType === 'Object Created';
  const moves = what.reason !== undefined;
  world.bus.emit(
    {
      source: 'aws.s3',
      detailType: what.detailType,
      account: bucket.account,
      region: bucket.region,
      resources: [`arn:aws:s3:::${bucket.name}`],
      detail: {
        version: '0',
        bucket: { name: bucket.name },
        object: {
          key,
          ...(isCreation ? { size: version.size } : {}),
          etag: version.etag.replaceAll('"', '') || 'd41d8cd98f00b204e9800998ecf8427e',
          ...(bucket.versioning === undefined ? {} : { 'version-id': version.id }),
          ...(moves ? { sequencer: sequencer(world, cause.now) } : {}),
        },
        'request-id': cause.requestId,
        requester: cause.requester,
        'source-ip-address': cause.sourceIp,
        ...(what.reason === undefined ? {} : { reason: what.reason }),
        ...(what.deletionType === undefined ? {} : { 'deletion-type': what.deletionType }),
      },
      at: cause.now,
    },
    world.lasts(eventDelay),
  );
};
