import * as z from 'zod';
import { isObject, type Json } from '../../json.ts';
import { PlaybookDocument } from '../document.ts';
import { didYouMean } from '../nearest.ts';
import { errorAt, quoted, type Path, type Problem } from '../problem.ts';
import { kindOf, STEP_KINDS } from '../step.ts';

type Issue = z.core.$ZodIssue;

const at = (value: unknown, key: string | number): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
const valueAt = (value: unknown, path: Path): unknown => path.reduce(at, value);
const pathOf = (path: readonly PropertyKey[]): Path => path.map((key) => (typeof key === 'symbol' ? String(key) : key));

/** The document's schema as JSON, to find the names beside a wrong one. */
const SHAPE: unknown = z.toJSONSchema(PlaybookDocument, { unrepresentable: 'any', io: 'input' });

/** Of several kinds of step, the one that the value was meant to be. */
const chosen = (shape: unknown, value: unknown): unknown => {
  const options = at(shape, 'anyOf');
  const key = typeof value === 'object' && value !== null ? kindOf(value)?.key : undefined;
  return Array.isArray(options) && key !== undefined ? options.find((option) => at(at(option, 'properties'), key) !== undefined) : shape;
};
const shapeAt = (path: Path, value: unknown): unknown => {
  let [shape, here] = [SHAPE, value];
  for (const key of path) {
    here = at(here, key);
    const next = typeof key === 'number' ? at(shape, 'items') : (at(at(shape, 'properties'), key) ?? at(shape, 'additionalProperties'));
    shape = chosen(next, here);
  }
  return shape;
};
const namesAt = (path: Path, value: unknown): readonly string[] => {
  const properties = at(shapeAt(path, value), 'properties');
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
};

const shown = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null
    ? quoted(value)
    : Array.isArray(value)
      ? 'A list'
      : isObject(value)
        ? 'An object'
        : 'Nothing';

const wordProblem = (path: Path, value: unknown, words: readonly Json[]): Problem => {
  const known = words.map(String);
  return errorAt(
    path,
    'schema',
    `${shown(value)} is not one of the words for ${path.at(-1) ?? 'the document'}.`,
    didYouMean(String(value), known, 'word'),
  );
};

/** In the list of a document, of a branch, or of a foreach. */
const isStepAt = ([root, , block, inside, , ...deeper]: Path, length: number): boolean =>
  root === 'steps' &&
  deeper.length === 0 &&
  (length === 2 || (length === 5 && (block === 'parallel' || (block === 'foreach' && inside === 'steps'))));

const stepProblem = (path: Path, value: unknown, issue: Extract<Issue, { code: 'invalid_union' }>, root: unknown): readonly Problem[] => {
  const kind = isObject(value) ? kindOf(value) : undefined;
  // Kinds of a block's steps are the first of all kinds, in the same order.
  if (kind !== undefined && STEP_KINDS.indexOf(kind) >= issue.errors.length)
    return [
      errorAt(
        [...path, kind.key],
        'depth',
        `A ${kind.key} cannot stand inside another block.`,
        'Put it into a shared playbook, or below the block.',
        'key',
      ),
    ];
  const branch = kind === undefined ? undefined : issue.errors[STEP_KINDS.indexOf(kind)];
  if (branch !== undefined) return branch.flatMap((inner) => issueProblems({ ...inner, path: [...path, ...inner.path] }, root));
  const keys = STEP_KINDS.map(({ key }) => key);
  return [errorAt(path, 'schema', 'This step does not say what it does.', `Give it one of: ${keys.join(', ')}.`)];
};

const issueProblems = (issue: Issue, root: unknown): readonly Problem[] => {
  const path = pathOf(issue.path);
  const value = valueAt(root, path);
  const name = path.at(-1);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const names = namesAt(path, root);
      return issue.keys.map((key) =>
        errorAt([...path, key], 'unknown-field', `${key} is not a field here.`, didYouMean(key, names, 'field'), 'key'),
      );
    }
    case 'invalid_union':
      // A duration, or an object that says more: the fault is told of the one that was meant.
      if (name === 'reviewAfter')
        return (issue.errors[isObject(value) ? 1 : 0] ?? []).flatMap((inner) =>
          issueProblems({ ...inner, path: [...issue.path, ...inner.path] }, root),
        );
      return isStepAt(path, path.length)
        ? stepProblem(path, value, issue, root)
        : [errorAt(path, 'schema', `${shown(value)} is not allowed as ${name ?? 'document'}.`, 'See playbooks/schema.json.')];
    case 'invalid_value':
      return [
        wordProblem(
          path,
          value,
          issue.values.map((word) => (typeof word === 'string' || typeof word === 'number' ? word : String(word))),
        ),
      ];
    case 'invalid_type':
      if (value === undefined && name === 'atMost')
        return [
          errorAt(
            path.slice(0, -1),
            'unbounded',
            'This foreach has no bound.',
            'Add atMost: the most items that there may be, for example 20.',
          ),
        ];
      if (value === undefined)
        return [errorAt(path.slice(0, -1), 'schema', `${name ?? 'The document'} is missing.`, `Add ${name ?? 'it'}: (${issue.expected}).`)];
      return [
        errorAt(
          path,
          'schema',
          `${shown(value)} is not allowed as ${name ?? 'document'}: it must be a ${issue.expected}.`,
          'See playbooks/schema.json.',
        ),
      ];
    default:
      return [
        errorAt(
          path,
          'schema',
          `${shown(value)} is not allowed as ${name ?? 'document'}.`,
          `${issue.message[0]?.toUpperCase() ?? ''}${issue.message.slice(1)}.`,
        ),
      ];
  }
};

export type Parsed =
  | { readonly ok: true; readonly document: PlaybookDocument }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** JSON as a playbook, or everything that is wrong with its shape. */
export const parseDocument = (value: unknown): Parsed => {
  const parsed = PlaybookDocument.safeParse(value);
  if (parsed.success) return { ok: true, document: parsed.data };
  return { ok: false, problems: parsed.error.issues.flatMap((issue) => issueProblems(issue, value)) };
};
