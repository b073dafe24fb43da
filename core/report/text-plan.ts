import { row } from './layout.ts';

/** One step of a plan, as far as it is printed. */
export interface PlanLine {
  readonly path: string;
  readonly verdict: string;
  readonly detail: readonly string[];
}
export const planLines = (steps: readonly PlanLine[], width: number): readonly string[] =>
  steps.flatMap(({ path, verdict, detail }) => row(path, [`${verdict}  ${detail[0] ?? ''}`, ...detail.slice(1)], width));

interface PlanHead {
  readonly incidentClass: string;
  readonly playbook: { readonly id: string; readonly version: string };
  readonly supposed: readonly string[];
}
export const planHead = (target: string, { incidentClass, playbook, supposed }: PlanHead, width: number): readonly string[] => [
  `If ${target} were hit by ${incidentClass} right now, ${playbook.id}@${playbook.version} would (nothing was changed):`,
  ...row('supposed', supposed, width),
];

/** `1 step would fail tonight.` */
export const failingLine = (failing: number): string => `${failing} ${failing === 1 ? 'step' : 'steps'} would fail tonight.`;
