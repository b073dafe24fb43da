import { reviewText } from '../../core/playbook/steps/review-after.ts';
import type { AssetsFile } from '../../core/asset/asset.ts';
import { onEvidenceFailureOf, type PlaybookDocument } from '../../core/playbook/document.ts';
import { blocksOf, rulesOf } from '../../core/playbook/step.ts';
import { allByHand } from './playbook-page-by-hand.ts';
import { diagram } from './playbook-page-diagram.ts';
import { needs } from './playbook-page-needs.ts';
import { inSampleRange } from './playbook-page-sample.ts';
import { askedFor, entryOf, flat, linesFor, titleOf, type Line, type Shelf, type Volume } from './playbook-page-steps.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').replaceAll('<', '&lt;');
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

/** First paragraph below the heading. */
const firstParagraph = (guide: string): string =>
  guide
    .split(/\n{2,}/)
    .find((part) => part.trim() !== '' && !part.startsWith('#'))
    ?.trim() ?? '';

const SAID: readonly (readonly [RegExp, (found: readonly string[]) => string])[] = [
  [/^atLeast\((\w+)\.(\w+), "(\w+)"\)$/, ([, root, field, word]) => `the ${root ?? ''}’s ${field ?? ''} is at least ${word ?? ''}`],
  [/^has\((\w+)\.(\w+)\)$/, ([, root, field]) => `the ${root ?? ''} names its ${field ?? ''}`],
  [/^(\w+)\.target\.kind == "(\w+)"$/, ([, , kind]) => `the target is of kind ${kind ?? ''}`],
];
/** The parts of a condition that need no bracket; what has no words stays CEL. */
const condition = (where: string): readonly string[] => {
  const parts = /[|?]/.test(where) ? [where] : where.split('&&');
  return parts.map((part) => {
    const text = part.trim().replaceAll(/\s+/g, ' ');
    const [found, say] =
      SAID.flatMap(([pattern, words]) => {
        const match = pattern.exec(text);
        return match === null ? [] : [[[...match], words] as const];
      })[0] ?? [];
    return found === undefined || say === undefined ? `- \`${text}\`` : `- ${say(found)}`;
  });
};
const begins = ({ triggers, inputs, outputs }: PlaybookDocument): readonly string[] =>
  triggers === undefined
    ? [
        'It answers no finding: other playbooks call it with',
        '',
        ...Object.entries(inputs ?? {}).map(
          ([name, { type, describe, optional }]) => `- \`${name}\` (${type}${optional === true ? ', may be left out' : ''}): ${describe}`,
        ),
        ...(outputs === undefined
          ? []
          : [
              '',
              'It hands back:',
              '',
              ...Object.entries(outputs).map(([name, text]) => `- \`${name}\`: \`${text.replaceAll(/\s+/g, ' ')}\``),
            ]),
      ]
    : [
        `It answers findings of class ${triggers.findings.map((name) => `\`${name}\``).join(', ')} when all of this is so:`,
        '',
        ...condition(triggers.where),
      ];

const rowOf = (line: Line): string => {
  const { step, number, fails } = line;
  const name = [number, step.id, step.phase, titleOf(step)];
  const ends = fails === 'continue' ? 'goes on' : fails === 'undo' ? 'is undone, then stops' : 'stops';
  if ('playbook' in step) return row([...name, `playbook ${step.playbook}`, '–', '–', '–', '–', '–', ends]);
  if ('task' in step)
    return row([...name, `task, due ${step.task.due}`, '–', `${step.task.ask} (work, no approval)`, 'nothing', '–', '–', ends]);
  if (!('uses' in step)) {
    const who = 'decide' in step ? `${step.decide.ask} (chooses, permits nothing)` : '–';
    return row([...name, rulesOf(step).does, '–', who, blocksOf(step).length > 0 ? '–' : 'nothing', '–', '–', ends]);
  }
  const { risk, endangers, undo } = entryOf(step.uses);
  return row([
    ...name,
    `\`${step.uses}\`${step.timeout === undefined ? '' : `, given up after ${step.timeout}`}`,
    risk,
    askedFor(line).words,
    endangers.length === 0 ? 'nothing' : endangers.join(', '),
    step.reviewAfter === undefined ? '–' : reviewText(step.reviewAfter),
    typeof undo === 'string' ? 'none' : `yes, ${undo.risk}`,
    ends,
  ]);
};
const table = (lines: readonly Line[]): readonly string[] => [
  row(['', 'id', 'phase', 'title', 'action', 'risk', 'who is asked', 'endangers', 'asked again after', 'way back', 'when it fails']),
  row(Array.from({ length: 11 }, () => '---')),
  ...flat(lines).map(rowOf),
];
const conditions = (lines: readonly Line[]): readonly string[] => {
  const found = flat(lines).flatMap(({ number, step }) =>
    step.when === undefined ? [] : [`- ${number} ${step.id}: \`${step.when.replaceAll(/\s+/g, ' ')}\``],
  );
  return found.length === 0
    ? []
    : ['Conditions; a step whose condition is false is passed over, and one that has no answer is put to a person:', '', ...found, ''];
};
const EVIDENCE = {
  contain: 'If evidence cannot be taken, containment happens all the same.',
  hold: 'If endangered evidence cannot be taken, the run holds and asks.',
} as const;

/** docs/reference/playbooks/<id>.md. */
export const playbookPage = async (shelf: Shelf, volume: Volume, assets: AssetsFile): Promise<string> => {
  const { document, guide } = volume;
  const { metadata, mode } = document;
  const lines = linesFor(shelf, volume);
  const manual = await inSampleRange(assets, (look) => allByHand(lines, look));
  const [lowest = mode] = lines.map((line) => line.mode);
  return [
    `# ${metadata.title}`,
    '',
    `Generated from \`playbooks/${metadata.id}/\` and \`actions/\` by \`npm run generate\`; do not edit.`,
    `\`${metadata.id}\` ${metadata.version} · mode **${lowest}** · owner ${metadata.owner} · [guide](../../../playbooks/${metadata.id}/guide.md) · [YAML](../../../playbooks/${metadata.id}/playbook.yaml)`,
    '',
    firstParagraph(guide),
    '',
    ...begins(document),
    '',
    `In public catalogues: ${[...metadata.references.atlas, ...metadata.references.owaspLlm].join(', ') || 'none'}. ${EVIDENCE[onEvidenceFailureOf(document)]}`,
    '',
    '## What is done',
    '',
    '```mermaid',
    ...diagram(document, lines),
    '```',
    '',
    ...table(lines),
    '',
    `Who is asked holds in mode ${lowest}, for an asset that is contained on silence and whose callers have a fallback. A no passes over the step;`,
    'what happens when nobody answers is in [the table](../approvals.md).',
    '',
    ...conditions(lines),
    '## What it needs',
    '',
    ...needs(volume, lines),
    '## By hand, without Cordon',
    '',
    'These are the calls that the actions made, and the writes that they planned, in the [range](../range.md) for the playbook’s `fires.yaml`, with the',
    'sample’s names replaced by placeholders. Run them in the account and the region of the target. They ask nobody, prove nothing and write nothing down:',
    'write down when you did what, and who agreed. A placeholder that is not explained, such as a bucket, stands in an answer further up; a command with',
    'one may be needed several times.',
    '',
    ...manual,
  ]
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n');
};
