import { createInterface, type Interface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogEntry } from '../core/exercise/outcome.ts';
import { harmRows, scoreIn, timeRows, verdictText, type Debrief } from '../core/exercise/report.ts';
import type { Scenario } from '../core/exercise/scenario.ts';
import { row, table } from '../core/report/layout.ts';
import { spoken } from '../core/time.ts';
import type { Written } from '../tabletop/exercise/folder.ts';
import { YOUR_KEYBOARD } from '../tabletop/exercise/exercise.ts';
import type { Session } from '../tabletop/exercise/session.ts';
import type { Output } from './output.ts';

/** What a command takes of the night when nobody waits for it. */
const FAST_SECONDS = 20;
/** Enter goes on at most this far, so that nobody sleeps through a deadline. */
const FAST_LIMIT_SECONDS = 120;
/** How often the night catches up with the wall clock. */
const TICK_MILLISECONDS = 200;

export const entryLines = ({ seconds, who, text }: LogEntry, width: number): readonly string[] =>
  table([[`T+${spoken(seconds).padStart(5, '0')}`, `${who}: ${text}`]], width, 0);

export const openingLines = (number: number, { metadata, brief }: Scenario, played: string | undefined): readonly string[] => [
  `EXERCISE D-${number}  "${metadata.title}"   ${metadata.atMost.replace(/^PT(\d+)M$/, 'at most $1 min')}   stop: q   hint: ?`,
  ...brief.map((text) => `  ${text}`),
  '  T+0:00 is 03:00Z. AWS is ten times faster here; people take as long as people do.',
  ...(played === undefined ? [] : [`  Played by the policy ${played}.`]),
];

export const resultLines = (debrief: Debrief, { html, markdown }: Written): readonly string[] => {
  const { outcome } = debrief;
  const score = scoreIn(debrief);
  return [
    `EXERCISE D-${debrief.number} ended at T+${spoken(outcome.ended.seconds)}: ${outcome.ended.because}.`,
    ...row('Verdict', [`${verdictText(debrief)}.`], 100),
    ...row(
      'Harm',
      harmRows(debrief).map(([name, run, none, best]) => `${name}: ${run}   nobody did anything ${none}   best known run ${best}`),
      100,
    ),
    ...row(
      'Times',
      timeRows(debrief)
        .filter(([, run]) => run !== 'never')
        .map(([name, run, best]) => `${run}  ${name} (best known ${best})`),
      100,
    ),
    ...row(
      'You chose',
      outcome.decisions.map(
        ({ chosen, score: points, says }) => `${points === 1 ? 'right' : 'wrong'}: ${chosen ?? 'not answered.'} ${says}`,
      ),
      100,
    ),
    ...row(
      'Objectives',
      score.objectives.map(({ text, rating }) => `${rating}  ${text}`),
      100,
    ),
    ...row(
      'Improve',
      outcome.assertions.filter(({ passed }) => !passed).map(({ because }) => because),
      100,
    ),
    ...row('For CI', [`${score.points} of 100${score.capped ? ' (capped: a trap was taken)' : ''}`], 100),
    ...row('Report', [html, markdown], 100),
  ];
};

/** A surface suggests acting as somebody else; here the others act for themselves. */
const nextText = (next: string): string =>
  next.includes(' --as ') ? 'wait: the others answer by themselves' : next.replace('npx cordon ', '');

interface Terminal {
  readonly print: (lines: readonly string[]) => void;
  /** `undefined`: there is nothing more to read. */
  readonly ask: () => Promise<string | undefined>;
  readonly close: () => void;
}
/** Lines that come while somebody types stand above what is typed. */
const terminal = (out: Output, prompt: string): Terminal => {
  const lines: Interface = createInterface({ input: process.stdin, output: process.stdout, prompt, terminal: process.stdin.isTTY });
  const waiting: string[] = [];
  let taker: ((line: string | undefined) => void) | undefined;
  let [closed, asking] = [false, false];
  const give = (line: string | undefined): void => {
    const to = taker;
    taker = undefined;
    asking = false;
    to?.(line);
  };
  lines.on('line', (line) => (taker === undefined ? void waiting.push(line) : give(line)));
  lines.on('close', () => {
    closed = true;
    give(undefined);
  });
  return {
    print: (text) => {
      if (asking && process.stdout.isTTY) process.stdout.write('\r\u001B[K');
      out.lines(text);
      if (asking && process.stdout.isTTY) lines.prompt(true);
    },
    ask: () =>
      new Promise((resolve) => {
        const next = waiting.shift();
        if (next !== undefined || closed) return resolve(next);
        taker = resolve;
        asking = true;
        lines.prompt();
      }),
    close: () => lines.close(),
  };
};

/** The night goes on with the wall clock until it is over. */
const keepTime = async (session: Session, begun: number, isOver: () => boolean): Promise<void> => {
  while (!isOver()) {
    await session.passTo((performance.now() - begun) / 1000);
    await sleep(TICK_MILLISECONDS);
  }
};

/** A person plays: prompt, answers, and what happens meanwhile. */
export const playInTerminal = async (
  session: Session,
  out: Output,
  feed: { tell: (entry: LogEntry) => void },
  isFast: boolean,
): Promise<void> => {
  const { exercise, passTo } = session;
  const { print, ask, close } = terminal(out, 'exercise> ');
  const night = { heard: 0, over: false };
  feed.tell = (entry) => {
    night.heard += 1;
    // What you typed and what it answered stand there already.
    if (entry.who !== YOUR_KEYBOARD) print(entryLines(entry, out.width));
  };
  void exercise.ended.then(() => {
    night.over = true;
    close();
  });
  /** To whatever happens next. */
  const goOn = async (): Promise<void> => {
    const [heard, limit] = [night.heard, exercise.seconds() + FAST_LIMIT_SECONDS];
    while (!night.over && night.heard === heard && exercise.seconds() < limit) await passTo(exercise.seconds() + 2);
    if (night.heard === heard && !night.over)
      print([`T+${spoken(exercise.seconds()).padStart(5, '0')}  Nothing happened for ${spoken(FAST_LIMIT_SECONDS)}.`]);
  };
  const type = async (line: string): Promise<void> => {
    const told = await exercise.command(line);
    print([...told.lines, ...(told.next === undefined ? [] : row('Next', [nextText(told.next)], out.width))]);
    if (isFast) await passTo(exercise.seconds() + FAST_SECONDS);
  };

  print(['  Nothing here can reach AWS. Enter starts it.']);
  const started = await ask();
  const watching = started === undefined || isFast ? undefined : keepTime(session, performance.now(), () => night.over);
  for (
    let line = started === undefined ? undefined : await ask();
    line !== undefined && line.trim() !== 'q' && !night.over;
    line = await ask()
  ) {
    if (line.trim() !== '') await type(line.trim());
    else if (isFast) await goOn();
    if (night.over) break;
  }
  exercise.stop('you stopped it');
  night.over = true;
  close();
  await watching;
};
