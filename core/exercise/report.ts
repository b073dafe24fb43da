import { shortDigest } from '../json.ts';
import { safe } from '../report/safe.ts';
import { spoken } from '../time.ts';
import { outcomeHash } from './hash.ts';
import type { Outcome } from './outcome.ts';
import { RATINGS, scoreOf, type Bounds, type Score } from './score.ts';
import { MILESTONES, milestones } from './times.ts';

/** A run beside the two runs that bound it in the same seed. */
export interface Debrief {
  readonly number: number;
  readonly outcome: Outcome;
  readonly idle: Outcome;
  readonly perfect: Outcome;
}
const boundsIn = ({ idle, perfect }: Debrief): Bounds => ({ none: idle.harm.wrong, best: perfect.harm.wrong });
export const scoreIn = (debrief: Debrief): Score => scoreOf(debrief.outcome, boundsIn(debrief));

/** 12345 → 12,345; the same in every locale. */
export const grouped = (number: number): string => String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ',');
const at = (seconds: number | undefined): string => (seconds === undefined ? 'never' : `T+${spoken(seconds)}`);

/** What went well, what did not, and what would prove that it is better next time. */
export interface Lesson {
  readonly good: boolean;
  readonly text: string;
  /** Name of the check in the scenario that shows it. */
  readonly proof: string;
}
export const lessonsOf = ({ assertions, planted }: Outcome): readonly Lesson[] => [
  ...assertions.map(({ id, passed, because }): Lesson => ({ good: passed, text: because, proof: id })),
  ...planted.map(
    ({ evidence, text, collected }): Lesson => ({
      good: collected,
      text: `${text} was ${collected ? '' : 'not '}collected`,
      proof: evidence,
    }),
  ),
];

/** One sentence for somebody who reads nothing else. */
export const verdictText = ({ outcome, perfect }: Debrief): string => {
  const { times, traps, harm } = outcome;
  const fallen = traps.filter(({ taken }) => taken);
  const contained =
    times['contained'] === undefined
      ? 'Never fully contained'
      : `Fully contained at ${at(times['contained'])} (best known ${at(perfect.times['contained'])})`;
  const evidence = outcome.planted.every(({ collected }) => collected)
    ? 'evidence complete'
    : `${outcome.planted.filter(({ collected }) => !collected).length} of ${outcome.planted.length} pieces of evidence not collected`;
  const trap = fallen.length === 0 ? 'no trap taken' : `TRAP: ${fallen.map(({ because }) => because.replace(/\.$/, '')).join('; ')}`;
  return `${contained}, ${evidence}, ${grouped(harm.wrong)} wrong decisions; ${trap}`;
};

export const timeRows = ({ outcome, perfect }: Debrief): readonly (readonly [string, string, string])[] =>
  milestones().map((milestone) => [MILESTONES[milestone], at(outcome.times[milestone]), at(perfect.times[milestone])]);

export const harmRows = ({ outcome, idle, perfect }: Debrief): readonly (readonly [string, string, string, string])[] => [
  ...Object.keys(outcome.harm.byName).map(
    (name) =>
      [
        name,
        grouped(outcome.harm.byName[name] ?? 0),
        grouped(idle.harm.byName[name] ?? 0),
        grouped(perfect.harm.byName[name] ?? 0),
      ] as const,
  ),
  ['requests without an answer', grouped(outcome.harm.refused), grouped(idle.harm.refused), grouped(perfect.harm.refused)],
];

/** Least sure first: what somebody would measure before he trusts a time of this run. */
export const awsRows = ({ outcome }: Debrief): readonly (readonly [string, string, string])[] => {
  const order = ['assumed', 'documented', 'measured'];
  return outcome.aws.toSorted((a, b) => order.indexOf(a.mark) - order.indexOf(b.mark)).map(({ says, mark, id }) => [says, mark, id]);
};
export const AWS_NOTE = 'What the pretend account did in this run is our reading of AWS. `assumed` is what nobody has measured yet.';

/** Everything that is needed to see the same run again. */
export const again = ({ outcome }: Debrief): readonly string[] => [
  `scenario ${outcome.scenario.id} ${outcome.scenario.version} (${outcome.scenario.digest.slice(7, 19)}), seed ${outcome.seed}, playbooks ${outcome.playbooks}`,
  `outcome ${shortDigest(outcomeHash(outcome))}`,
  `npx cordon exercise run ${outcome.scenario.id} --seed ${outcome.seed}${outcome.player === 'a person' ? '' : ` --policy ${outcome.player}`}`,
];

/** A cell of a Markdown table, and nothing else: pipes, brackets and line ends of others' text stay text. */
const cell = (text: string): string => safe(text).replace(/([\\`*_[\]<>|#])/g, '\\$1');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => [
  `| ${head.join(' | ')} |`,
  `|${head.map(() => '---|').join('')}`,
  ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
  '',
];

/** The report as Markdown, for a repository or a ticket. */
export const reportMarkdown = (debrief: Debrief): string => {
  const { number, outcome } = debrief;
  const score = scoreIn(debrief);
  const lessons = lessonsOf(outcome);
  const taken = outcome.decisions.map(({ prompt, chosen, score: points, says }) => [
    prompt,
    chosen ?? 'not answered',
    points === 1 ? 'right' : 'wrong',
    says,
  ]);
  return [
    `# EXERCISE D-${number}: ${cell(outcome.scenario.title)}`,
    '',
    '> EXERCISE. Everything below happened on a pretend AWS account. No customer, no model and no system was touched.',
    '',
    cell(`${verdictText(debrief)}.`),
    '',
    `Ended at ${at(outcome.ended.seconds)}: ${cell(outcome.ended.because)}. Played by ${cell(outcome.player)}; ${outcome.commands} commands, ${outcome.hints} hints.`,
    '',
    '## Harm',
    '',
    ...table(['', 'this run', 'nobody did anything', 'best known run'], harmRows(debrief)),
    '## Times',
    '',
    ...table(['', 'this run', 'best known run'], timeRows(debrief)),
    '## Objectives',
    '',
    'Ratings are proposed by the machine; whoever watched decides. P, S, M, U: performed without, with some, with major challenges, unable.',
    '',
    ...table(
      ['objective', 'proposed', 'points'],
      score.objectives.map(({ text, rating, weight, reached }) => [
        text,
        `${rating} (${RATINGS[rating]})`,
        `${Math.round(weight * reached * 10) / 10} of ${weight}`,
      ]),
    ),
    `For comparing runs by machine: ${score.points} of 100${score.capped ? ' (capped: a trap was taken)' : ''}.`,
    '',
    '## You were asked',
    '',
    ...table(['question', 'answer', '', 'what to know'], taken),
    '## What went well',
    '',
    ...lessons.filter(({ good }) => good).map(({ text }) => `- ${cell(text)}`),
    '',
    '## To improve',
    '',
    ...table(
      ['gap', 'owner', 'due', 'proved by'],
      lessons.filter(({ good }) => !good).map(({ text, proof }) => [text, '', '', `exercise check ${proof}`]),
    ),
    '## What happened',
    '',
    ...table(
      ['when', 'lane', 'who', 'what'],
      outcome.log.map(({ seconds, lane, who, text }) => [at(seconds), lane, who, text]),
    ),
    '## How sure this is',
    '',
    AWS_NOTE,
    '',
    ...table(['what the pretend AWS did', 'how sure', 'behaviour'], awsRows(debrief)),
    '## The same run again',
    '',
    ...again(debrief).map((line) => `- \`${safe(line).replaceAll('`', "'")}\``),
    '',
  ].join('\n');
};
