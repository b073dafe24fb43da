import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Outcome } from '../../core/exercise/outcome.ts';
import { reportHtml } from '../../core/exercise/report-html.ts';
import { reportMarkdown, type Debrief } from '../../core/exercise/report.ts';
import { harmChart } from './chart.ts';

const NUMBER = /^D-(\d+)$/;
const exercisesIn = (dataDir: string): string => join(dataDir, 'exercises');

/** Numbers of the exercises that were played here, oldest first. */
export const playedNumbers = async (dataDir: string): Promise<readonly number[]> => {
  const names = await readdir(exercisesIn(dataDir)).catch(() => []);
  return names.flatMap((name) => (NUMBER.test(name) ? [Number(name.slice(2))] : [])).toSorted((a, b) => a - b);
};

/** A new folder of its own: ledger, keys and evidence of an exercise never lie beside those of incidents. */
export const newFolder = async (dataDir: string): Promise<{ readonly number: number; readonly folder: string }> => {
  await mkdir(exercisesIn(dataDir), { recursive: true });
  for (let number = ((await playedNumbers(dataDir)).at(-1) ?? 0) + 1; ; number += 1) {
    const folder = join(exercisesIn(dataDir), `D-${number}`);
    // Two terminals may start one at the same moment: whoever makes the folder has the number.
    const made = await mkdir(folder, { mode: 0o700 }).then(
      () => true,
      () => false,
    );
    if (made) return { number, folder };
    if (!existsSync(folder)) throw new Error(`${folder} cannot be made`);
  }
};

export interface Written {
  readonly html: string;
  readonly markdown: string;
}
/** Keeps the runs as they came out, and the two reports made from them. */
export const writeDebrief = async (dataDir: string, debrief: Debrief): Promise<Written> => {
  const folder = join(exercisesIn(dataDir), `D-${debrief.number}`);
  const [html, markdown] = [join(folder, 'report.html'), join(folder, 'report.md')];
  const { outcome, idle, perfect } = debrief;
  await writeFile(join(folder, 'runs.json'), `${JSON.stringify({ outcome, idle, perfect })}\n`);
  await writeFile(html, reportHtml(debrief, harmChart(debrief)));
  await writeFile(markdown, reportMarkdown(debrief));
  return { html, markdown };
};

/** `undefined`: there is no such exercise, or it was not played to a report. */
export const readDebrief = async (dataDir: string, number: number): Promise<Debrief | undefined> => {
  const text = await readFile(join(exercisesIn(dataDir), `D-${number}`, 'runs.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  const at = (name: string): Outcome => Outcome.parse(typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined);
  return { number, outcome: at('outcome'), idle: at('idle'), perfect: at('perfect') };
};
