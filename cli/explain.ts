import { explainFile, type ExplainedEvent, type Explanation } from '../core/finding/explain.ts';
import { paragraph, row } from '../core/report/layout.ts';
import { decisionLines } from '../core/report/text-decision.ts';
import { deciderFrom } from './decider.ts';
import { readInput } from './input.ts';
import type { HandlerOf } from './invocation.ts';
import { refusalData, type Output } from './output.ts';
import type { Refusal } from './stop.ts';

const eventLines = ({ at, shape, outcome, aiWorkload, playbook, reasons }: ExplainedEvent, out: Output): readonly string[] => [
  ...paragraph(`${at}  ${shape}, AI workload: ${aiWorkload}`, out.width),
  ...decisionLines(
    {
      outcome,
      incident: null,
      playbook: playbook === null || playbook === undefined ? null : `${playbook.id}@${playbook.version}`,
      mode: null,
      reasons: reasons.map(({ sentence }) => sentence),
    },
    out,
  ),
];

const unreadableRefusal = (name: string, { events, unreadable }: Explanation): Refusal => ({
  exit: 2,
  code: 'unreadable',
  message: `${unreadable.length} of ${events.length + unreadable.length} in ${name} could not be read`,
  hint: 'EventBridge envelopes, CloudTrail records, GuardDuty and Security Hub findings are read; one, a list, or one per line',
  effect: 'no-change',
  next: 'npx cordon explain --help',
});

/** The same decision as the server's, from the file alone: no server, no AWS account, nothing written. */
export const explain: HandlerOf<'explain'> = async ({ args }, out, { root }) => {
  out.place('OFFLINE  this decides from the file alone: it asks no server and no AWS account', 'OFFLINE');
  const input = readInput(args.file);
  const explanation = explainFile(input.bytes, await deciderFrom(root, args.assets));
  out.lines(explanation.events.flatMap((event) => eventLines(event, out)));
  out.lines(explanation.unreadable.flatMap(({ at, failure }) => row(at, [`cannot be read: ${failure.why}`], out.width)));
  const refusal = explanation.unreadable.length === 0 ? undefined : unreadableRefusal(input.name, explanation);
  const next = explanation.events.length === 1 ? (explanation.events[0]?.next ?? 'npx cordon list') : 'npx cordon list';
  out.data({ ...explanation, ...(refusal === undefined ? { next } : refusalData(refusal)) });
  if (refusal === undefined) out.next(next);
  else out.refuse(refusal);
  return refusal?.exit ?? 0;
};
