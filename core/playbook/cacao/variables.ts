import type { Json, JsonObject } from '../../json.ts';
import type { PlaybookDocument } from '../document.ts';
import { compile } from '../expression.ts';
import { blocksOf, rulesOf, type Step } from '../step.ts';
import { expressionsIn } from '../template.ts';
import { pathOf } from '../vocabulary.ts';
import { ROOTS } from '../scope.ts';
import { stepsIn } from '../walk.ts';

const ROOT_NAMES: ReadonlySet<string> = new Set(ROOTS);
/** `__finding_target_arn__`: letters, digits, `_` and `-`, at most 200 in all. */
const nameOf = (path: string): string => `__${path.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 196)}__`;

/** Paths such as `finding.target.arn` that expressions read, the longest of each. The item of a foreach may be read whole. */
const pathsIn = (texts: readonly string[]): readonly string[] => {
  const found = texts.flatMap((text) => {
    const made = compile(text);
    return made.ok ? made.value.nodes.map((node) => pathOf(node) ?? []) : [];
  });
  const named = found.filter(([root = '', field]) => ROOT_NAMES.has(root) && (field !== undefined || root === 'item'));
  const paths = [...new Set(named.map((path) => path.join('.')))];
  return paths.filter((path) => !paths.some((other) => other.startsWith(`${path}.`))).toSorted();
};
const templateOf = (step: Step): Json => rulesOf(step).template[1];
const readBy = (step: Step): readonly string[] => pathsIn(expressionsIn(templateOf(step)).map(({ text }) => text));

export const argumentsOf = (step: Step): readonly string[] => readBy(step).map(nameOf);
const conditionVariable = ({ id }: Step): string => `__when_${id}__`;
export const answerVariable = ({ id }: Step): string => nameOf(`steps.${id}.answer`);
/** True while there are items of a foreach that were not taken. */
export const leftVariable = ({ id }: Step): string => `__left_${id}__`;
/** What the steps of a foreach read of their item. */
export const itemVariables = (step: Step): readonly string[] => {
  const read = blocksOf(step).flatMap(({ steps }) => steps.flatMap(readBy));
  return [...new Set(read.filter((path) => path === 'item' || path.startsWith('item.')).map(nameOf))].toSorted();
};
/** What a playbook that is called hands back by name. */
export const handedBack = (step: Step, called: PlaybookDocument | undefined): readonly string[] =>
  Object.keys(called?.outputs ?? {}).map((name) => nameOf(`steps.${step.id}.output.${name}`));

/** `steps.choose.answer == "rollback"` and nothing else: CACAO can say that itself. */
const answerPattern = ({ when }: Step): string | undefined => {
  const made = when === undefined ? undefined : compile(when);
  if (made?.ok !== true || made.value.ast.op !== '==') return undefined;
  const [left, right] = made.value.ast.args;
  const [root, id, field, ...deeper] = pathOf(left) ?? [];
  if (root !== 'steps' || id === undefined || field !== 'answer' || deeper.length > 0) return undefined;
  if (right.op !== 'value' || typeof right.args !== 'string' || !/^[a-z0-9-]+$/.test(right.args)) return undefined;
  return `${nameOf(`steps.${id}.answer`)}:value = '${right.args}'`;
};
/** CACAO wants a pattern over variables; ours is CEL, so the variable is what the CEL answers. */
export const conditionOf = (step: Step): string | undefined =>
  step.when === undefined ? undefined : (answerPattern(step) ?? `${conditionVariable(step)}:value = 'true'`);

type Variables = readonly (readonly [name: string, variable: JsonObject])[];
const asked = (step: Step): Variables =>
  step.when === undefined || answerPattern(step) !== undefined
    ? []
    : [[conditionVariable(step), { type: 'bool', description: `CEL: ${step.when}`, external: true }]];
const answers = (step: Step): Variables => {
  if (!('decide' in step)) return [];
  const { options, otherwise } = step.decide;
  const description = `one of ${options.map(({ answer }) => answer).join(', ')}; ${otherwise} when nobody answers in time`;
  return [[answerVariable(step), { type: 'string', description, value: otherwise }]];
};
const items = (step: Step): Variables => {
  if (!('foreach' in step)) return [];
  const left = `CEL: ${step.foreach.in}; true while an item of it was not taken`;
  const taken = itemVariables(step).map((name) => [name, { type: 'string', description: 'of the item that was taken last' }] as const);
  return [[leftVariable(step), { type: 'bool', description: left, external: true }], ...taken];
};

/** What a run is handed over: everything that a step's texts read, and what each condition answers. Values come from outside. */
export const variablesOf = (document: PlaybookDocument, called: (id: string) => PlaybookDocument | undefined): JsonObject => {
  const { inputs, outputs } = document;
  const steps = stepsIn(document);
  const paths = [...new Set(steps.flatMap(readBy))].toSorted();
  const described = (path: string): string => inputs?.[path.replace(/^inputs\./, '')]?.describe ?? path;
  const read = paths.map((path) => [nameOf(path), { type: 'string', description: described(path), external: true }] as const);
  const returned = steps.flatMap((step) =>
    'playbook' in step
      ? handedBack(step, called(step.playbook)).map(
          (name) => [name, { type: 'string', description: `handed back by ${step.playbook}` }] as const,
        )
      : [],
  );
  const given = Object.entries(outputs ?? {}).map(
    ([name, text]) => [nameOf(`outputs.${name}`), { type: 'string', description: `handed back to who calls it: ${text}` }] as const,
  );
  return Object.fromEntries([...read, ...steps.flatMap(asked), ...steps.flatMap(items), ...steps.flatMap(answers), ...returned, ...given]);
};
