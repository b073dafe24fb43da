import type { Reason } from '../finding/finding.ts';
import type { JsonObject } from '../json.ts';
import type { PlaybookDocument } from './document.ts';
import { holds } from './expression.ts';
import type { Rehearsal } from './rehearsal-file.ts';
import type { Scope, StepScope } from './scope.ts';
import { selectPlaybook } from './select.ts';
import { rulesOf } from './step.ts';
import { render } from './template.ts';

export interface RehearsedStep {
  readonly id: string;
  readonly with?: JsonObject;
  readonly skipped?: string;
  /** An expression had no answer; live, a person would be asked. */
  readonly asks?: string;
}
export interface Rehearsed {
  readonly answers: boolean;
  readonly reasons: readonly Reason[];
  readonly steps: readonly RehearsedStep[];
}

const NOTHING_LEFT: StepScope = { outcome: 'done', output: {} };

const rehearseStep = (step: PlaybookDocument['steps'][number], scope: Scope): RehearsedStep => {
  const { id, when } = step;
  const goes = when === undefined ? undefined : holds(when, scope);
  if (goes?.ok === false) return { id, asks: goes.failure.why };
  if (goes?.value === false) return { id, skipped: `${when} is false` };
  const [, template] = rulesOf(step).template;
  const rendered = render(template, scope);
  return rendered.ok ? { id, with: rendered.value } : { id, asks: rendered.failure.why };
};

/** What a playbook would do about a finding: every condition and every argument, with nothing called. */
export const rehearse = (document: PlaybookDocument, { finding: sample, asset: entry, incident, left = {} }: Rehearsal): Rehearsed => {
  const { target, ...rest } = sample;
  const resources = rest.resources.map(({ arn: name, ...one }) => ({ ...one, ...(name && { arn: name }) }));
  const finding: NonNullable<Scope['finding']> = { ...rest, resources, ...(target && { target }) };
  const opened = incident && { ...incident, incidentClass: finding.incidentClass, title: finding.title };
  const asset: Scope['asset'] = target && entry && { ...target, ...entry, adopted: true, links: [], seenAt: finding.observedAt };
  const { playbook, reasons } = selectPlaybook([document], { finding, ...(asset && { asset }) });
  if (playbook === undefined) return { answers: false, reasons, steps: [] };
  const steps: Record<string, StepScope> = {};
  const done = document.steps.map((step) => {
    const rehearsed = rehearseStep(step, { finding, steps: { ...steps }, ...(asset && { asset }), ...(opened && { incident: opened }) });
    steps[step.id] = rehearsed.skipped === undefined ? (left[step.id] ?? NOTHING_LEFT) : { outcome: 'skipped', output: {} };
    return rehearsed;
  });
  return { answers: true, reasons, steps: done };
};
