import type { Assembled } from './assemble.ts';
import { release } from './version.ts';

export type Publication =
  | { readonly ok: false; readonly faults: readonly string[] }
  | {
      readonly ok: true;
      /** Documents that are new, by path relative to the folder of playbooks. */
      readonly files: ReadonlyMap<string, string>;
      /** Text of versions.json afterwards. */
      readonly versions: string;
    };

/** What publishing a folder of playbooks writes: all that is worked on and not released yet, or one of them with what it calls. */
export const publication = (shelf: Assembled, only?: string): Publication => {
  const problems = shelf.problems.map(({ file, why }) => `${file}: ${why}`);
  const { versions, files, failures } = release(shelf, only);
  const faults = [...new Set([...problems, ...failures.map(({ file, why }) => `${file}: ${why}`)])];
  return faults.length > 0 ? { ok: false, faults } : { ok: true, files, versions: `${JSON.stringify(versions, null, 2)}\n` };
};
