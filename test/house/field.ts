import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

/** A directory of planted files, away from the working tree. */
export const field = (files: Readonly<Record<string, string>>): { readonly at: string; readonly clear: () => void } => {
  const at = mkdtempSync(join(tmpdir(), 'cordon-house-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(at, path)), { recursive: true });
    writeFileSync(join(at, path), text);
  }
  return { at, clear: () => rmSync(at, { recursive: true, force: true }) };
};

export interface Ran {
  readonly code: number | null;
  readonly lines: readonly string[];
}
/** A real guard, as `npm run check` runs it; at most four minutes (a busy machine). */
export const run = (args: readonly string[], cwd: string): Ran => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', timeout: 240_000 });
  return { code: status, lines: `${stdout}\n${stderr}`.split('\n').filter((line) => line !== '') };
};
