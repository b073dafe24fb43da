import * as z from 'zod';
import type { JsonObject } from '../../json.ts';
import type { Covered, Known } from '../known.ts';
import { Phase } from '../phase.ts';
import type { Problem } from '../problem.ts';
import type { Fields } from '../scope.ts';
import type { Vocabulary } from '../vocabulary.ts';

/** Kebab-case, printable ASCII: it becomes a durable operation's name, a ledger path and a file name. */
const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
export const Kebab = z.string().max(48).regex(KEBAB, 'small letters, digits and single hyphens, starting with a letter');

/**
 * Failures after which trying again can help. `denied` and `invalid` stay what they are; `timed-out` has an unknown effect, which is read
 * back and never blindly repeated.
 */
const RetryOn = z.enum(['throttled', 'unavailable', 'in-progress', 'conflict', 'not-found']);

/** Fields that every kind of step has. */
export const COMMON = {
  id: Kebab.describe('name of the step, unique in this playbook; later steps say steps.<id>.output'),
  phase: Phase.describe('where it belongs in an incident: detect, contain, investigate, eradicate, recover, learn'),
  title: z.string().min(1).max(120).optional().describe('one line for people; default: the title of the action or playbook'),
  when: z.string().min(1).max(1000).optional().describe('CEL; the step is skipped when it is false. An error asks a person'),
  onFailure: z
    .enum(['continue', 'stop', 'undo'])
    .optional()
    .describe('default stop. undo: undo this one step, then stop; not for containment, which only people loosen'),
};
/** For steps that do nothing themselves: they fail only when an expression has no answer, or when something inside them does. */
export const GOES_ON = z
  .enum(['continue', 'stop'])
  .optional()
  .describe('default stop: what comes after is not done, and a person must look');
/** A paragraph on a card, not a manual: the manual is the playbook's guide. */
export const Text = z.string().min(1).max(1000);
export const WITH = z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,47}$/), z.json());
export const RETRY = z.strictObject({
  on: z.array(RetryOn).min(1).describe('failure kinds after which it is tried again'),
  attempts: z.int().min(1).max(10).describe('how often in all, 1 to 10'),
});
/** Without a `retry`: what AWS asks for when it is busy. */
export const DEFAULT_RETRY: z.output<typeof RETRY> = { on: ['throttled', 'unavailable'], attempts: 5 };

export interface RuleContext {
  readonly known: Known;
  /** What this step's expressions may name: earlier steps only. */
  readonly vocabulary: Vocabulary;
}
/** What the language needs to know of one step, whatever its kind. Paths of problems start at the step. */
export interface StepRules {
  /** What later steps see as `steps.<id>`, with CEL types. */
  readonly result: (known: Known) => Fields;
  /** The field whose texts may hold `${{ }}`, and what stands there. */
  readonly template: readonly [field: string, value: JsonObject];
  readonly operations: (known: Known) => number;
  readonly problems: (context: RuleContext) => readonly Problem[];
  /** Evidence that is safe once the step is done. */
  readonly covers: (known: Known) => readonly Covered[];
  /** Evidence that it would destroy or change. */
  readonly endangers: (known: Known) => readonly Covered[];
  /** It ends in an action that contains. */
  readonly contains: (known: Known) => boolean;
  /** Ids of playbooks that it calls. */
  readonly calls: readonly string[];
  /** In a few words, for whoever draws or compares steps. */
  readonly does: string;
}
/** A step that calls nothing, keeps no evidence and endangers none. */
export const QUIET = {
  calls: [],
  covers: () => [],
  endangers: () => [],
  contains: () => false,
} as const satisfies Partial<StepRules>;

/** One file per kind; `core/playbook/step.ts` lists them. */
export interface StepKind {
  /** The field that tells this kind from the others. */
  readonly key: string;
  readonly schema: z.ZodType;
  readonly rules: (step: unknown) => StepRules | undefined;
}
export const defineStep = <S extends z.ZodType>(spec: {
  readonly key: string;
  readonly schema: S;
  readonly rules: (step: z.output<S>) => StepRules;
}): StepKind & { readonly schema: S } => ({
  ...spec,
  rules: (step) => {
    const parsed = spec.schema.safeParse(step);
    return parsed.success ? spec.rules(parsed.data) : undefined;
  },
});

/** The kind that a step, valid or not, was meant to be. */
export const kindAmong = (kinds: readonly StepKind[], step: object): StepKind | undefined =>
  kinds.find(({ key }) => Object.hasOwn(step, key));

/** Rules of steps of these kinds. A linter asks for them many times, and documents are never changed. */
export const rulesFrom = (kinds: readonly StepKind[]): ((step: object) => StepRules) => {
  const memory = new WeakMap<object, StepRules>();
  return (step) => {
    const known = memory.get(step);
    if (known !== undefined) return known;
    const rules = kindAmong(kinds, step)?.rules(step);
    if (rules === undefined) throw new Error('a step is of no known kind');
    memory.set(step, rules);
    return rules;
  };
};
