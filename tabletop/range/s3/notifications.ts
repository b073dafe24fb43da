import type {
  GetBucketNotificationConfigurationCommandInput,
  GetBucketNotificationConfigurationCommandOutput,
  PutBucketNotificationConfigurationCommandInput,
  PutBucketNotificationConfigurationCommandOutput,
} from '@aws-sdk/client-s3';
import { operation } from '../operation.ts';
import { bucketFor, onBucket } from './access.ts';
import { NOTIFICATION } from './events.ts';
import { notSimulated } from './faults.ts';
import { putSetting, removeSetting, settingOf } from './settings.ts';

/** Replaces the whole; an empty one turns everything off. Only EventBridge is told: topics, queues and functions would have to be called. */
export const putNotification = operation<PutBucketNotificationConfigurationCommandInput, PutBucketNotificationConfigurationCommandOutput>({
  trail: 'write',
  access: (input, context) => [onBucket(context, 'PutBucketNotification', input)],
  run: (input, context) => {
    const bucket = bucketFor(context, input);
    const { EventBridgeConfiguration, ...others } = input.NotificationConfiguration;
    if (Object.values(others).some((list) => list !== undefined && list.length > 0))
      throw notSimulated('notify topics, queues or functions; it sends events to EventBridge');
    if (EventBridgeConfiguration === undefined) removeSetting(context.world, bucket, NOTIFICATION);
    else putSetting(context.world, bucket, NOTIFICATION, { EventBridgeConfiguration: {} });
    return {};
  },
});
export const getNotification = operation<GetBucketNotificationConfigurationCommandInput, GetBucketNotificationConfigurationCommandOutput>({
  trail: 'read',
  access: (input, context) => [onBucket(context, 'GetBucketNotification', input)],
  run: (input, context) => (settingOf(bucketFor(context, input), NOTIFICATION) === undefined ? {} : { EventBridgeConfiguration: {} }),
});
