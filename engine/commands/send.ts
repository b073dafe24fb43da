import * as z from 'zod';
import { sentLines } from '../../core/report/text-decision.ts';
import type { Desk } from '../desk.ts';
import type { Verb } from '../verb.ts';
import { pageOf, plainOf, refusal } from './answer.ts';

const sendArgs = z.strictObject({
  sample: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,63}$/, 'the name of a sample')
    .describe('name of a sample event'),
});

/** Sends one of the sample events that come with a sandbox; there are none on LIVE. */
export const send: Verb<Desk, typeof sendArgs> = {
  name: 'send',
  summary: 'Send a sample event.',
  args: sendArgs,
  positional: ['sample'],
  effect: 'act',
  run: async (desk, { sample }) => {
    const bytes = await desk.sample(sample);
    if (bytes === undefined) return refusal(6, 'not-found', `There is no sample ${sample}.`, 'npx cordon send --help');
    const receipts = await desk.receive(bytes);
    const reports = receipts.flatMap(({ outcome, ...rest }) => (outcome === 'unreadable' ? [] : [{ ...rest, outcome }]));
    const next = receipts[0]?.next ?? 'npx cordon list';
    return {
      exit: 0,
      lines: sentLines(`Sent samples/${sample}.json.`, reports, pageOf(desk)),
      data: { decisions: receipts.map(plainOf) },
      next,
    };
  },
};
