import type { Answer } from '../engine/verb.ts';
import type { ApprovalCard, IncidentCard, Overview, PersonCard, TimelineLine } from '../core/report/card.ts';
import type { JsonObject } from '../core/json.ts';
import type { SlackDesk } from './slackbox/slackbox.ts';

/** Who acts: the linked identity, and the surface it came through. */
export interface ActingPerson {
  readonly id: string;
  /** `console`: the page's session; `cli`: whoever presents the key itself. */
  readonly via: 'console' | 'cli';
}

/** What the local server needs from Cordon. Reads answer `undefined` for what is not there; only bugs throw. */
export interface Backend {
  /** Does each part answer a read right now? */
  ready(): Promise<{ readonly ledger: boolean; readonly playbooks: boolean; readonly range: boolean }>;
  /** The verbs that `command` knows; the page shows no button for others. */
  readonly verbs: readonly string[];
  overview(you: string): Promise<Overview>;
  incident(number: number): Promise<IncidentCard | undefined>;
  approval(number: number): Promise<ApprovalCard | undefined>;
  /** The incident's ledger events in order; `undefined`: no such incident. */
  events(number: number): Promise<readonly object[] | undefined>;
  /** POST /events: envelope, array or NDJSON as received. Never throws: unreadable input is a 400 body that says what and where. */
  receive(bytes: Uint8Array): Promise<{ readonly status: number; readonly body: JsonObject }>;
  /** `args` are unchecked: the verb's own schema refuses what it does not know (exit 2). */
  command(verb: string, args: JsonObject, actor: ActingPerson): Promise<Answer>;
  person(id: string): PersonCard | undefined;
  /** Lines from `fromSeq` on, in order, until the incident waits for somebody, ends, or `signal` aborts. */
  follow(
    incidentNumber: number,
    fromSeq: number,
    onLine: (line: TimelineLine) => void,
    signal: AbortSignal,
  ): Promise<{ readonly reason: string }>;
  /** Called after something was appended to the ledger; may be called often. Answers how to unsubscribe. */
  changed(listener: () => void): () => void;
  /** The local Slack; without it the page shows no channel. */
  readonly slackbox?: SlackDesk;
}
