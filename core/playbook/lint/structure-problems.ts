import { lowerMode, type PlaybookDocument } from '../document.ts';
import type { Known } from '../known.ts';
import { didYouMean } from '../nearest.ts';
import { operationsOf } from '../operations-of.ts';
import { OPERATIONS } from '../operations.ts';
import type { Phase } from '../phase.ts';
import { errorAt, warningAt, type Problem } from '../problem.ts';
import { rulesOf } from '../step.ts';
import { placedIn, stepsIn } from '../walk.ts';
import { boundsCertainty } from './expression-problems.ts';

const duplicateIds = (document: PlaybookDocument): readonly Problem[] => {
  const placed = placedIn(document);
  return placed.flatMap(({ step: { id }, path }, index) =>
    placed.findIndex((other) => other.step.id === id) < index
      ? [errorAt([...path, 'id'], 'duplicate-id', `There is a step ${id} already.`, 'Give each step its own id.')]
      : [],
  );
};

/** What stands below a step that always ends the run. */
const afterTheEnd = ({ steps }: PlaybookDocument): readonly Problem[] => {
  const end = steps.findIndex((step) => 'abort' in step && step.when === undefined);
  return end < 0
    ? []
    : steps
        .slice(end + 1)
        .map(({ id }, index) =>
          errorAt(
            ['steps', end + 1 + index],
            'unreachable',
            `Step ${id} can never happen: ${steps[end]?.id ?? ''} ends the run above it.`,
            'Remove it, or give the abort a condition.',
          ),
        );
};
const outputProblems = ({ triggers, outputs, steps }: PlaybookDocument): readonly Problem[] => [
  ...(triggers !== undefined && outputs !== undefined
    ? [
        errorAt(
          ['outputs'],
          'schema',
          'A playbook with triggers is called by nobody, so nobody reads its outputs.',
          'Remove outputs, or triggers.',
        ),
      ]
    : []),
  ...(triggers === undefined
    ? steps.flatMap((step, index) =>
        'abort' in step
          ? [
              errorAt(
                ['steps', index, 'abort'],
                'schema',
                'A shared playbook does not end the run of its caller.',
                'Hand back an output, and let the caller decide.',
              ),
            ]
          : [],
      )
    : []),
];

/** Investigating goes on all the time: evidence comes before containment, and questions after it. */
const ORDER: Readonly<Partial<Record<Phase, number>>> = { detect: 0, contain: 1, eradicate: 2, recover: 3, learn: 4 };
const phaseOrder = ({ steps }: PlaybookDocument): readonly Problem[] => {
  let latest: { readonly rank: number; readonly phase: Phase } = { rank: 0, phase: 'detect' };
  return steps.flatMap(({ phase }, index) => {
    const rank = ORDER[phase];
    if (rank === undefined) return [];
    if (rank < latest.rank)
      return [
        warningAt(
          ['steps', index, 'phase'],
          'phase-order',
          `${phase} comes after ${latest.phase}.`,
          'Move the step up, or say another phase.',
        ),
      ];
    latest = { rank, phase };
    return [];
  });
};

const modeProblems = (document: PlaybookDocument, known: Known): readonly Problem[] => {
  const open = document.mode === 'enforce' && document.triggers !== undefined && !boundsCertainty(document);
  const lowered = placedIn(document).flatMap(({ step, path }) => {
    const found = 'playbook' in step ? known.playbook(step.playbook) : undefined;
    if (found === undefined || found === 'cycle' || lowerMode(document.mode, found.mode) === document.mode) return [];
    const sentence = `${found.id} says mode ${found.mode}, which is lower: its steps run in mode ${found.mode} here.`;
    return [warningAt([...path, 'playbook'], 'mode', sentence, 'Lower this mode, or raise that one.')];
  });
  if (!open) return lowered;
  const fix = 'Add atLeast(finding.certainty, "likely") to where, or say mode: propose.';
  return [errorAt(['mode'], 'mode', 'Mode enforce acts without a person, whatever the certainty is.', fix), ...lowered];
};

const evidenceChoice = (document: PlaybookDocument, known: Known): readonly Problem[] => {
  const acts = stepsIn(document).some((step) => rulesOf(step).contains(known) || rulesOf(step).endangers(known).length > 0);
  if (!acts || document.onEvidenceFailure !== undefined) return [];
  const sentence = 'It contains or changes something, but does not say what to do when evidence cannot be taken.';
  return [errorAt([], 'evidence-gate', sentence, 'Add onEvidenceFailure: contain or hold.')];
};

const operationsProblem = (document: PlaybookDocument, known: Known): readonly Problem[] => {
  const operations = operationsOf(document, known);
  if (operations < OPERATIONS.budget) return [];
  const costs = document.steps.map((step) => rulesOf(step).operations(known));
  const worst = costs.indexOf(Math.max(...costs));
  const sentence = `A run could take ${operations} durable operations; fewer than ${OPERATIONS.budget} are possible. This step takes ${costs[worst]}.`;
  return [errorAt(['steps', worst], 'operations', sentence, 'Ask less often (settle of the action), or split the playbook.')];
};

const referenceProblems = ({ metadata: { references } }: PlaybookDocument, known: Known): readonly Problem[] =>
  (['atlas', 'owaspLlm'] as const).flatMap((list) =>
    references[list].flatMap((id, index) => {
      const ids = known.references?.[list];
      if (ids === undefined || ids.includes(id)) return [];
      return [
        errorAt(['metadata', 'references', list, index], 'unknown-reference', `${id} does not exist.`, didYouMean(id, ids, 'technique')),
      ];
    }),
  );

const kindProblems = ({ triggers, inputs }: PlaybookDocument): readonly Problem[] =>
  triggers === undefined || inputs === undefined
    ? []
    : [
        errorAt(
          ['inputs'],
          'schema',
          'A playbook with triggers is started by a finding; nobody hands it inputs.',
          'Remove inputs, or triggers.',
        ),
      ];

/** `playbook new` writes it when nobody says who will answer for the playbook. */
export const NO_OWNER = 'nobody-yet';
const ownerProblems = ({ metadata: { owner } }: PlaybookDocument): readonly Problem[] =>
  owner === NO_OWNER
    ? [warningAt(['metadata', 'owner'], 'owner', 'Nobody answers for this playbook yet.', 'Write the name of the team that does.')]
    : [];

/** Rules about a document as a whole. */
export const structureProblems = (document: PlaybookDocument, known: Known): readonly Problem[] => [
  ...duplicateIds(document),
  ...afterTheEnd(document),
  ...outputProblems(document),
  ...phaseOrder(document),
  ...modeProblems(document, known),
  ...evidenceChoice(document, known),
  ...operationsProblem(document, known),
  ...referenceProblems(document, known),
  ...kindProblems(document),
  ...ownerProblems(document),
];
