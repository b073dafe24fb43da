import { mayAct } from '../core/verb/read-args.ts';
import { routeOf } from '../core/verb/table.ts';
import { answerOf } from './client.ts';
import { connect } from './connect.ts';
import type { Handler } from './invocation.ts';
import { exitAfter } from './outcome.ts';
import { refusalData } from './output.ts';
import { whileWaiting } from './waiting.ts';
import { watch } from './watch.ts';

/** Any verb that the server knows: its arguments there, its answer here, and what happens afterwards. */
export const command: Handler = async (call, out, { dataDir }) => {
  const { verb, args } = call;
  const client = connect(call, out, dataDir);
  const reply = await whileWaiting(
    out,
    `${verb.name}: waiting for the answer`,
    client.post(`/commands/${routeOf(verb.name)}`, JSON.stringify(args), mayAct(verb, args)),
  );
  const answer = answerOf(reply);
  // 3 is an answer too: what was checked, and what differs.
  if (answer.exit === 0 || answer.exit === 3 || answer.exit === 4) out.lines(answer.lines);
  else {
    out.data({ ...answer.data, ...refusalData(answer.refusal) });
    out.refuse(answer.refusal, answer.lines);
    return answer.exit;
  }
  if (answer.follow === undefined) {
    const next = answer.next ?? 'npx cordon status';
    out.data(answer.exit === 3 ? { ...answer.data, ...refusalData(answer.refusal), next } : { ...answer.data, next });
    out.next(next);
    return answer.exit;
  }
  const { told, card } = await watch(client, out, answer.follow);
  out.data({ ...answer.data, incident: card, next: card.next });
  out.next(card.next);
  const exit = exitAfter(verb.name, told, card);
  return exit === 0 ? answer.exit : exit;
};
