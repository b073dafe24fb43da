import { lintFolder } from '../adapters/playbooks-files.ts';
import { assemble } from '../core/playbook/assemble.ts';
import { spokenFinding } from '../core/playbook/problem.ts';
import { counted } from '../core/report/text-page.ts';
import { knownOf, type PlaybookFolder } from './playbook-folder.ts';
import { rehearseIn } from './playbook-test.ts';

/** What `playbook lint` and `playbook test` say about one playbook, in two lines and what is wrong. */
export const checksOf = async (
  folder: PlaybookFolder,
  id: string,
): Promise<{ readonly ok: boolean; readonly lines: readonly string[] }> => {
  const findings = (await lintFolder(folder.path, folder.actions, id, folder))?.findings ?? [];
  const errors = findings.filter(({ level }) => level === 'error').length;
  const { runs } = await rehearseIn(folder, await knownOf(folder), id);
  const faults = runs.flatMap((run) => run.faults);
  return {
    ok: errors === 0 && faults.length === 0,
    lines: [
      ...findings.map(spokenFinding),
      ...faults.map(({ file, line, column, expected, happened }) => `${file}:${line}:${column}  expected was ${expected}; ${happened}.`),
      `Lint: ${counted(errors, 'error')} and ${counted(findings.length - errors, 'warning')}; ${counted(runs.length, 'rehearsal')}, ${counted(faults.length, 'fault')}.`,
    ],
  };
};

/** Two playbooks with the same triggers answer the same findings, and only one of them is started. */
export const startedBeside = ({ files }: PlaybookFolder, id: string): string | undefined => {
  const { working } = assemble(files);
  const own = working.find(({ metadata }) => metadata.id === id)?.triggers;
  const rivals = working.filter(
    ({ metadata, triggers }) =>
      metadata.id !== id &&
      own !== undefined &&
      triggers?.where === own.where &&
      triggers.findings.some((one) => own.findings.includes(one)),
  );
  const [first] = [id, ...rivals.map(({ metadata }) => metadata.id)].toSorted();
  const names = rivals.map(({ metadata }) => metadata.id).join(', ');
  return rivals.length === 0
    ? undefined
    : `It answers the same findings as ${names}: until you change findings or where, ${first} is started, the first by name.`;
};
