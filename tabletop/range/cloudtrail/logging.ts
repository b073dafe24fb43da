import type {
  StartLoggingCommandInput,
  StartLoggingCommandOutput,
  StopLoggingCommandInput,
  StopLoggingCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import { operation } from '../operation.ts';
import { onTrail, ownTrail } from './find-trail.ts';
import { trailsOf } from './trail-state.ts';

export const startLogging = operation<StartLoggingCommandInput, StartLoggingCommandOutput>({
  trail: 'write',
  access: ({ Name }, context) => onTrail('StartLogging')(Name, context),
  run: ({ Name }, context) => {
    const trail = ownTrail(context, Name);
    if (!trail.isLogging) trailsOf(context.world).put(trail.arn, { ...trail, isLogging: true, startedAt: context.now });
    return {};
  },
});

export const stopLogging = operation<StopLoggingCommandInput, StopLoggingCommandOutput>({
  trail: 'write',
  access: ({ Name }, context) => onTrail('StopLogging')(Name, context),
  run: ({ Name }, context) => {
    const trail = ownTrail(context, Name);
    if (trail.isLogging) trailsOf(context.world).put(trail.arn, { ...trail, isLogging: false, stoppedAt: context.now });
    return {};
  },
});
