import type { Service } from '../operation.ts';
import { CLOUDTRAIL_BEHAVIOURS } from './behaviours.ts';
import { getEventSelectors, getInsightSelectors, putEventSelectors } from './event-selectors.ts';
import { startLogging, stopLogging } from './logging.ts';
import { lookupEvents } from './lookup.ts';
import { createTrail, deleteTrail, updateTrail } from './manage-trails.ts';
import { listPublicKeys } from './public-keys.ts';
import { describeTrails, getTrail, getTrailStatus, listTrails } from './read-trails.ts';
import { addTags, listTags, removeTags } from './trail-tags.ts';

export const cloudtrailService: Service = {
  prefix: 'cloudtrail',
  signingName: 'cloudtrail',
  eventSource: 'cloudtrail.amazonaws.com',
  load: () => import('@aws-sdk/client-cloudtrail'),
  operations: {
    LookupEvents: lookupEvents,
    CreateTrail: createTrail,
    UpdateTrail: updateTrail,
    DeleteTrail: deleteTrail,
    DescribeTrails: describeTrails,
    GetTrail: getTrail,
    GetTrailStatus: getTrailStatus,
    ListTrails: listTrails,
    StartLogging: startLogging,
    StopLogging: stopLogging,
    PutEventSelectors: putEventSelectors,
    GetEventSelectors: getEventSelectors,
    GetInsightSelectors: getInsightSelectors,
    AddTags: addTags,
    RemoveTags: removeTags,
    ListTags: listTags,
    ListPublicKeys: listPublicKeys,
  },
  behaviours: CLOUDTRAIL_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
