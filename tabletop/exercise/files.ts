import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readPlaybook } from '../../core/playbook/read-playbook.ts';
import { Versions } from '../../core/playbook/version.ts';
import type { LintFinding } from '../../core/playbook/problem.ts';
import { lintScenario, type KnownWorld } from '../../core/exercise/lint.ts';
import { readScenario, type ReadScenario } from '../../core/exercise/read-scenario.ts';
import type { Policy } from '../../engine/desk.ts';
import { targetOf } from '../../core/asset/resource.ts';
import { exerciseVerbs } from './command-line.ts';
import { worldOperations } from './world-calls.ts';

export interface ScenarioFile {
  /** `playbooks/training-data-poisoning/scenarios/poisoned-retrain.yaml`. */
  readonly file: string;
  readonly id: string;
  readonly text: string;
}
/** Every scenario of every playbook, by name. */
export const scenarioFiles = async (root: string): Promise<readonly ScenarioFile[]> => {
  const files: ScenarioFile[] = [];
  for (const folder of (await readdir(join(root, 'playbooks'), { withFileTypes: true })).filter((one) => one.isDirectory())) {
    const inside = `playbooks/${folder.name}/scenarios`;
    const names = await readdir(join(root, inside)).catch(() => []);
    for (const name of names.filter((one) => one.endsWith('.yaml')))
      files.push({ file: `${inside}/${name}`, id: basename(name, '.yaml'), text: await readFile(join(root, inside, name), 'utf8') });
  }
  return files.toSorted((a, b) => a.id.localeCompare(b.id));
};

const roleNames = ({ assets }: Policy): readonly string[] =>
  assets.assets.flatMap(({ callers }) => callers.map(({ principal }) => principal.split('/').at(-1) ?? ''));
/** What a scenario may name at Northbank. */
export const knownWorld = async (root: string, policy: Policy): Promise<KnownWorld> => ({
  people: Object.keys(policy.assets.people),
  roles: [...new Set([...roleNames(policy), 'mlops', 'nightly-retrain', 'partner-upload', 'admin'])],
  endpoints: policy.assets.assets.map(({ arn }) => targetOf(arn)).flatMap(({ kind, name }) => (kind === 'endpoint' ? [name] : [])),
  versions: ['fraud-model/5', 'fraud-model/6', 'fraud-model/7', 'credit-model/2', 'credit-model/3', 'churn-model/1', 'assistant-model/1'],
  samples: (await readdir(join(root, 'samples'))).flatMap((name) => (name.endsWith('.json') ? [basename(name, '.json')] : [])),
  operations: worldOperations,
  verbs: exerciseVerbs,
});

export type Loaded =
  | { readonly ok: true; readonly value: ReadScenario }
  | { readonly ok: false; readonly findings: readonly LintFinding[] };
/** A scenario that can be played, or everything that is wrong with it. */
export const loadScenario = ({ file, text }: ScenarioFile, known: KnownWorld): Loaded => {
  const findings = lintScenario(text, file, known).filter(({ level }) => level === 'error');
  const read = readScenario(text, file);
  return read.ok && findings.length === 0 ? read : { ok: false, findings };
};

/** The shipped playbooks with one of them replaced by a file. Answers the folder, and how to remove it. */
export const playbooksWith = async (
  root: string,
  file: string,
): Promise<
  { readonly folder: string; readonly id: string; readonly remove: () => Promise<void> } | { readonly findings: readonly LintFinding[] }
> => {
  const read = readPlaybook(await readFile(file, 'utf8'), file);
  if (!read.ok) return { findings: read.findings };
  const { id } = read.value.document.metadata;
  const folder = await mkdtemp(join(tmpdir(), 'cordon-playbooks-'));
  await cp(join(root, 'playbooks'), folder, { recursive: true });
  // What is being worked on takes the place of every released version: it is this file that is tried.
  await rm(join(folder, id, 'released'), { recursive: true, force: true });
  const { playbooks, ...rest } = Versions.parse(JSON.parse(await readFile(join(folder, 'versions.json'), 'utf8')));
  const others = Object.fromEntries(Object.entries(playbooks).filter(([name]) => name !== id));
  await writeFile(join(folder, 'versions.json'), JSON.stringify({ ...rest, playbooks: others }));
  await cp(file, join(folder, id, 'playbook.yaml'));
  return { folder, id, remove: () => rm(folder, { recursive: true, force: true }) };
};
