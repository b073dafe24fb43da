import { evaluate } from '../expression.ts';
import { isShared, type PlaybookDocument } from '../document.ts';
import { errorAt, quoted, type Path, type Problem } from '../problem.ts';
import { ASSET, FINDING, INCIDENT, type Fields } from '../scope.ts';
import type { Known } from '../known.ts';
import { didYouMean } from '../nearest.ts';
import { rulesOf } from '../step.ts';
import { expressionsIn, partsOf } from '../template.ts';
import { placedIn, type Placed } from '../walk.ts';
import { accessor, check, pathOf, vocabularyOf, type Vocabulary } from '../vocabulary.ts';

const INPUT_TYPES: Readonly<Record<string, string>> = { integer: 'int', boolean: 'bool' };

/** What a step's expressions may name: steps that are over when it begins, what started the playbook, and the item of its foreach. */
export const vocabularyAt = (document: PlaybookDocument, { before, loop }: Pick<Placed, 'before' | 'loop'>, known: Known): Vocabulary => {
  const steps: Fields = Object.fromEntries(before.map(({ step }) => [step.id, rulesOf(step).result(known)]));
  const inputs: Fields = Object.fromEntries(
    Object.entries(document.inputs ?? {}).map(([name, { type }]) => [name, INPUT_TYPES[type] ?? 'string']),
  );
  const item = loop ? ({ item: 'dyn' } as const) : {};
  return isShared(document)
    ? vocabularyOf({ inputs, incident: INCIDENT, steps, ...item })
    : vocabularyOf({ finding: FINDING, asset: ASSET, incident: INCIDENT, steps, ...item });
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

/** `steps.x` where x has no answer yet: the commonest slip, so it has its own words. */
const laterStep = (place: Place, placed: readonly Placed[], self: Placed): Problem | undefined => {
  const made = check(place.text, place.vocabulary);
  if (made.ok) return undefined;
  for (const { step, within } of placed) {
    const { id } = step;
    if (self.before.some((one) => one.step === step)) continue;
    const at = [accessor('steps', id), `steps["${id}"]`, `steps['${id}']`]
      .map((text) => place.text.indexOf(text))
      .find((found) => found >= 0);
    if (at === undefined || made.fault.start < at || made.fault.start > at + 8 + id.length) continue;
    const beside = within !== undefined && placed.indexOf(self) > placed.findIndex((one) => one.step === step);
    const why = step === self.step ? 'is this step itself' : beside ? `happens inside ${within.id}` : 'comes later';
    const fix = beside && step !== self.step ? `Use steps of its own branch, or what ${within.id} leaves.` : `Move this step below ${id}.`;
    return error(place, at, 'later-step', `${accessor('steps', id)} ${why}, so it has no answer here.`, fix);
  }
  return undefined;
};

/** `steps.choose.answer == "rolback"`: a word that nobody can choose. */
const unknownAnswers = (place: Place, { before }: Placed): readonly Problem[] => {
  const made = check(place.text, place.vocabulary);
  if (!made.ok) return [];
  return made.value.nodes.flatMap((node) => {
    if (node.op !== '==' && node.op !== '!=') return [];
    const [left, right] = node.args;
    const [asked, literal] = left.op === 'value' ? [right, left] : [left, right];
    const [root, id, field] = pathOf(asked) ?? [];
    const step = before.find((one) => one.step.id === id)?.step;
    if (root !== 'steps' || field !== 'answer' || step === undefined || !('decide' in step)) return [];
    if (literal.op !== 'value' || typeof literal.args !== 'string') return [];
    const answers = step.decide.options.map(({ answer }) => answer);
    if (answers.includes(literal.args)) return [];
    return [
      error(
        place,
        literal.start,
        'unreachable',
        `"${literal.args}" is no answer of ${step.id}.`,
        didYouMean(literal.args, answers, 'answer'),
      ),
    ];
  });
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

const stepProblems = (document: PlaybookDocument, placed: readonly Placed[], self: Placed, known: Known): readonly Problem[] => {
  const vocabulary = vocabularyAt(document, self, known);
  const { step, path } = self;
  const judge = (place: Place, wanted: 'bool' | 'any') => {
    const later = laterStep(place, placed, self);
    return later === undefined ? [...problemsAt(place, wanted), ...unknownAnswers(place, self)] : [later];
  };
  const when: Place | undefined = step.when === undefined ? undefined : { path: [...path, 'when'], text: step.when, start: 0, vocabulary };
  const [field, template] = rulesOf(step).template;
  const templates = expressionsIn(template, [...path, field]).map((found): Place => ({ ...found, vocabulary }));
  return [
    ...(when === undefined ? [] : [...judge(when, 'bool'), ...constantProblem(when, `Step ${step.id}`)]),
    ...unclosed(template, [...path, field]),
    ...templates.flatMap((place) => judge(place, 'any')),
  ];
};

/** What a shared playbook hands back may name every step of it. */
const outputProblems = (document: PlaybookDocument, known: Known): readonly Problem[] => {
  const { outputs = {} } = document;
  const over = placedIn(document).filter(({ loop }) => !loop);
  const vocabulary = vocabularyAt(document, { before: over, loop: false }, known);
  const places = expressionsIn(outputs, ['outputs']).map((found): Place => ({ ...found, vocabulary }));
  // `way: steps.choose.answer` would hand back these very letters.
  const literal = Object.entries(outputs).flatMap(([name, text]): readonly Problem[] =>
    expressionsIn(text).length > 0 || partsOf(text) === undefined
      ? []
      : [errorAt(['outputs', name], 'expression', `${quoted(text)} is a text that never changes.`, 'Write ${{ … }} over the steps.')],
  );
  return [...unclosed(outputs, ['outputs']), ...literal, ...places.flatMap((place) => problemsAt(place, 'any'))];
};

/** Every expression of a document: names, types, banned functions, order of steps, constants. */
export const expressionProblems = (document: PlaybookDocument, known: Known): readonly Problem[] => {
  const placed = placedIn(document);
  const where: Place | undefined = document.triggers && {
    path: ['triggers', 'where'],
    text: document.triggers.where,
    start: 0,
    vocabulary: WHERE,
  };
  return [
    ...(where === undefined ? [] : [...problemsAt(where, 'bool'), ...constantProblem(where, 'This playbook')]),
    ...placed.flatMap((self) => stepProblems(document, placed, self, known)),
    ...outputProblems(document, known),
  ];
};

/** Is certainty bounded by `where`? Asked of playbooks that act without a person. */
export const boundsCertainty = (document: PlaybookDocument): boolean => {
  const where = document.triggers?.where;
  const checked = where === undefined ? undefined : check(where, WHERE);
  return checked?.ok === true && checked.value.nodes.some((node) => pathOf(node)?.join('.') === 'finding.certainty');
};
