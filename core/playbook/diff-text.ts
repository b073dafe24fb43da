import { row } from '../report/layout.ts';
import { shownPair } from './diff-json.ts';
import type { PlaybookDiff } from './diff.ts';
import type { Change, Meaning } from './diff-meaning.ts';
import { quoted } from './problem.ts';

const SAFETY = { same: 'Means', tighter: 'Tighter', looser: 'LOOSER', unsure: 'JUDGE' } as const;
const meaningLines = ({ safety, means, bump }: Meaning, width: number): readonly string[] =>
  row(SAFETY[safety], [`${means}${bump === 'none' ? '' : ` (${bump})`}`], width);

const changeLine = ({ kind, step, field, before, after }: Change): string => {
  const where = [...(step === undefined ? [] : [`step ${step}`]), ...(field === undefined ? [] : [field])].join(': ');
  if (kind === 'moved') return `moved    ${where}: place ${quoted(before)} -> ${quoted(after)}`;
  if (field === undefined) return `${kind.padEnd(8)} ${where}: place ${quoted(before ?? after)}`;
  const [from, to] = shownPair(before, after);
  return `${kind.padEnd(8)} ${where}: ${from} -> ${to}`;
};

/** Every change with what it means, what follows from them together, and the version that they need. `names`: what the two are called. */
export const diffLines = (diff: PlaybookDiff, names: readonly [string, string], version: string, width: number): readonly string[] => {
  const { changes, consequences, bump, needs, versioned } = diff;
  if (changes.length === 0) return [`${names[0]} and ${names[1]} say the same.`];
  const verdict =
    needs === undefined
      ? bump === 'none'
        ? 'Only the version differs.'
        : 'These are two playbooks: their versions are not compared.'
      : `This is a ${bump} change: at least version ${needs}. ${names[1]} is ${version}${versioned ? '.' : ': raise metadata.version.'}`;
  return [
    `${names[0]} -> ${names[1]}`,
    ...changes.flatMap((change) => [changeLine(change), ...meaningLines(change, width)]),
    ...consequences.flatMap((one) => [one.step === undefined ? 'together' : `together step ${one.step}`, ...meaningLines(one, width)]),
    verdict,
  ];
};
