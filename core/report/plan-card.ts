import { spokenRight, type MissingRight } from '../action/missing-right.ts';
import type { LookPolicy } from '../action/look-policy.ts';
import type { PlaybookRef } from '../finding/finding.ts';
import type { Target } from '../asset/resource.ts';
import { paragraph, row } from './layout.ts';
import { planHead, planLines, type PlanLine } from './text-plan.ts';

/** What must be there before the first step. */
export interface Prerequisite extends PlanLine {
  readonly verdict: 'ok' | 'NO' | 'later';
  /** It got no answer. */
  readonly temporary?: boolean;
}
export interface Lacking {
  /** The step, or `every step` for what they share. */
  readonly path: string;
  readonly right: MissingRight;
}
export interface Unknown {
  readonly path: string;
  readonly why: string;
}
/** A plan with the rights of one profile, and what it could not say. */
export interface PlanCard {
  readonly playbook: PlaybookRef;
  readonly target: Target;
  readonly incidentClass: string;
  readonly supposed: readonly string[];
  readonly prerequisites: readonly Prerequisite[];
  readonly steps: readonly (PlanLine & { readonly verdict: 'ok' | 'NO' | 'later' })[];
  readonly unknown: readonly Unknown[];
  readonly missing: readonly Lacking[];
  readonly policy: LookPolicy;
  /** Some look got no answer; the same again may say more. */
  readonly temporary: boolean;
}

export const failingIn = ({ prerequisites, steps }: PlanCard): readonly string[] =>
  [...prerequisites, ...steps].filter(({ verdict }) => verdict === 'NO').map(({ path }) => path);

export const failingSentence = (failing: readonly string[]): string =>
  failing.length === 0 ? 'Nothing that is known would fail tonight.' : `Would fail tonight: ${failing.join(', ')}.`;

/** A statement on a line, without spaces: no terminal breaks it, so that it can be pasted. */
const policyLines = ({ Version, Statement }: LookPolicy): readonly string[] => [
  `{"Version":"${Version}","Statement":[`,
  ...Statement.map((statement, index) => `${JSON.stringify(statement)}${index === Statement.length - 1 ? '' : ','}`),
  ']}',
];

const missingLines = ({ missing, policy }: PlanCard, width: number): readonly string[] => {
  if (missing.length === 0) return [];
  const rights = [...new Set(missing.map(({ path, right }) => `${spokenRight(right)} (${path})`))];
  return [
    'This profile lacks:',
    ...rights.flatMap((right) => paragraph(right, width, 2)),
    'A policy for a role that may look and do nothing else:',
    ...policyLines(policy),
  ];
};

export const planCardLines = (card: PlanCard, width: number): readonly string[] => [
  ...planHead(card.target.name, card, width),
  ...planLines([...card.prerequisites, ...card.steps], width),
  failingSentence(failingIn(card)),
  ...(card.unknown.length === 0 ? [] : ['Could not be known:', ...card.unknown.flatMap(({ path, why }) => row(path, [why], width))]),
  ...missingLines(card, width),
];
