import type { Outcome } from '../finding/finding.ts';
import { paragraph, row } from './layout.ts';
import { counted, type Page } from './text-page.ts';

/** One decision about one event, from `send`, from `explain`, from the page. */
export interface DecisionReport {
  readonly outcome: Outcome;
  /** INC-1; null: it opened none and joined none. */
  readonly incident: number | null;
  /** `training-data-poisoning@1.0.0`. */
  readonly playbook: string | null;
  readonly mode: string | null;
  readonly reasons: readonly string[];
}

const outcomeText = ({ outcome, incident, playbook, mode, reasons }: DecisionReport): string => {
  const where = incident === null ? '' : ` -> INC-${incident}`;
  const how = [...(playbook === null ? [] : [`playbook ${playbook}`]), ...(mode === null ? [] : [`mode ${mode}`])];
  if (outcome === 'respond') return [`respond${where}`, ...how].join(', ');
  return reasons[0] === undefined ? `${outcome}${where}.` : `${outcome}${where}. ${reasons[0]}`;
};

/** Also "nothing happened" has its reasons: an event never disappears without a sentence. */
export const decisionLines = (decision: DecisionReport, { width }: Pick<Page, 'width'>): readonly string[] => [
  ...row('Outcome', [outcomeText(decision)], width),
  ...row('Why', decision.outcome === 'respond' ? decision.reasons : decision.reasons.slice(1), width),
];

/** Where nothing runs, the reason that decided is enough; `explain` gives them all. */
const inShort = (decision: DecisionReport): DecisionReport =>
  decision.outcome === 'record' || decision.outcome === 'ignore' ? { ...decision, reasons: decision.reasons.slice(0, 1) } : decision;

/** What `send` answers: the sentence that says what was sent, then the decisions; many of them as counts. */
export const sentLines = (sent: string, decisions: readonly DecisionReport[], page: Pick<Page, 'width'>): readonly string[] => {
  const head = paragraph(sent, page.width);
  if (decisions.length <= 3) return [...head, ...decisions.flatMap((decision) => decisionLines(inShort(decision), page))];
  const outcomes: readonly Outcome[] = ['respond', 'triage', 'record', 'ignore'];
  const counts = outcomes.map((outcome) => `${decisions.filter((decision) => decision.outcome === outcome).length} ${outcome}`);
  const incidents = [...new Set(decisions.flatMap(({ incident }) => (incident === null ? [] : [`INC-${incident}`])))];
  return [
    ...head,
    ...row('Outcome', [`${counted(decisions.length, 'event')}: ${counts.join(', ')}`], page.width),
    ...row('Incidents', incidents.length === 0 ? [] : [incidents.join(', ')], page.width),
  ];
};
