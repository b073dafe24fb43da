import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lintFolder } from '../adapters/playbooks-files.ts';
import type { CatalogEntry } from '../core/action/catalog.ts';
import { spokenFinding } from '../core/playbook/problem.ts';
import { counted } from '../core/report/text-page.ts';
import { textArg, type Handler } from './invocation.ts';
import { Stop } from './stop.ts';

/** Every fault with its line and its column, from the files alone: an author needs no server. */
export const playbookLint: Handler = async (call, out, { root }) => {
  out.place('OFFLINE  this reads files: it asks no server and no AWS account', 'OFFLINE');
  const actions: readonly CatalogEntry[] = JSON.parse(readFileSync(join(root, 'actions/catalog.json'), 'utf8'));
  const id = textArg(call, 'playbook');
  const report = await lintFolder(join(root, 'playbooks'), actions, id === '' ? undefined : id);
  if (report === undefined) {
    const refusal = {
      code: 'not-found',
      hint: 'Its name is that of its folder in playbooks/',
      effect: 'no-change',
      next: 'npx cordon playbook lint',
    } as const;
    throw new Stop({ ...refusal, exit: 6, message: `There is no playbook ${id}` });
  }
  const { checked, findings } = report;
  const errors = findings.filter(({ level }) => level === 'error').length;
  const verdict = `${counted(checked.length, 'playbook')}: ${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')}.`;
  out.lines([...findings.map(spokenFinding), verdict]);
  const next = errors > 0 ? 'npx cordon playbook lint' : `npx cordon playbook plan ${checked[0] ?? ''} --endpoint fraud-scorer`;
  out.data({ checked, findings, errors, next });
  out.next(next);
  return errors > 0 ? 3 : 0;
};
