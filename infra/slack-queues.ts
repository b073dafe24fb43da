import { Duration, aws_sqs as sqs, type Stack } from 'aws-cdk-lib';
import { deadLetters, encrypted, KEPT } from './queues.ts';

/** `release` waits 8 s for its question, and asks functions that may start cold. */
export const WORKER_TIMEOUT = Duration.seconds(60);
/** Most of it is waiting for Slack's rate limits to pass. */
export const OUTBOX_TIMEOUT = Duration.seconds(120);
/**
 * What failed comes back after the visibility timeout, so it is not six times as long as the function here, which is for throttled functions:
 * both have concurrency of their own.
 */
const [WORKER_AGAIN, OUTBOX_AGAIN] = [Duration.seconds(90), Duration.seconds(180)];
/** Slack takes answers for 30 minutes. What somebody typed before that must not happen behind their back. https://docs.slack.dev/interactivity/handling-user-interaction */
const STALE = Duration.minutes(30);
const WORKER_TRIES = 3;
/** Most that SQS allows; with OUTBOX_AGAIN two days in which Slack is away. What is pending stands in the table all the same. */
const OUTBOX_TRIES = 1000;

export interface SlackQueues {
  /** From the ingress to the worker: what people typed and pressed, in order for each of them. */
  readonly requests: sqs.Queue;
  readonly unhandled: sqs.Queue;
  /** From the bus to the outbox: there is news of an incident. */
  readonly news: sqs.Queue;
  readonly unsaid: sqs.Queue;
}

export const makeSlackQueues = (stack: Stack): SlackQueues => {
  const [unhandled, unsaid] = [deadLetters(stack, 'SlackUnhandled', 'fifo'), deadLetters(stack, 'SlackUnsaid', 'fifo')];
  return {
    unhandled,
    unsaid,
    requests: new sqs.Queue(stack, 'SlackRequests', {
      ...encrypted,
      fifo: true,
      retentionPeriod: STALE,
      visibilityTimeout: WORKER_AGAIN,
      deadLetterQueue: { queue: unhandled, maxReceiveCount: WORKER_TRIES },
    }),
    news: new sqs.Queue(stack, 'SlackNews', {
      ...encrypted,
      fifo: true,
      // EventBridge names a group and no deduplication id. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
      contentBasedDeduplication: true,
      retentionPeriod: KEPT,
      visibilityTimeout: OUTBOX_AGAIN,
      deadLetterQueue: { queue: unsaid, maxReceiveCount: OUTBOX_TRIES },
    }),
  };
};
