import { row } from '../core/report/layout.ts';
import type { DecisionReport } from '../core/report/text-decision.ts';
import { isObject } from './object.ts';

export const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const sentences = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []);

/** A decision of `POST /events`. */
export const decisionOf = (value: unknown): DecisionReport | undefined => {
  if (!isObject(value)) return undefined;
  const { outcome, incident, playbook, mode, reasons } = value;
  if (outcome !== 'ignore' && outcome !== 'record' && outcome !== 'triage' && outcome !== 'respond') return undefined;
  return {
    outcome,
    incident: typeof incident === 'number' ? incident : null,
    playbook: textOf(playbook),
    mode: textOf(mode),
    reasons: sentences(reasons),
  };
};

/** What could not be read, and where; it does not stop the rest. */
export const unreadLines = (values: readonly unknown[], width: number): readonly string[] =>
  values.flatMap((value) =>
    isObject(value) && value.outcome === 'unreadable'
      ? row(textOf(value.at) ?? 'unreadable', [`cannot be read: ${sentences(value.reasons).join('; ')}`], width)
      : [],
  );
