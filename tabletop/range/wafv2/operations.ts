import type { Service } from '../operation.ts';
import { ASSOCIATION_OPERATIONS } from './associations.ts';
import { WAFV2_BEHAVIOURS } from './behaviours.ts';
import { IP_SET_OPERATIONS } from './ip-sets.ts';
import { LOGGING_OPERATIONS } from './logging.ts';
import { RULE_GROUP_OPERATIONS } from './rule-groups.ts';
import { WEB_ACL_OPERATIONS } from './web-acls.ts';

export const wafv2Service: Service = {
  prefix: 'wafv2',
  signingName: 'wafv2',
  eventSource: 'wafv2.amazonaws.com',
  load: () => import('@aws-sdk/client-wafv2'),
  operations: { ...WEB_ACL_OPERATIONS, ...RULE_GROUP_OPERATIONS, ...IP_SET_OPERATIONS, ...ASSOCIATION_OPERATIONS, ...LOGGING_OPERATIONS },
  behaviours: WAFV2_BEHAVIOURS,
  denied: { code: 'AccessDeniedException', status: 400 },
};
