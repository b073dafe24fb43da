import { lintFolder, type LintedFolder } from '../adapters/playbooks-files.ts';
import { spokenFinding } from '../core/playbook/problem.ts';
import { counted } from '../core/report/text-page.ts';
import type { HandlerOf } from './invocation.ts';
import type { Output } from './output.ts';
import { noPlaybook, openFolder, sayOffline, type PlaybookFolder } from './playbook-folder.ts';
import { watchFolder } from './playbook-watch.ts';
import { Stop } from './stop.ts';

const errorsIn = ({ findings }: LintedFolder): number => findings.filter(({ level }) => level === 'error').length;

const print = ({ checked, findings }: LintedFolder, errors: number, next: string, out: Output): void => {
  const verdict = `${counted(checked.length, 'playbook')}: ${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')}.`;
  out.lines([...findings.map(spokenFinding), verdict]);
  out.data({ checked, findings, errors, next });
};

const lintIn = async ({ path, actions, beside, name }: PlaybookFolder, id: string | undefined): Promise<LintedFolder | undefined> =>
  lintFolder(path, actions, id, { beside, name });

/** Every result that differs from the last one. A playbook that is gone may come back: editors save like that. */
const watchLint = async (given: string | undefined, root: string, id: string | undefined, out: Output): Promise<number> => {
  const folder = await openFolder(given, root);
  if (id !== undefined && !folder.ids.includes(id)) throw noPlaybook(id, folder);
  const next = `npx cordon playbook lint${folder.flag}`;
  let last = '';
  out.note([`Watching ${folder.name}/ until Ctrl-C.`]);
  return watchFolder(folder.path, async () => {
    const report = await lintIn(folder, id).catch((thrown: unknown) => {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
      throw thrown;
    });
    const now = JSON.stringify(report ?? null);
    if (now === last) return;
    last = now;
    if (report === undefined) out.note([id === undefined ? `No playbook is left in ${folder.name}/.` : `There is no playbook ${id} now.`]);
    else print(report, errorsIn(report), next, out);
  });
};

/** Every fault with its line and its column, from the files alone: an author needs no server. */
export const playbookLint: HandlerOf<'playbook lint'> = async ({ args: { playbook: id, watch, in: given } }, out, { root }) => {
  sayOffline(out);
  if (watch) return watchLint(given, root, id, out);
  const folder = await openFolder(given, root);
  const report = await lintIn(folder, id);
  if (report === undefined) {
    if (id !== undefined) throw noPlaybook(id, folder);
    throw new Stop({
      exit: 6,
      code: 'not-found',
      message: `There is no playbook in ${folder.name}/`,
      hint: 'A playbook is a folder with a playbook.yaml',
      effect: 'no-change',
      next: 'npx cordon playbook new --help',
    });
  }
  const errors = errorsIn(report);
  const next =
    errors > 0
      ? `npx cordon playbook lint${folder.flag}`
      : given === undefined
        ? `npx cordon playbook plan ${report.checked[0] ?? ''} --endpoint fraud-scorer`
        : `npx cordon playbook test${folder.flag}`;
  print(report, errors, next, out);
  out.next(next);
  return errors > 0 ? 3 : 0;
};
