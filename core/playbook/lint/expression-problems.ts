import { evaluate } from '../expression.ts';
import { isShared, type PlaybookDocument } from '../document.ts';
import type { Path, Problem } from '../problem.ts';
import { ASSET, FINDING, INCIDENT, type Fields } from '../scope.ts';
import { rulesOf, type Step } from '../step.ts';
import { expressionsIn, partsOf } from '../template.ts';
import { accessor, check, pathOf, vocabularyOf, type Vocabulary } from '../vocabulary.ts';

const INPUT_TYPES: Readonly<Record<string, string>> = { integer: 'int', boolean: 'bool' };

/** What a step's expressions may name: earlier steps, and what started the playbook. */
export const vocabularyAt = (document: PlaybookDocument, index: number): Vocabulary => {
  const steps: Fields = Object.fromEntries(document.steps.slice(0, index).map((step) => [step.id, rulesOf(step).result]));
  const inputs: Fields = Object.fromEntries(
    Object.entries(document.inputs ?? {}).map(([name, { type }]) => [name, INPUT_TYPES[type] ?? 'string']),
  );
  return isShared(document)
    ? vocabularyOf({ inputs, incident: INCIDENT, steps })
    : vocabularyOf({ finding: FINDING, asset: ASSET, incident: INCIDENT, steps });
};
const WHERE: Vocabulary = vocabularyOf({ finding: FINDING, asset: ASSET });

interface Place {
  readonly path: Path;
  readonly text: string;
  /** Offset of `text` in the YAML value that holds it. */
  readonly start: number;
  readonly vocabulary: Vocabulary;
}
const error = ({ path, start }: Place, within: number, rule: Problem['rule'], sentence: string, fix: string): Problem => ({
  path,
  within: start + within,
  rule,
  level: 'error',
  sentence,
  fix,
});

/** `steps.x` where x comes later: the commonest slip, so it has its own words. */
const laterStep = (place: Place, steps: readonly Step[], self: number): Problem | undefined => {
  const made = check(place.text, place.vocabulary);
  if (made.ok) return undefined;
  for (const { id } of steps.slice(self)) {
    const at = [accessor('steps', id), `steps["${id}"]`, `steps['${id}']`]
      .map((text) => place.text.indexOf(text))
      .find((found) => found >= 0);
    const own = steps[self]?.id === id;
    if (at !== undefined && made.fault.start >= at && made.fault.start <= at + 8 + id.length)
      return error(
        place,
        at,
        'later-step',
        `${accessor('steps', id)} ${own ? 'is this step itself' : 'comes later'}, so it has no answer yet.`,
        `Move this step below ${id}.`,
      );
  }
  return undefined;
};

const problemsAt = (place: Place, wanted: 'bool' | 'any'): readonly Problem[] => {
  const checked = check(place.text, place.vocabulary);
  if (!checked.ok) return [error(place, checked.fault.start, checked.fault.rule, checked.fault.sentence, checked.fault.fix)];
  const { type } = checked.value;
  if (wanted === 'bool' && type !== 'bool' && type !== 'dyn')
    return [error(place, 0, 'expression', `A condition must be true or false; this is a ${type}.`, 'Compare it with something.')];
  return [];
};

/** A condition that needs nothing from outside is decided when it is written. */
const constantProblem = (place: Place, what: string): readonly Problem[] => {
  const checked = check(place.text, place.vocabulary);
  if (!checked.ok || checked.value.roots.length > 0) return [];
  const answer = evaluate(place.text, {});
  if (answer.ok && answer.value === false)
    return [error(place, 0, 'unreachable', `${what} can never happen: its condition is always false.`, 'Remove it, or the condition.')];
  return [
    { ...error(place, 0, 'unreachable', `${what} has a condition that is always the same.`, 'Remove the condition.'), level: 'warning' },
  ];
};

const unclosed = (template: unknown, path: Path): readonly Problem[] => {
  if (typeof template === 'string')
    return partsOf(template) === undefined
      ? [
          {
            path,
            within: template.lastIndexOf('${{'),
            rule: 'expression',
            level: 'error',
            sentence: 'A ${{ is not closed.',
            fix: 'Close it with }}.',
          },
        ]
      : [];
  if (typeof template !== 'object' || template === null) return [];
  return Object.entries(template).flatMap(([key, item]) => unclosed(item, [...path, Array.isArray(template) ? Number(key) : key]));
};

const stepProblems = (document: PlaybookDocument, step: Step, index: number): readonly Problem[] => {
  const vocabulary = vocabularyAt(document, index);
  const root = ['steps', index];
  const judge = (place: Place, wanted: 'bool' | 'any') => {
    const later = laterStep(place, document.steps, index);
    return later === undefined ? problemsAt(place, wanted) : [later];
  };
  const when: Place | undefined = step.when === undefined ? undefined : { path: [...root, 'when'], text: step.when, start: 0, vocabulary };
  const [field, template] = rulesOf(step).template;
  const templates = expressionsIn(template, [...root, field]).map((found): Place => ({ ...found, vocabulary }));
  return [
    ...(when === undefined ? [] : [...judge(when, 'bool'), ...constantProblem(when, `Step ${step.id}`)]),
    ...unclosed(template, [...root, field]),
    ...templates.flatMap((place) => judge(place, 'any')),
  ];
};

/** Every expression of a document: names, types, banned functions, order of steps, constants. */
export const expressionProblems = (document: PlaybookDocument): readonly Problem[] => {
  const where: Place | undefined = document.triggers && {
    path: ['triggers', 'where'],
    text: document.triggers.where,
    start: 0,
    vocabulary: WHERE,
  };
  return [
    ...(where === undefined ? [] : [...problemsAt(where, 'bool'), ...constantProblem(where, 'This playbook')]),
    ...document.steps.flatMap((step, index) => stepProblems(document, step, index)),
  ];
};

/** Is certainty bounded by `where`? Asked of playbooks that act without a person. */
export const boundsCertainty = (document: PlaybookDocument): boolean => {
  const where = document.triggers?.where;
  const checked = where === undefined ? undefined : check(where, WHERE);
  return checked?.ok === true && checked.value.nodes.some((node) => pathOf(node)?.join('.') === 'finding.certainty');
};
