import type { Risk } from '../action/plan.ts';
import { looser, tighter, type Meaning } from './diff-meaning.ts';
import { contains, riskOf, RISKS, spokenRisk } from './diff-step-meaning.ts';
import type { PlaybookDocument } from './document.ts';
import type { Known } from './known.ts';
import { blocksOf, rulesOf, type Step } from './step.ts';
import { placedIn, stepsIn } from './walk.ts';

export interface Consequence extends Meaning {
  /** Absent: it is about the document. */
  readonly step?: string;
}

/** What is inside a block needs it by itself. */
const needsEvidence = (step: Step, known: Known): boolean =>
  blocksOf(step).length === 0 && (contains(step, known) || rulesOf(step).endangers(known).length > 0);

/** Steps that contain or endanger evidence, and whether any evidence is certain to be taken before them: under no condition, or the same. */
const guardedIn = (document: PlaybookDocument, known: Known): ReadonlyMap<string, boolean> =>
  new Map(
    placedIn(document).flatMap(({ step, before, conditions }) => {
      if (!needsEvidence(step, known)) return [];
      const certain = before.filter((one) => one.conditions.every((when) => conditions.includes(when)));
      return [[step.id, certain.some((one) => rulesOf(one.step).covers(known).length > 0)] as const];
    }),
  );

const evidenceConsequences = (before: PlaybookDocument, after: PlaybookDocument, known: Known): readonly Consequence[] => {
  const [from, to] = [guardedIn(before, known), guardedIn(after, known)];
  return [...to].flatMap(([step, safe]): readonly Consequence[] => {
    const was = from.get(step);
    if (was === safe) return [];
    if (safe) return was === undefined ? [] : [{ step, ...tighter('evidence is now taken before this step; it was not') }];
    return [
      { step, ...looser(was === true ? 'evidence was taken before this step; now it acts first' : 'it acts before any evidence is taken') },
    ];
  });
};

/** The highest level that any of its own steps asks for. */
const highest = (document: PlaybookDocument, known: Known): Risk => {
  const levels = stepsIn(document).map((step) => ('uses' in step ? RISKS.indexOf(riskOf(step.uses, known) ?? 'A0') : 0));
  return RISKS[Math.max(0, ...levels)] ?? 'A0';
};

const levelConsequences = (before: PlaybookDocument, after: PlaybookDocument, known: Known): readonly Consequence[] => {
  const [from, to] = [highest(before, known), highest(after, known)];
  if (from === to) return [];
  return RISKS.indexOf(to) > RISKS.indexOf(from)
    ? [looser(`highest approval level up: from ${from} to ${spokenRisk(to)}`)]
    : [tighter(`highest approval level down: from ${from} to ${spokenRisk(to)}`)];
};

/** What no single change shows: evidence before or after what endangers it, and the most that a playbook may ask for. */
export const consequencesOf = (before: PlaybookDocument, after: PlaybookDocument, known: Known): readonly Consequence[] => [
  ...evidenceConsequences(before, after, known),
  ...levelConsequences(before, after, known),
];
