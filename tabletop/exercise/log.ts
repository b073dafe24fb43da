import type { Lane, LogEntry } from '../../core/exercise/outcome.ts';
import type { LedgerEvent } from '../../core/ledger/facts.ts';
import { sentenceFor, whoIs } from '../../core/report/sentence.ts';
import type { Receipt } from '../../engine/desk.ts';
import { secondsOfInstant } from './ledger-facts.ts';

const laneOf = (type: LedgerEvent['type']): Lane => {
  if (type.startsWith('approval.') || type.startsWith('choice.')) return 'decide';
  if (type === 'note.added') return 'comms';
  return type.startsWith('finding.') || type.startsWith('incident.') || type.startsWith('alarm.') ? 'detect' : 'act';
};

/** Plan digests are read out on the phone; in an exercise they are noise. */
const PLAN = / \(plan [0-9a-f-]+\)$/;
/** Proofs quote AWS at length; the ledger keeps all of it. */
const MAX_TEXT = 240;
const brief = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1).toWellFormed()}…` : text);

export const entryOfEvent = (event: LedgerEvent): LogEntry | undefined => {
  const text = sentenceFor(event);
  if (text === undefined) return undefined;
  return { seconds: secondsOfInstant(event.at), lane: laneOf(event.type), who: whoIs(event).who, text: brief(text.replace(PLAN, '')) };
};

/** What came of an event that nobody's ledger keeps. */
export const entryOfReceipt = (seconds: number, sample: string, receipts: readonly Receipt[]): LogEntry | undefined => {
  const [receipt] = receipts;
  if (receipt === undefined || receipt.incident !== null) return undefined;
  return { seconds, lane: 'detect', who: 'intake', text: `${receipt.outcome}: ${sample}; npx cordon explain last says why` };
};
