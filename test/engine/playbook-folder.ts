import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spokenFinding } from '../../core/playbook/problem.ts';
import { readPlaybook } from '../../core/playbook/read-playbook.ts';

const SHIPPED = fileURLToPath(new URL('../../playbooks', import.meta.url));

/** Writes the shipped playbooks and these, as an author works on them, into a folder. */
export const writePlaybooks = (folder: string, texts: Readonly<Record<string, string>>): string => {
  cpSync(SHIPPED, folder, { recursive: true });
  for (const [id, text] of Object.entries(texts)) {
    const read = readPlaybook(text, `${id}/playbook.yaml`);
    if (!read.ok) throw new Error(read.findings.map(spokenFinding).join('\n'));
    mkdirSync(join(folder, id), { recursive: true });
    writeFileSync(join(folder, id, 'playbook.yaml'), text);
  }
  return folder;
};
/** The same, in a new folder. Remove it when done. */
export const playbookFolder = (texts: Readonly<Record<string, string>>): string =>
  writePlaybooks(mkdtempSync(join(tmpdir(), 'cordon-playbooks-')), texts);
