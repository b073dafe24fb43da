import middy from '@middy/core';
import { makeIntake } from '../engine/intake/intake.ts';
import { sources } from '../sources/index.ts';
import { cloudtrail, sagemaker } from './clients.ts';
import { liveIntakeDesk } from './live.ts';
import { once } from './once.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting */
interface QueueEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}
// The services of INVENTORY_READS.
const desk = liveIntakeDesk({ cloudtrail, sagemaker });
const intake = once(async () => makeIntake(await desk(), sources));

/** Events from the queue. What cannot be read or decided goes back, and after its tries to the dead-letter queue, where an alarm sees it. */
export const handler = middy(async ({ Records }: QueueEvent) => {
  const receive = await intake();
  const failed: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of Records) {
    try {
      const receipts = await receive(body);
      for (const receipt of receipts) console.log(JSON.stringify({ cordon: 'decision', ...receipt }));
      if (receipts.some(({ outcome }) => outcome === 'unreadable')) failed.push({ itemIdentifier: messageId });
    } catch (thrown) {
      console.error(JSON.stringify({ cordon: 'intake-failed', messageId, why: String(thrown) }));
      failed.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures: failed };
});
