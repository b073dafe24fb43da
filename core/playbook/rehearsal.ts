import type { Reason } from '../finding/finding.ts';
import { canonical, type JsonObject } from '../json.ts';
import type { PlaybookDocument } from './document.ts';
import { holds } from './expression.ts';
import { quoted } from './problem.ts';
import type { Rehearsal } from './rehearsal-file.ts';
import type { Scope, StepScope } from './scope.ts';
import { selectPlaybook } from './select.ts';
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
  const rendered = render(step.with ?? {}, scope);
  return rendered.ok ? { id, with: rendered.value } : { id, asks: rendered.failure.why };
};

/** What a playbook would do about a finding: every condition and every argument, with nothing called. */
export const rehearse = (document: PlaybookDocument, { finding: sample, incident, left = {} }: Rehearsal): Rehearsed => {
  const { target, ...rest } = sample;
  const resources = rest.resources.map(({ arn: name, ...one }) => ({ ...one, ...(name && { arn: name }) }));
  const finding: NonNullable<Scope['finding']> = { ...rest, resources, ...(target && { target }) };
  const opened = incident && { ...incident, incidentClass: finding.incidentClass, title: finding.title };
  const { playbook, reasons } = selectPlaybook([document], { finding });
  if (playbook === undefined) return { answers: false, reasons, steps: [] };
  const steps: Record<string, StepScope> = {};
  const done = document.steps.map((step) => {
    const rehearsed = rehearseStep(step, { finding, steps: { ...steps }, ...(opened && { incident: opened }) });
    steps[step.id] = rehearsed.skipped === undefined ? (left[step.id] ?? NOTHING_LEFT) : { outcome: 'skipped', output: {} };
    return rehearsed;
  });
  return { answers: true, reasons, steps: done };
};

const stepDifference = (wanted: NonNullable<Rehearsal['expect']['steps']>[number], found: RehearsedStep | undefined): readonly string[] => {
  if (found === undefined) return [`step ${wanted.id} is expected, but is not there`];
  if (found.asks !== undefined) return [`step ${wanted.id} would ask a person: ${found.asks}`];
  if (wanted.id !== found.id) return [`step ${wanted.id} is expected where ${found.id} is`];
  const [want, got] = wanted.skipped === undefined ? [wanted.with, found.with] : [wanted.skipped, found.skipped];
  return canonical(want ?? null) === canonical(got ?? null)
    ? []
    : [`step ${wanted.id}: ${quoted(want)} is expected, ${quoted(got)} was found`];
};

/** What differs from what was expected; empty: as expected. */
export const differences = (wanted: Rehearsal['expect'], found: Rehearsed): readonly string[] => {
  const sentences = found.reasons.map(({ sentence }) => sentence).join('; ');
  if (wanted.answers !== found.answers) return [`it ${found.answers ? 'answers' : 'stays quiet'}: ${sentences}`];
  const because = sentences.includes(wanted.because) ? [] : [`the reason is ${sentences}; expected was ${wanted.because}`];
  if (wanted.steps === undefined) return because;
  const extra = found.steps.slice(wanted.steps.length).map(({ id }) => `step ${id} is not expected`);
  return [...because, ...wanted.steps.flatMap((step, index) => stepDifference(step, found.steps[index])), ...extra];
};
