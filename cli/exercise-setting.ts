import { resolve } from 'node:path';
import { spokenFinding, type LintFinding } from '../core/playbook/problem.ts';
import type { ReadScenario } from '../core/exercise/read-scenario.ts';
import type { Policy } from '../engine/desk.ts';
import { knownWorld, loadScenario, playbooksWith, scenarioFiles, type ScenarioFile } from '../tabletop/exercise/files.ts';
import { northbankPolicy } from '../tabletop/northbank-policy.ts';
import type { Surroundings } from './invocation.ts';
import type { Output } from './output.ts';
import { findServer } from './place.ts';
import { Stop } from './stop.ts';

/** An exercise beside a real incident is a drill that somebody takes for real, or the other way round. */
const refuseOnLive = (dataDir: string): void => {
  let kind: string;
  try {
    kind = findServer(dataDir).place.kind;
  } catch {
    return;
  }
  if (kind !== 'LIVE') return;
  throw new Stop({
    exit: 2,
    code: 'not-on-live',
    message: 'This data directory belongs to LIVE; no exercise runs there',
    hint: 'Use a directory of its own: CORDON_DATA_DIR',
    effect: 'no-change',
    next: 'CORDON_DATA_DIR=.cordon-exercise npx cordon exercise list',
  });
};

const unplayable = (what: string, findings: readonly LintFinding[]): Stop =>
  new Stop({
    exit: 3,
    code: 'faults',
    message: `${what} cannot be played: ${findings.map(spokenFinding).join(' | ')}`,
    hint: 'Every fault is given with its line and its column',
    effect: 'no-change',
    next: 'npx cordon exercise list',
  });

export interface Setting {
  readonly policy: Policy;
  readonly files: readonly ScenarioFile[];
  readonly load: (file: ScenarioFile) => ReadScenario;
}
/** Says EXERCISE first, then reads what there is to play. */
export const settingOf = async (out: Output, { root, dataDir }: Surroundings): Promise<Setting> => {
  out.place('EXERCISE northbank, a pretend AWS account in this process: nothing here can reach AWS or anybody', 'EXERCISE');
  refuseOnLive(dataDir);
  const policy = await northbankPolicy();
  const known = await knownWorld(root, policy);
  return {
    policy,
    files: await scenarioFiles(root),
    load: (file) => {
      const loaded = loadScenario(file, known);
      if (!loaded.ok) throw unplayable(file.file, loaded.findings);
      return loaded.value;
    },
  };
};

export const scenarioNamed = ({ files }: Setting, name: string): ScenarioFile => {
  const found = files.find(({ id }) => id === name);
  if (found !== undefined) return found;
  throw new Stop({
    exit: 6,
    code: 'not-found',
    message: `There is no scenario ${name}`,
    hint: `Scenarios: ${files.map(({ id }) => id).join(', ')}`,
    effect: 'no-change',
    next: 'npx cordon exercise list',
  });
};

export interface Playbooks {
  readonly playbooks: string;
  readonly playbooksName: string;
  /** For a command that plays the same again. */
  readonly flag: string;
  readonly remove: () => Promise<void>;
}
/** The shipped playbooks, or those with one file in the place of a shipped one. */
export const playbooksFor = async (file: string | undefined, root: string): Promise<Playbooks> => {
  if (file === undefined)
    return { playbooks: resolve(root, 'playbooks'), playbooksName: 'shipped', flag: '', remove: async () => undefined };
  const made = await playbooksWith(root, resolve(file)).catch((thrown: unknown) => {
    throw new Stop({
      exit: 2,
      code: 'unreadable',
      message: `${file} cannot be read (${thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unreadable'})`,
      hint: 'Give the path of a playbook.yaml',
      effect: 'no-change',
      next: 'npx cordon exercise test --help',
    });
  });
  if ('findings' in made) throw unplayable(file, made.findings);
  return { playbooks: made.folder, playbooksName: file, flag: ` --playbook ${file}`, remove: made.remove };
};
