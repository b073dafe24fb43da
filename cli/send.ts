import { sentLines } from '../core/report/text-decision.ts';
import { refusalOf } from './client.ts';
import { connect } from './connect.ts';
import { decisionOf, textOf, unreadLines } from './decisions.ts';
import { readEvent, type Input } from './input.ts';
import type { HandlerOf } from './invocation.ts';
import { isObject } from './object.ts';
import { Stop } from './stop.ts';
import { whileWaiting } from './waiting.ts';
import { watch } from './watch.ts';

/** `AI Detection from northbank.ingest-guard`, when the input is one event. */
const described = ({ name, bytes }: Input, count: number): string => {
  try {
    const event: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (isObject(event) && typeof event.source === 'string')
      return `Sent ${name} (${textOf(event['detail-type']) ?? 'event'} from ${event.source}).`;
  } catch {
    // NDJSON: counted below.
  }
  return `Sent ${name} (${count} decided).`;
};

/** Sends, tells the decision at once, and watches what the playbook does until it waits for somebody. */
export const send: HandlerOf<'send'> = async (call, out, { dataDir, root }) => {
  const client = connect(call, out, dataDir);
  const input = readEvent(call.args.event, root, client.shiftDays);
  const reply = await whileWaiting(out, `${input.name}: waiting for the decision`, client.post('/events', input.bytes, true));
  const decided = isObject(reply.body) && Array.isArray(reply.body.decisions) ? reply.body.decisions : [];
  if (reply.status !== 202 && decided.length === 0) throw new Stop({ ...refusalOf(reply), next: 'npx cordon send --help' });
  const decisions = decided.flatMap((value) => decisionOf(value) ?? []);
  out.lines(sentLines(described(input, decisions.length), decisions, out));
  const unread = unreadLines(decided, out.width);
  out.lines(unread);
  const opened = [...new Set(decisions.flatMap(({ outcome, incident }) => (outcome === 'respond' && incident !== null ? [incident] : [])))];
  const [only] = opened.length === 1 ? opened : [];
  const said = decided.length === 1 && isObject(decided[0]) ? textOf(decided[0].next) : null;
  const next = only === undefined ? (said ?? 'npx cordon list') : `npx cordon status INC-${only}`;
  if (only !== undefined && !call.args['no-follow']) await watch(client, out, { incident: only, fromSeq: 0 });
  out.data({ ...(isObject(reply.body) && reply.body), next });
  out.next(next);
  return reply.status === 202 && unread.length === 0 ? 0 : 2;
};
