import type { Behaviour } from '../behaviour.ts';

const GUIDE = 'https://docs.aws.amazon.com/eventbridge/latest/userguide';
const REFERENCE = 'https://docs.aws.amazon.com/eventbridge/latest/APIReference';

export const firstRetry = {
  id: 'eventbridge.first-retry',
  says: 'A target that was throttled or out of order is tried again after a minute, then after twice as long, at most an hour apart, up to 185 times in 24 hours or as its retry policy says.',
  mark: 'assumed',
  source: `${GUIDE}/eb-rule-retry-policy.html (exponential with jitter; no number for the first pause)`,
  seconds: 60,
} as const satisfies Behaviour;

const documented = (id: string, says: string, source: string): Behaviour => ({ id: `eventbridge.${id}`, says, mark: 'documented', source });
const limit = (id: string, says: string): Behaviour => ({
  id: `eventbridge.${id}`,
  says,
  mark: 'assumed',
  source: 'a limit of the range, not a behaviour of AWS',
});
const assumed = (id: string, says: string, source: string): Behaviour => ({ id: `eventbridge.${id}`, says, mark: 'assumed', source });

export const EVENTBRIDGE_BEHAVIOURS: readonly Behaviour[] = [
  firstRetry,
  documented(
    'put',
    "PutEvents puts an application's events on a bus at once; the account is the caller's, whatever the event says.",
    `${REFERENCE}/API_PutEvents.html`,
  ),
  documented(
    'refused-entries',
    'An entry with a source that begins with aws., without source, detail type or detail, or with a detail that is no JSON object fails alone; the call succeeds.',
    `${REFERENCE}/API_PutEventsResultEntry.html`,
  ),
  documented('put-size', 'The entries of one PutEvents are at most ten and 1 MB together.', `${GUIDE}/eb-putevents.html`),
  documented(
    'missing-bus',
    'PutEvents answers an id for an event to a bus that does not exist, and throws the event away.',
    'https://github.com/aws/aws-cli/issues/9186',
  ),
  documented(
    'rule-states',
    'A rule in state ENABLED hears of no management read that CloudTrail recorded; ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS does. Data events need no such state.',
    `${GUIDE}/eb-service-event-cloudtrail.html`,
  ),
  documented(
    'put-rule-replaces',
    'PutRule on a rule that is there replaces it; its targets and tags stay.',
    `${REFERENCE}/API_PutRule.html`,
  ),
  documented('delete-rule', 'A rule with targets is not deleted; one that does not exist is.', `${REFERENCE}/API_DeleteRule.html`),
  documented(
    'managed-rules',
    'A rule that a service keeps is changed by nobody else; DeleteRule and RemoveTargets take Force.',
    `${REFERENCE}/API_DeleteRule.html`,
  ),
  documented(
    'quotas',
    '300 rules a bus, 100 buses, five targets a rule, 2,048 characters a pattern, 10,240 a bus policy.',
    `${GUIDE}/eb-quota.html`,
  ),
  documented('one-hop', 'An event that a rule forwarded to another bus is not forwarded to a third.', `${GUIDE}/eb-cross-account.html`),
  documented(
    'target-rights',
    "Pipelines and other accounts' buses are called as the target's role, which must trust events.amazonaws.com; functions and log groups by their own policy.",
    `${GUIDE}/eb-use-resource-based.html`,
  ),
  assumed(
    'bus-role',
    "A target that is another account's bus needs a role; one of the own account does not.",
    `${GUIDE}/eb-event-bus-target.html (says what to grant, not what the call refuses)`,
  ),
  assumed(
    'pattern-words',
    'InvalidEventPatternException says why in words of its own; also a pattern that is too long is one.',
    "AWS's own texts of this exception are not published",
  ),
  assumed(
    'statement-replaced',
    'PutPermission with the id of a statement that is there replaces the statement.',
    `${REFERENCE}/API_PutPermission.html does not say`,
  ),
  limit('targets', 'Targets are buses, SageMaker pipelines, functions and log groups; any other kind is stored, and fails each time.'),
  limit('dead-letters', 'There are no queues: an event that would go to a dead-letter queue is lost as when the queue does not exist.'),
  limit('schedules', 'No rule runs by schedule; archives, replays, endpoints, connections and partner sources do not exist.'),
  limit(
    'listeners',
    "A listener of the range hears every event of every account's default bus and all of PutEvents once; what rules forward is not heard again.",
  ),
];
