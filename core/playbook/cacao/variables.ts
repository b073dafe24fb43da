import type { Json, JsonObject } from '../../json.ts';
import type { PlaybookDocument } from '../document.ts';
import { compile } from '../expression.ts';
import { rulesOf, type Step } from '../step.ts';
import { expressionsIn } from '../template.ts';
import { pathOf } from '../vocabulary.ts';
import { ROOTS } from '../scope.ts';

const ROOT_NAMES: ReadonlySet<string> = new Set(ROOTS);
/** `__finding_target_arn__`: letters, digits, `_` and `-`, at most 200 in all. */
const nameOf = (path: string): string => `__${path.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 196)}__`;

/** Paths such as `finding.target.arn` that expressions read, the longest of each. */
const pathsIn = (texts: readonly string[]): readonly string[] => {
  const found = texts.flatMap((text) => {
    const made = compile(text);
    return made.ok ? made.value.nodes.map((node) => pathOf(node) ?? []) : [];
  });
  const paths = [
    ...new Set(found.filter(([root = '', field]) => ROOT_NAMES.has(root) && field !== undefined).map((path) => path.join('.'))),
  ];
  return paths.filter((path) => !paths.some((other) => other.startsWith(`${path}.`))).toSorted();
};
const templateOf = (step: Step): Json => rulesOf(step).template[1];
const readBy = (step: Step): readonly string[] => pathsIn(expressionsIn(templateOf(step)).map(({ text }) => text));

export const argumentsOf = (step: Step): readonly string[] => readBy(step).map(nameOf);
export const conditionVariable = ({ id }: Step): string => `__when_${id}__`;

/** What a run is handed over: everything that a step's texts read, and what each condition answers. Values come from outside. */
export const variablesOf = ({ steps, inputs }: PlaybookDocument): JsonObject => {
  const paths = [...new Set(steps.flatMap(readBy))].toSorted();
  const described = (path: string): string => inputs?.[path.replace(/^inputs\./, '')]?.describe ?? path;
  const read = paths.map((path): [string, JsonObject] => [nameOf(path), { type: 'string', description: described(path), external: true }]);
  const asked = steps.flatMap((step): readonly [string, JsonObject][] =>
    step.when === undefined ? [] : [[conditionVariable(step), { type: 'bool', description: `CEL: ${step.when}`, external: true }]],
  );
  return Object.fromEntries([...read, ...asked]);
};
