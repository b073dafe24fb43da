import { leafChanges, shownPair } from './diff-json.ts';
import { quoted, type Path } from './problem.ts';
import type { Rehearsal } from './rehearsal-file.ts';
import type { Rehearsed, RehearsedStep } from './rehearsal.ts';

/** Something that happened otherwise than a rehearsal expects. */
export interface Difference {
  /** Inside `expect`. */
  readonly path: Path;
  readonly expected: string;
  readonly happened: string;
  readonly why: string;
  readonly fix: string;
}
type Wanted = NonNullable<Rehearsal['expect']['steps']>[number];

const didOf = (step: Omit<RehearsedStep, 'path'>): string =>
  step.asks !== undefined ? 'asks a person' : step.skipped !== undefined ? 'is skipped' : 'runs';

const stepDifferences = (wanted: Wanted, found: RehearsedStep | undefined, index: number): readonly Difference[] => {
  const path: Path = ['steps', index];
  const at = (expected: string, happened: string, why: string, fix: string, inner: Path = []): Difference => ({
    path: [...path, ...inner],
    expected,
    happened,
    why,
    fix,
  });
  if (found === undefined)
    return [at(`step ${wanted.id}`, `there are only ${index} steps`, 'the run has no such step', 'Remove it here, or add the step.')];
  if (wanted.id !== found.id)
    return [
      at(
        `step ${wanted.id}`,
        `step ${found.id}`,
        `in a run of playbook.yaml, ${found.id} is step ${index + 1}`,
        'List the steps here in the order of the playbook.',
        ['id'],
      ),
    ];
  if (found.asks !== undefined)
    return [
      at(
        `step ${wanted.id} ${wanted.skipped === undefined ? 'runs' : 'is skipped'}`,
        'it would ask a person',
        found.asks,
        'Guard the expression with has() or .? in playbook.yaml, or give this finding what it needs.',
        ['id'],
      ),
    ];
  if (wanted.skipped !== found.skipped) {
    const [expected, happened] = shownPair(wanted.skipped, found.skipped);
    const spoken = (skipped: string | undefined, text: string) => (skipped === undefined ? 'runs' : `is skipped: ${text}`);
    return [
      at(
        `step ${wanted.id} ${spoken(wanted.skipped, expected)}`,
        `it ${spoken(found.skipped, happened)}`,
        found.skipped === undefined ? 'its condition holds, or it has none' : 'its condition does not hold for this finding',
        found.skipped === undefined
          ? 'Remove skipped here, or change when in playbook.yaml.'
          : `Write skipped: ${JSON.stringify(found.skipped)} here, or change when in playbook.yaml.`,
        [wanted.skipped === undefined ? 'id' : 'skipped'],
      ),
    ];
  }
  const { items, answer } = wanted;
  const [leftByWanted, leftByFound] = [
    { with: wanted.with, ...(items !== undefined && { items }), ...(answer !== undefined && { answer }) },
    { with: found.with, ...(items !== undefined && { items: found.items }), ...(answer !== undefined && { answer: found.answer }) },
  ];
  return leafChanges(leftByWanted, leftByFound).map(({ path: inner, before, after }) => {
    const [expected, happened] = shownPair(before, after);
    const [first = '', ...rest] = inner;
    const name = first === 'with' ? rest.join('.') || 'its arguments' : first;
    return at(
      `step ${wanted.id}, ${name}: ${expected}`,
      happened,
      after === undefined ? 'the playbook hands over nothing there' : 'the template of the step gives this for this finding',
      'Correct the step in playbook.yaml, or what is expected here.',
      inner,
    );
  });
};

/** What differs from what was expected; empty: as expected. */
export const differences = (wanted: Rehearsal['expect'], found: Rehearsed): readonly Difference[] => {
  const sentences = found.reasons.map(({ sentence }) => sentence).join('; ');
  if (wanted.answers !== found.answers)
    return [
      {
        path: ['answers'],
        expected: wanted.answers ? 'it answers' : 'it stays quiet',
        happened: found.answers ? 'it answers' : 'it stays quiet',
        why: sentences,
        fix: `${wanted.answers ? 'Widen' : 'Narrow'} triggers in playbook.yaml, or change the finding here.`,
      },
    ];
  const because: readonly Difference[] = sentences.includes(wanted.because)
    ? []
    : [
        {
          path: ['because'],
          expected: `a reason with ${quoted(wanted.because)}`,
          happened: quoted(sentences),
          why: 'people read another reason than the one that is expected',
          fix: 'Write a part of that reason here, or change triggers in playbook.yaml.',
        },
      ];
  if (wanted.steps === undefined) return because;
  const count = wanted.steps.length;
  const extra = found.steps.slice(count).map(
    ({ id, path: _path, ...step }): Difference => ({
      path: ['steps'],
      expected: `${count} steps`,
      happened: `step ${id} ${didOf({ id, ...step })} as well`,
      why: `in a run of playbook.yaml, ${id} is a step that this list does not have`,
      fix: `Add ${id} to the list, or remove it from the playbook.`,
    }),
  );
  return [...because, ...wanted.steps.flatMap((step, index) => stepDifferences(step, found.steps[index], index)), ...extra];
};
