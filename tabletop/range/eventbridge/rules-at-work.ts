import type { JsonObject } from '../../../core/json.ts';
import { instantOf } from '../../../core/time.ts';
import { RangeEvent } from '../events.ts';
import type { World } from '../world.ts';
import { firstRetry } from './behaviours.ts';
import { note, type Invocation } from './invocations.ts';
import { invoke } from './invoke.ts';
import { matches } from './pattern.ts';
import { ALL_READS, rulesOf, type Rule, type Target } from './state.ts';
import { inputFor } from './transform.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
const RETRIES = 185;
const LONGEST_AGE_SECONDS = 86_400;
const LONGEST_PAUSE_SECONDS = 3600;

/** An event at a bus: from its source, or forwarded by a rule of another bus. */
interface AtBus {
  readonly event: RangeEvent;
  readonly bus: string;
  readonly isRead: boolean;
  readonly isForwarded: boolean;
}
interface Try {
  readonly event: RangeEvent;
  readonly attempt: number;
  readonly firstAt: number;
  readonly isForwarded: boolean;
}
const hears = (rule: Rule, { bus, isRead }: AtBus): boolean =>
  rule.bus === bus && rule.state !== 'DISABLED' && (!isRead || rule.state === ALL_READS);

const plain = (event: RangeEvent): JsonObject => ({ ...event });
const tryTarget = (world: World, rule: Rule, target: Target, { event, attempt, firstAt, isForwarded }: Try): void => {
  const now = world.time.now();
  const told = (outcome: Invocation['outcome'], why?: string): void =>
    note(world, {
      at: now,
      rule: rule.arn,
      target: target.Id,
      arn: target.Arn,
      event: event.id,
      outcome,
      attempt,
      ...(why === undefined ? {} : { why }),
    });
  const invoked = invoke(world, rule, target, event, inputFor(rule, target, plain(event), instantOf(now)));
  if (invoked.kind === 'done') return told('delivered');
  if (invoked.kind === 'forward') {
    if (isForwarded) return told('not-forwarded', 'An event that came from another bus does not go on to a third.');
    told('delivered');
    return arrive(world, { event, bus: invoked.bus, isRead: false, isForwarded: true });
  }
  const { MaximumRetryAttempts = RETRIES, MaximumEventAgeInSeconds = LONGEST_AGE_SECONDS } = target.RetryPolicy ?? {};
  const awsSeconds = Math.min(world.lasts(firstRetry) * 2 ** Math.min(attempt - 1, 20), LONGEST_PAUSE_SECONDS);
  const age = ((now - firstAt) / 1000) * world.time.pace + awsSeconds;
  if (invoked.isRetryable && attempt <= MaximumRetryAttempts && age <= MaximumEventAgeInSeconds) {
    world.timers.add('rule-retry', awsSeconds, {
      rule: rule.arn,
      target: target.Id,
      event: plain(event),
      attempt: attempt + 1,
      firstAt,
      isForwarded,
    });
    return told('retrying', invoked.why);
  }
  const queue = target.DeadLetterConfig?.Arn;
  // A dead-letter queue is an SQS queue, and the range has none: the event is gone, as on AWS when the queue is.
  told('failed', queue === undefined ? invoked.why : `${invoked.why} The dead-letter queue ${queue} does not exist.`);
};

const arrive = (world: World, at: AtBus): void => {
  for (const rule of rulesOf(world).values()) {
    if (!hears(rule, at) || !matches(rule.pattern, plain(at.event))) continue;
    const first = { event: at.event, attempt: 1, firstAt: world.time.now(), isForwarded: at.isForwarded };
    for (const target of rule.targets) tryTarget(world, rule, target, first);
  }
};

export const startRules = (world: World): void => {
  world.bus.route((arrived) => arrive(world, { ...arrived, isForwarded: false }));
  world.timers.on('rule-retry', (data) => {
    const rule = typeof data['rule'] === 'string' ? rulesOf(world).get(data['rule']) : undefined;
    const target = rule?.targets.find(({ Id }) => Id === data['target']);
    // Whoever takes the target away, or switches the rule off, ends its tries.
    if (rule === undefined || target === undefined || rule.state === 'DISABLED') return;
    tryTarget(world, rule, target, {
      event: RangeEvent.parse(data['event']),
      attempt: Number(data['attempt']),
      firstAt: Number(data['firstAt']),
      isForwarded: data['isForwarded'] === true,
    });
  });
};
