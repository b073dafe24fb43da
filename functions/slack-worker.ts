import middy from '@middy/core';
import { personBySlackId } from '../adapters/slack/desk.ts';
import { queuedRequest } from '../adapters/slack/receiver.ts';
import { makeWorker } from '../adapters/slack/worker.ts';
import { COMMANDS, runCommand } from '../engine/commands/index.ts';
import { cloudtrail, sagemaker } from './clients.ts';
import { livePeopleDesk, liveSlack } from './live.ts';
import { once, SECRETS_KEPT } from './once.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting */
interface QueueEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}
/** They read files or evidence, which this function may not. */
const HERE_ONLY = new Set(['send', 'evidence verify', 'playbook lint', 'playbook plan']);
// The services of INVENTORY_READS.
const people = livePeopleDesk({ cloudtrail, sagemaker });
const worker = once(async () => {
  const { botToken, apiUrl } = await liveSlack();
  const trouble = (what: string, thrown: unknown) => console.error(JSON.stringify({ cordon: 'slack-trouble', what, why: String(thrown) }));
  const desk = await people();
  return makeWorker({
    desk: {
      verbs: COMMANDS.filter(({ name }) => !HERE_ONLY.has(name)),
      command: (verb, args, actor) => runCommand(desk, verb, args, actor),
      person: personBySlackId(desk.policy.assets.people),
    },
    botToken,
    apiUrl,
    trouble,
  });
}, SECRETS_KEPT);

/** What people typed and pressed, in the order of the FIFO queue: when one fails, those after it in the batch wait too. */
export const handler = middy(async ({ Records }: QueueEvent) => {
  const work = await worker();
  for (const [index, { messageId, body }] of Records.entries()) {
    try {
      await work(queuedRequest(body));
    } catch (thrown) {
      console.error(JSON.stringify({ cordon: 'slack-worker-failed', messageId, why: String(thrown) }));
      return { batchItemFailures: Records.slice(index).map((record) => ({ itemIdentifier: record.messageId })) };
    }
  }
  return { batchItemFailures: [] };
});
