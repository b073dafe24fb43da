import { row } from './layout.ts';

/** One step of a plan, as far as it is printed. */
export interface PlanLine {
  readonly path: string;
  readonly verdict: string;
  readonly detail: readonly string[];
}
export const planLines = (steps: readonly PlanLine[], width: number): readonly string[] =>
  steps.flatMap(({ path, verdict, detail }) => row(path, [`${verdict}  ${detail[0] ?? ''}`, ...detail.slice(1)], width));

export const planHead = (target: string, incidentClass: string, playbook: { readonly id: string; readonly version: string }): string =>
  `If ${target} were hit by ${incidentClass} right now, ${playbook.id}@${playbook.version} would (nothing was changed):`;

/** `1 step would fail tonight.` */
export const failingLine = (failing: number): string => `${failing} ${failing === 1 ? 'step' : 'steps'} would fail tonight.`;
