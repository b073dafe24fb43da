import type { PlaybookDocument } from './document.ts';
import { knownInside } from './known-from.ts';
import type { Known } from './known.ts';
import { evidenceProblems } from './lint/evidence-gate.ts';
import { expressionProblems, vocabularyAt } from './lint/expression-problems.ts';
import { structureProblems } from './lint/structure-problems.ts';
import type { LintFinding, Problem } from './problem.ts';
import { located, readPlaybook } from './read-playbook.ts';
import { rulesOf } from './step.ts';
import { placedIn } from './walk.ts';

const stepProblems = (document: PlaybookDocument, known: Known): readonly Problem[] =>
  placedIn(document).flatMap((placed) =>
    rulesOf(placed.step)
      .problems({ known, vocabulary: vocabularyAt(document, placed, known) })
      .map((problem) => ({ ...problem, path: [...placed.path, ...problem.path] })),
  );

/** Everything that is wrong with a document of the right shape; for documents without a file too, such as a manual order. */
const problemsOf = (document: PlaybookDocument, known: Known): readonly Problem[] => {
  const inside = knownInside(known, document.metadata.id);
  return [
    ...structureProblems(document, inside),
    ...expressionProblems(document, inside),
    ...stepProblems(document, inside),
    ...evidenceProblems(document, inside),
  ];
};

const byPlace = (a: LintFinding, b: LintFinding): number => a.line - b.line || a.column - b.column || a.rule.localeCompare(b.rule);

/** Lints one file. No finding of level `error`: it may be released. */
export const lintPlaybook = (text: string, file: string, known: Known): readonly LintFinding[] => {
  const read = readPlaybook(text, file);
  if (!read.ok) return read.findings.toSorted(byPlace);
  const folder = /([^/]+)\/playbook\.yaml$/.exec(file)?.[1];
  const { document, source } = read.value;
  const elsewhere: readonly Problem[] =
    folder === undefined || folder === document.metadata.id
      ? []
      : [
          {
            path: ['metadata', 'id'],
            rule: 'schema',
            level: 'error',
            sentence: `The folder is called ${folder}, the playbook ${document.metadata.id}.`,
            fix: 'Give both the same name.',
          },
        ];
  return [...elsewhere, ...problemsOf(document, known)].map(located(file, source)).toSorted(byPlace);
};
