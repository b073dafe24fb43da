import type { Answer } from '../../functions/process.ts';
import type { Loose } from '../../infra/deployment.ts';

interface Message {
  readonly messageId: string;
  readonly group: string;
  readonly body: string;
  received: number;
  visibleAt: number;
}
export interface Fifo {
  /** Answers false when it was a repeat, which SQS accepts and does not deliver. */
  readonly send: (body: string, group: string, dedup: string | undefined) => boolean;
  /** What waits or is being worked on. */
  readonly left: () => number;
  /** What was received too often. */
  readonly dead: readonly string[];
  /** Receives of a message after its first. */
  readonly again: () => number;
  readonly close: () => Promise<void>;
}

const TICK = 20;

/**
 * A FIFO queue of SQS with its event source mapping, as their synthesised properties say: repeats are dropped, a group is worked on one batch
 * at a time and in order, what failed holds its group up until it is visible again, and falls out after its tries. Nothing ages out.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export const startFifo = (
  queue: Record<string, Loose>,
  mapping: Record<string, Loose>,
  /** AWS's own waits run this much faster. */
  pace: number,
  deliver: (event: object) => Promise<Answer>,
): Fifo => {
  if (queue['FifoQueue'] !== true) throw new Error('not a FIFO queue');
  if (mapping['FunctionResponseTypes']?.[0] !== 'ReportBatchItemFailures') throw new Error('a batch would fail as a whole');
  const visibility = (queue['VisibilityTimeout'] * 1000) / pace;
  const tries: number = queue['RedrivePolicy'].maxReceiveCount;
  const seen = new Set<string>();
  const busy = new Set<string>();
  const dead: string[] = [];
  let messages: Message[] = [];
  let [serial, again] = [0, 0];
  const working = new Set<Promise<void>>();

  const work = async (group: string, batch: readonly Message[]): Promise<void> => {
    const Records = batch.map(({ messageId, body }) => ({ messageId, body, eventSource: 'aws:sqs' }));
    const { payload, failed } = await deliver({ Records });
    const back = failed
      ? batch.map(({ messageId }) => messageId)
      : (JSON.parse(payload).batchItemFailures as { itemIdentifier: string }[]).map(({ itemIdentifier }) => itemIdentifier);
    for (const one of batch) {
      const returns = back.includes(one.messageId);
      if (returns) one.visibleAt = Date.now() + visibility;
      if (returns && one.received >= tries) dead.push(one.body);
      if (!returns || one.received >= tries) messages = messages.filter((other) => other !== one);
    }
    busy.delete(group);
  };
  const poll = (): void => {
    for (const group of new Set(messages.map((one) => one.group))) {
      const waiting = messages.filter((one) => one.group === group);
      // The first of a group that is not visible hides those after it.
      if (busy.has(group) || (waiting[0]?.visibleAt ?? Infinity) > Date.now()) continue;
      const batch = waiting.slice(0, mapping['BatchSize']).filter(({ visibleAt }) => visibleAt <= Date.now());
      for (const one of batch) {
        one.received += 1;
        if (one.received > 1) again += 1;
      }
      busy.add(group);
      const running = work(group, batch).finally(() => working.delete(running));
      working.add(running);
    }
  };
  const timer = setInterval(poll, TICK);
  return {
    send: (body, group, dedup) => {
      const key = dedup ?? (queue['ContentBasedDeduplication'] === true ? body : undefined);
      if (key === undefined) throw new Error('InvalidParameterValue: the queue needs a MessageDeduplicationId');
      if (seen.has(key)) return false;
      seen.add(key);
      messages.push({ messageId: `m-${(serial += 1)}`, group, body, received: 0, visibleAt: 0 });
      return true;
    },
    left: () => messages.length,
    dead,
    again: () => again,
    close: async () => {
      clearInterval(timer);
      await Promise.allSettled(working);
    },
  };
};
