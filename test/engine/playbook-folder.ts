import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SHIPPED = fileURLToPath(new URL('../../playbooks', import.meta.url));

/** A folder with the shipped playbooks and these, as an author works on them. Remove it when done. */
export const playbookFolder = (texts: Readonly<Record<string, string>>): string => {
  const folder = join(mkdtempSync(join(tmpdir(), 'cordon-playbooks-')), 'playbooks');
  cpSync(SHIPPED, folder, { recursive: true });
  for (const [id, text] of Object.entries(texts)) {
    mkdirSync(join(folder, id), { recursive: true });
    writeFileSync(join(folder, id, 'playbook.yaml'), text);
  }
  return folder;
};
