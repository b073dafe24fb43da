import { Duration, aws_sqs as sqs, type Stack } from 'aws-cdk-lib';

/** Longest that SQS keeps a message: over a long weekend. */
export const KEPT = Duration.days(14);
/** Six times the time that intake has. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export const INTAKE_TIMEOUT = Duration.seconds(60);
/** An event that failed five times is a question to people. */
const TRIES = 5;

export const encrypted = { encryption: sqs.QueueEncryption.SQS_MANAGED, enforceSSL: true } as const;

/** What falls out of a FIFO queue must fall into one. */
export const deadLetters = (stack: Stack, id: string, kind: 'fifo' | 'standard' = 'standard'): sqs.Queue =>
  new sqs.Queue(stack, id, { ...encrypted, retentionPeriod: KEPT, ...(kind === 'fifo' && { fifo: true }) });

export interface Queues {
  /** From EventBridge to intake. */
  readonly events: sqs.Queue;
  /** What intake could not read or decide. */
  readonly undecided: sqs.Queue;
  /** What EventBridge could not put into `events`. */
  readonly undelivered: sqs.Queue;
  /** Runs that could not be started and sweeps that failed. */
  readonly unstarted: sqs.Queue;
  /** Batches of the ledger's stream that notify could not work off. */
  readonly untold: sqs.Queue;
}

export const makeQueues = (stack: Stack): Queues => {
  const undecided = deadLetters(stack, 'Undecided');
  return {
    undecided,
    events: new sqs.Queue(stack, 'Events', {
      ...encrypted,
      retentionPeriod: KEPT,
      visibilityTimeout: Duration.seconds(INTAKE_TIMEOUT.toSeconds() * 6),
      deadLetterQueue: { queue: undecided, maxReceiveCount: TRIES },
    }),
    undelivered: deadLetters(stack, 'Undelivered'),
    unstarted: deadLetters(stack, 'Unstarted'),
    untold: deadLetters(stack, 'Untold'),
  };
};
/** Every queue into which something falls that nobody worked off. */
export const deadLetterQueues = ({ undecided, undelivered, unstarted, untold }: Queues): Readonly<Record<string, sqs.Queue>> => ({
  Undecided: undecided,
  Undelivered: undelivered,
  Unstarted: unstarted,
  Untold: untold,
});
