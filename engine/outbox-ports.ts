import type { IncidentId } from '../core/id.ts';
import type { SlackMessage } from '../core/report/slack/blocks.ts';
import type { Instant } from '../core/time.ts';

/** One message of an incident, as far as is known: claimed before it is sent, done once Slack has said where it is. */
export interface SentMessage {
  readonly key: string;
  readonly claimedAt: Instant;
  /** Absent: whether it was sent is not known. */
  readonly done?: { readonly ts: string; readonly digest: string };
}
/** What was told to Slack and what was not, in a table that survives a crash. */
export interface Outbox {
  /** There is news of this incident up to this event. Kept before the change feed moves on. */
  news(incidentId: IncidentId, seq: number): Promise<void>;
  /** Incidents with news that is not told, those that wait longest first. */
  pending(): Promise<readonly IncidentId[]>;
  /** Everything up to this event is told; later news stays. */
  told(incidentId: IncidentId, seq: number): Promise<void>;
  messages(incidentId: IncidentId): Promise<readonly SentMessage[]>;
  /** Write-ahead. False: somebody else has claimed it since `before` was read. */
  claim(incidentId: IncidentId, key: string, at: Instant, before?: Instant): Promise<boolean>;
  /** It certainly was not sent. */
  unclaim(incidentId: IncidentId, key: string): Promise<void>;
  done(incidentId: IncidentId, key: string, sent: { readonly ts: string; readonly digest: string }): Promise<void>;
}

export type Sent =
  | { readonly kind: 'sent'; readonly ts: string }
  /** Certainly not sent; may be tried after so many seconds. */
  | { readonly kind: 'not-now'; readonly seconds: number; readonly why: string }
  /** Perhaps sent. */
  | { readonly kind: 'unknown'; readonly why: string }
  /** Certainly not sent, and the same again would be refused again. `shape`: because of its blocks. */
  | { readonly kind: 'refused'; readonly shape: boolean; readonly why: string };

/** One channel of one chat. */
export interface Messenger {
  /** `key` travels with the message, so that `find` knows it again. `thread`: as a reply to that message. */
  post(key: string, message: SlackMessage, thread?: string): Promise<Sent>;
  update(key: string, message: SlackMessage, ts: string): Promise<Sent>;
  /** Pinning twice is once. */
  pin(ts: string): Promise<Sent>;
  /** Reads back what an earlier attempt may have sent: its place, or `null` when it is not there. */
  find(
    key: string,
    since: Instant,
    thread?: string,
  ): Promise<{ readonly kind: 'read'; readonly ts: string | null } | Exclude<Sent, { kind: 'sent' }>>;
}
