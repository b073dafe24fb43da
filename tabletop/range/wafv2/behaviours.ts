import type { Behaviour } from '../behaviour.ts';

const API = 'https://docs.aws.amazon.com/waf/latest/APIReference';
const GUIDE = 'https://docs.aws.amazon.com/waf/latest/developerguide';

export const propagation = {
  id: 'wafv2.propagation',
  says: 'A change of a web ACL, rule group, IP set or association is answered at once by Get and stops or passes requests 30 seconds later.',
  mark: 'assumed',
  source: `${GUIDE}/web-acl-creating.html (seconds to minutes, no number given)`,
  seconds: 30,
} as const satisfies Behaviour;

const documented = (id: string, says: string, source: string): Behaviour => ({ id: `wafv2.${id}`, says, mark: 'documented', source });
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `wafv2.${id}`, says, mark: 'assumed', source });

export const WAFV2_BEHAVIOURS: readonly Behaviour[] = [
  propagation,
  documented(
    'lock',
    'An update or deletion names the lock token of the last read; an older one is a WAFOptimisticLockException.',
    `${API}/API_UpdateWebACL.html`,
  ),
  documented(
    'replace',
    'UpdateWebACL, UpdateRuleGroup and UpdateIPSet replace everything: what is left out is gone.',
    `${API}/API_UpdateWebACL.html`,
  ),
  documented(
    'in-use',
    'What a web ACL, rule group or resource uses cannot be deleted: WAFAssociatedItemException.',
    `${API}/API_DeleteIPSet.html`,
  ),
  documented(
    'scope-region',
    'The scope CLOUDFRONT exists in us-east-1 only; elsewhere it is a WAFInvalidParameterException.',
    `${API}/API_CreateWebACL.html`,
  ),
  documented('one-acl', 'A resource has one web ACL; another association takes its place.', `${GUIDE}/web-acl-associating.html`),
  documented(
    'order',
    'Rules are asked by rising priority; Count goes on, Allow and Block end the matter, the default action decides the rest.',
    `${GUIDE}/web-acl-rule-actions.html`,
  ),
  documented(
    'rate',
    'A rate-based rule counts over 60, 120, 300 or 600 seconds, 300 by default, and its limit is 10 or more.',
    `${GUIDE}/waf-rule-statement-type-rate-based-request-limiting.html`,
  ),
  assumed(
    'rate-steady',
    'Steady traffic above the limit is stopped entirely, because every window is above it; traffic below the limit is not touched.',
    `${GUIDE}/waf-rule-statement-type-rate-based-caveats.html`,
  ),
  documented(
    'capacity',
    'IP sets and countries cost 1 unit, rate-based rules 2 and their scope, byte matches 2 or 10 and 10 a transformation, rule groups what they reserved; a web ACL has 5000.',
    `${GUIDE}/aws-waf-capacity-units.html`,
  ),
  documented(
    'group-capacity',
    'The capacity of a rule group is fixed when it is made; rules beyond it are a WAFLimitsExceededException.',
    `${API}/API_CreateRuleGroup.html`,
  ),
  documented(
    'stage-permission',
    'A stage of a REST API also asks for apigateway:SetWebACL.',
    `${GUIDE}/security_iam_service-with-iam.html`,
  ),
  assumed(
    'missing-stage',
    'A stage that does not exist is a WAFNonexistentItemException.',
    `${API}/API_AssociateWebACL.html names it among others`,
  ),
  assumed('puzzle', 'Captcha and Challenge stop the sample callers, which are programs.', 'the sample company'),
  documented('log-names', 'Logs go to one destination whose name begins with aws-waf-logs-.', `${GUIDE}/logging-destinations.html`),
  assumed('logs', 'No log lines are written, and the destination need not exist.', 'a limit of the range, not a behaviour of AWS'),
  assumed(
    'scope',
    'Managed rule groups, labels, regular expressions, custom keys and responses, and protection of other resources than stages do not exist.',
    'a limit of the range, not a behaviour of AWS',
  ),
];
