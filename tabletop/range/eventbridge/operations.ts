import type { Service } from '../operation.ts';
import { EVENTBRIDGE_BEHAVIOURS } from './behaviours.ts';
import { createEventBus, deleteEventBus, describeEventBus, listEventBuses, updateEventBus } from './buses.ts';
import { testEventPattern } from './pattern.ts';
import { putPermission, removePermission } from './permissions.ts';
import { putEvents } from './put-events.ts';
import { listRuleNamesByTarget, listRules, listTargetsByRule } from './rule-lists.ts';
import { listTagsForResource, tagResource, untagResource } from './rule-tags.ts';
import { deleteRule, describeRule, disableRule, enableRule, putRule } from './rules.ts';
import { putTargets, removeTargets } from './targets.ts';

export const eventbridgeService: Service = {
  prefix: 'events',
  signingName: 'events',
  eventSource: 'events.amazonaws.com',
  load: () => import('@aws-sdk/client-eventbridge'),
  operations: {
    PutEvents: putEvents,
    TestEventPattern: testEventPattern,
    CreateEventBus: createEventBus,
    DescribeEventBus: describeEventBus,
    ListEventBuses: listEventBuses,
    UpdateEventBus: updateEventBus,
    DeleteEventBus: deleteEventBus,
    PutPermission: putPermission,
    RemovePermission: removePermission,
    PutRule: putRule,
    DescribeRule: describeRule,
    EnableRule: enableRule,
    DisableRule: disableRule,
    DeleteRule: deleteRule,
    ListRules: listRules,
    ListRuleNamesByTarget: listRuleNamesByTarget,
    ListTargetsByRule: listTargetsByRule,
    PutTargets: putTargets,
    RemoveTargets: removeTargets,
    TagResource: tagResource,
    UntagResource: untagResource,
    ListTagsForResource: listTagsForResource,
  },
  behaviours: EVENTBRIDGE_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
