import { relative } from 'node:path';
import { reportMarkdown, scoreIn, verdictText } from '../core/exercise/report.ts';
import { table } from '../core/report/layout.ts';
import { playedNumbers, readDebrief, writeDebrief } from '../tabletop/exercise/folder.ts';
import { openSession } from '../tabletop/exercise/session.ts';
import { entryLines, openingLines, playInTerminal, resultLines } from './exercise-play.ts';
import { playbooksFor, scenarioNamed, settingOf } from './exercise-setting.ts';
import type { HandlerOf } from './invocation.ts';
import { Stop, usage } from './stop.ts';

const LEVELS = ['', 'easy', 'medium', 'hard'];

export const exerciseList: HandlerOf<'exercise list'> = async (_call, out, around) => {
  const setting = await settingOf(out, around);
  const scenarios = setting.files.map((file) => setting.load(file).scenario.metadata);
  const played = await playedNumbers(around.dataDir);
  const rows = scenarios.map(({ id, atMost, difficulty, practise }) => [
    id,
    `at most ${atMost.replace(/^PT(\d+)M$/, '$1 min')}`,
    LEVELS[difficulty] ?? '',
    practise,
  ]);
  out.lines([
    ...table([['scenario', 'takes', 'level', 'you practise'], ...rows], out.width, 0),
    `Played here: ${played.length === 0 ? 'nothing yet' : played.map((number) => `D-${number}`).join(', ')}.`,
  ]);
  const next = `npx cordon exercise run ${scenarios[0]?.id ?? ''}`;
  out.data({ scenarios, played: played.map((number) => `D-${number}`), next });
  out.next(next);
  return 0;
};

export const exerciseRun: HandlerOf<'exercise run'> = async ({ args }, out, around) => {
  const setting = await settingOf(out, around);
  const scenario = setting.load(scenarioNamed(setting, args.scenario));
  const { policy: played, seed } = args;
  const from = await playbooksFor(args.playbook, around.root);
  try {
    const feed: { tell: Parameters<typeof openSession>[0]['onEntry'] } = { tell: () => undefined };
    const session = await openSession({
      ...around,
      ...from,
      policy: setting.policy,
      scenario,
      seed,
      ...(played !== undefined && { played }),
      onEntry: (entry) => feed.tell(entry),
    });
    out.lines(openingLines(session.number, scenario.scenario, played));
    if (played === undefined) await playInTerminal(session, out, feed, args.fast || !process.stdin.isTTY);
    else {
      feed.tell = (entry) => out.note(entryLines(entry, out.width));
      await session.passAll();
    }
    out.note(['', 'Ended. Two more runs of the same night are played, to compare: nobody does anything, and the best run known.']);
    const { debrief, written } = await session.debrief();
    const next = `npx cordon exercise report D-${session.number}`;
    out.lines(resultLines(debrief, written));
    out.data({
      exercise: `D-${session.number}`,
      verdict: verdictText(debrief),
      score: scoreIn(debrief),
      outcome: debrief.outcome,
      ...written,
      next,
    });
    out.next(next);
    return 0;
  } finally {
    await from.remove();
  }
};

export const exerciseReport: HandlerOf<'exercise report'> = async ({ args }, out, around) => {
  await settingOf(out, around);
  const given = args.exercise;
  const number = Number(/^d-(\d{1,6})$/i.exec(given)?.[1] ?? 0);
  if (number === 0) throw usage(`${given} is no exercise such as D-1`, 'npx cordon exercise report --help');
  const debrief = await readDebrief(around.dataDir, number);
  if (debrief === undefined) {
    const played = (await playedNumbers(around.dataDir)).map((one) => `D-${one}`).join(', ');
    throw new Stop({
      exit: 6,
      code: 'not-found',
      message: `D-${number} was not played to its end here`,
      hint: `Played here: ${played || 'nothing'}`,
      effect: 'no-change',
      next: 'npx cordon exercise list',
    });
  }
  const written = await writeDebrief(around.dataDir, debrief);
  const next = `npx cordon exercise run ${debrief.outcome.scenario.id} --seed ${debrief.outcome.seed}`;
  // As it is: a page that is laid out for a terminal is no Markdown any more.
  if (args.markdown && !out.json) process.stdout.write(reportMarkdown(debrief));
  else out.lines(resultLines(debrief, written));
  out.data({ ...debrief, score: scoreIn(debrief), html: relative(around.root, written.html), next });
  out.next(next);
  return 0;
};
