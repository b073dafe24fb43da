import { join } from 'node:path';
import { readBeside } from '../adapters/playbooks-files.ts';
import type { Known } from '../core/playbook/known.ts';
import {
  REHEARSALS,
  rehearsePlaybook,
  type PlaybookRehearsed,
  type PlaybookTexts,
  type RehearsalRun,
} from '../core/playbook/rehearse-playbook.ts';
import { row } from '../core/report/layout.ts';
import { counted } from '../core/report/text-page.ts';
import type { HandlerOf } from './invocation.ts';
import { knownOf, noPlaybook, openFolder, sayOffline, type PlaybookFolder } from './playbook-folder.ts';

/** What stands beside a playbook. */
export const rehearsalsOf = async ({ path }: PlaybookFolder, id: string): Promise<PlaybookTexts['rehearsals']> => {
  const texts = await Promise.all(REHEARSALS.map(async (file) => [file, await readBeside(join(path, id, file))] as const));
  return Object.fromEntries(texts.filter(([, text]) => text !== undefined));
};

/** One playbook of a folder with the rehearsals beside it. */
export const rehearseIn = async (folder: PlaybookFolder, known: Known, id: string): Promise<PlaybookRehearsed> => {
  const playbook = folder.files.get(`${id}/playbook.yaml`) ?? '';
  return rehearsePlaybook({ id, folder: `${folder.name}/${id}`, playbook, rehearsals: await rehearsalsOf(folder, id) }, known);
};

const runLines = ({ file, title, did, faults }: RehearsalRun, width: number): readonly string[] => [
  faults.length === 0 ? `ok      ${file}  ${did}` : `FAILED  ${file}${title === '' ? '' : `  ${title}`}`,
  ...faults.flatMap(({ file: at, line, column, expected, happened, why, fix }) => [
    `  ${at}:${line}:${column}`,
    ...row('Expected', [expected], width),
    ...row('Happened', [happened], width),
    ...row('Why', [why], width),
    ...row('Fix', [fix], width),
  ]),
];

/** What playbooks do about one finding that they must answer and one that they must not, from the files alone. */
export const playbookTest: HandlerOf<'playbook test'> = async ({ args: { playbook: id, in: given } }, out, { root }) => {
  sayOffline(out);
  const folder = await openFolder(given, root);
  if (id !== undefined && !folder.ids.includes(id)) throw noPlaybook(id, folder);
  const known = await knownOf(folder);
  const playbooks = await Promise.all((id === undefined ? folder.ids : [id]).map((one) => rehearseIn(folder, known, one)));
  const runs = playbooks.flatMap((one) => one.runs);
  const failed = playbooks.filter((one) => one.runs.some(({ faults }) => faults.length > 0));
  const failedRuns = runs.filter(({ faults }) => faults.length > 0).length;
  out.lines([
    ...playbooks.flatMap(({ playbook, shared, runs: own }) =>
      own.length === 0 && shared
        ? [
            `none    ${folder.name}/${playbook}  others call it and it answers no finding: its callers' rehearsals show what it is handed over`,
          ]
        : own.flatMap((one) => runLines(one, out.width)),
    ),
    `${counted(playbooks.length, 'playbook')}, ${counted(runs.length, 'rehearsal')}: ${failedRuns === 0 ? 'all as expected' : `${failedRuns} not as expected`}.`,
  ]);
  const [first] = failed;
  const next =
    first === undefined
      ? `npx cordon playbook lint${id === undefined ? '' : ` ${id}`}${folder.flag}`
      : `npx cordon playbook test ${first.playbook}${folder.flag}`;
  out.data({ playbooks, failed: failedRuns, next });
  out.next(next);
  return failedRuns > 0 ? 3 : 0;
};
