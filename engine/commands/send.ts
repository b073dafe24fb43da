import { sentLines } from '../../core/report/text-decision.ts';
import type { Run } from '../verb.ts';
import { pageOf, plainOf, refusal } from './answer.ts';

const SAMPLE = /^[a-z][a-z0-9-]{0,63}$/;

/** Sends one of the sample events that come with a sandbox; there are none on LIVE. A server reads nobody's files. */
export const send: Run<'send'> = async (desk, { event: sample }) => {
  if (!SAMPLE.test(sample)) return refusal(2, 'usage', 'send takes the name of a sample as event', 'npx cordon send --help');
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
};
