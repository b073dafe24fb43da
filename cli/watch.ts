import type { IncidentCard, TimelineLine } from '../core/report/card.ts';
import { resultLines } from '../core/report/text-incident.ts';
import { instantOf } from '../core/time.ts';
import { incidentCard } from './cards.ts';
import type { Client } from './client.ts';
import { follow } from './follow.ts';
import type { Output } from './output.ts';

export interface Watched {
  readonly told: readonly TimelineLine[];
  readonly card: IncidentCard;
}

/** Shows what happens in an incident until it settles, then what came of it. */
export const watch = async (
  client: Client,
  out: Output,
  from: { readonly incident: number; readonly fromSeq: number },
): Promise<Watched> => {
  const told = await follow(client, out, from);
  const card = await incidentCard(client, from.incident);
  out.lines(resultLines(card, { now: instantOf(Date.now()), width: out.width }));
  return { told, card };
};
