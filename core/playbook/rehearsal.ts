import type { Reason } from '../finding/finding.ts';
import type { JsonObject } from '../json.ts';
import type { PlaybookDocument } from './document.ts';
import { evaluate, holds } from './expression.ts';
import type { Path } from './problem.ts';
import type { Rehearsal } from './rehearsal-file.ts';
import type { Scope, StepScope } from './scope.ts';
import { selectPlaybook } from './select.ts';
import { blocksOf, rulesOf, type Step } from './step.ts';
import { render, wholeExpression } from './template.ts';

export interface RehearsedStep {
  /** Of a step inside a foreach: `each/0/copy`, the foreach, the number of the item, the step. */
  readonly id: string;
  /** Where the step stands in the document. */
  readonly path: Path;
  readonly with?: JsonObject;
  readonly skipped?: string;
  /** An expression had no answer; live, a person would be asked. */
  readonly asks?: string;
  /** Of a decide: what was answered. */
  readonly answer?: string;
  /** What was assumed, because the rehearsal does not say it. */
  readonly assumed?: string;
  /** Of a foreach: how many items there are. */
  readonly items?: number;
  /** The run ends here. */
  readonly ends?: true;
}
export interface Rehearsed {
  readonly answers: boolean;
  readonly reasons: readonly Reason[];
  readonly steps: readonly RehearsedStep[];
}

type Left = Readonly<Record<string, StepScope>>;
const NOTHING_LEFT: StepScope = { outcome: 'done', output: {} };
const SKIPPED: StepScope = { outcome: 'skipped', output: {} };

interface Setting {
  readonly scope: Omit<Scope, 'steps'>;
  /** What the file says that steps leave. */
  readonly said: Left;
  /** In front of the ids of steps inside a foreach. */
  readonly prefix: string;
}
interface Played {
  readonly steps: readonly RehearsedStep[];
  readonly left: Left;
}

const saidOf = ({ said, prefix }: Setting, id: string): StepScope | undefined => said[`${prefix}${id}`] ?? said[id];

/** The answer of a decide: the file's, else what is done when nobody answers. */
const answered = (step: Step, said: StepScope | undefined): Pick<RehearsedStep, 'answer' | 'assumed' | 'asks'> => {
  if (!('decide' in step)) return {};
  const { options, otherwise } = step.decide;
  const answer = said?.answer;
  if (answer === undefined) return { answer: otherwise, assumed: `nobody answers: ${otherwise}` };
  const answers = options.map((option) => option.answer);
  return answers.includes(answer) ? { answer } : { asks: `${answer} is no answer; there are ${answers.join(', ')}` };
};

const itemsOf = (step: Step, scope: Scope): { readonly items: readonly Scope['item'][] } | { readonly asks: string } => {
  if (!('foreach' in step)) return { items: [] };
  const found = evaluate(wholeExpression(step.foreach.in)?.text ?? step.foreach.in, scope);
  if (!found.ok) return { asks: found.failure.why };
  if (!Array.isArray(found.value)) return { asks: `${step.foreach.in} is no list` };
  const { length } = found.value;
  const { atMost } = step.foreach;
  return length > atMost ? { asks: `there are ${length} items, and at most ${atMost} may be done: nothing is` } : { items: found.value };
};

const own = (step: Step, path: Path, scope: Scope, setting: Setting): RehearsedStep => {
  const { when } = step;
  const head = { id: `${setting.prefix}${step.id}`, path };
  const goes = when === undefined ? undefined : holds(when, scope);
  if (goes?.ok === false) return { ...head, asks: goes.failure.why };
  if (goes?.value === false) return { ...head, skipped: `${when} is false` };
  if ('foreach' in step) {
    const found = itemsOf(step, scope);
    return 'asks' in found ? { ...head, ...found } : { ...head, items: found.items.length };
  }
  if (blocksOf(step).length > 0) return head;
  const rendered = render(rulesOf(step).template[1], scope);
  if (!rendered.ok) return { ...head, asks: rendered.failure.why };
  return { ...head, with: rendered.value, ...answered(step, saidOf(setting, step.id)), ...('abort' in step && { ends: true as const }) };
};

/** The blocks of a step that is done: branches beside each other, the steps of a foreach once per item. */
const inside = (step: Step, path: Path, before: Left, setting: Setting): readonly Played[] =>
  blocksOf(step).flatMap((block) => {
    const at = [...path, ...block.path];
    if (!block.loop) return [inOrder(block.steps, at, before, setting)];
    const found = itemsOf(step, { ...setting.scope, steps: before });
    if ('asks' in found) return [];
    return found.items.map((item, index) => {
      const each: Setting = {
        ...setting,
        scope: { ...setting.scope, ...(item !== undefined && { item }) },
        prefix: `${setting.prefix}${step.id}/${index}/`,
      };
      return { ...inOrder(block.steps, at, before, each), left: {} };
    });
  });

const playOne = (step: Step, path: Path, before: Left, setting: Setting): Played => {
  const head = own(step, path, { ...setting.scope, steps: before }, setting);
  if (head.skipped !== undefined) {
    const within = blocksOf(step).filter(({ loop }) => !loop);
    const passed = within.flatMap(({ steps }) => steps.map(({ id }) => [id, SKIPPED] as const));
    return { steps: [head], left: { ...Object.fromEntries(passed), [step.id]: SKIPPED } };
  }
  const parts = head.asks === undefined ? inside(step, path, before, setting) : [];
  const { answer: _answer, ...said } = saidOf(setting, step.id) ?? NOTHING_LEFT;
  const left = { ...said, ...(head.answer !== undefined && { answer: head.answer }) };
  return {
    steps: [head, ...parts.flatMap(({ steps }) => steps)],
    left: { ...Object.assign({}, ...parts.map((part) => part.left)), [step.id]: left },
  };
};
/** Steps one after the other, until one ends the run. `before`: what steps above have left. */
const inOrder = (steps: readonly Step[], path: Path, before: Left, setting: Setting): Played => {
  let played: Played = { steps: [], left: {} };
  for (const [index, step] of steps.entries()) {
    const one = playOne(step, [...path, index], { ...before, ...played.left }, setting);
    played = { steps: [...played.steps, ...one.steps], left: { ...played.left, ...one.left } };
    if (one.steps.some(({ ends }) => ends)) break;
  }
  return played;
};

const leftIn = (left: Rehearsal['left']): Left =>
  Object.fromEntries(
    Object.entries(left ?? {}).map(([id, { outcome, output, answer }]) => [
      id,
      { outcome, output, ...(answer !== undefined && { answer }) },
    ]),
  );

/** What a playbook would do about a finding: every condition and every argument, with nothing called. */
export const rehearse = (document: PlaybookDocument, { finding: sample, asset: entry, incident, left }: Rehearsal): Rehearsed => {
  const { target, ...rest } = sample;
  const resources = rest.resources.map(({ arn: name, ...one }) => ({ ...one, ...(name && { arn: name }) }));
  const finding: NonNullable<Scope['finding']> = { ...rest, resources, ...(target && { target }) };
  const opened = incident && { ...incident, incidentClass: finding.incidentClass, title: finding.title };
  const asset: Scope['asset'] = target && entry && { ...target, ...entry, adopted: true, links: [], seenAt: finding.observedAt };
  const { playbook, reasons } = selectPlaybook([document], { finding, ...(asset && { asset }) });
  if (playbook === undefined) return { answers: false, reasons, steps: [] };
  const scope = { finding, ...(asset && { asset }), ...(opened && { incident: opened }) };
  return { answers: true, reasons, steps: inOrder(document.steps, ['steps'], {}, { scope, said: leftIn(left), prefix: '' }).steps };
};
