import { digestOf, type Sha256 } from '../json.ts';
import { readYaml, type YamlSource } from '../playbook/lint/yaml-source.ts';
import { quoted, type LintFinding, type Path } from '../playbook/problem.ts';
import { Scenario } from './scenario.ts';

export interface ReadScenario {
  readonly scenario: Scenario;
  readonly digest: Sha256;
  readonly source: YamlSource;
}
export type ScenarioRead =
  | { readonly ok: true; readonly value: ReadScenario }
  | { readonly ok: false; readonly findings: readonly LintFinding[] };

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code: string;
}
const pathOf = (path: readonly PropertyKey[]): Path => path.map((key) => (typeof key === 'number' ? key : String(key)));
const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((here, key) => (typeof here === 'object' && here !== null ? Reflect.get(here, key) : undefined), value);

const finding = (file: string, source: YamlSource, { path, message, code }: Issue): LintFinding => {
  const place = pathOf(path);
  const value = valueAt(source.value, place);
  const name = place.at(-1) ?? 'the scenario';
  const shown =
    typeof value === 'object' || value === undefined
      ? `${name}`
      : `${quoted(typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null)} as ${name}`;
  return {
    file,
    ...source.spot(place),
    rule: code === 'unrecognized_keys' ? 'unknown-field' : 'schema',
    level: 'error',
    sentence: code === 'unrecognized_keys' ? `${message}.` : value === undefined ? `${name} is missing.` : `${shown} is not allowed.`,
    fix: code === 'unrecognized_keys' ? 'Remove it; a text with a comma needs quotes.' : `${message}.`,
  };
};

/** YAML text as a scenario. The shape is checked; whether it makes sense is `lintScenario`'s question. */
export const readScenario = (text: string, file: string): ScenarioRead => {
  const read = readYaml(text);
  if (!read.ok) return { ok: false, findings: read.problems.map((problem) => ({ file, level: 'error' as const, ...problem })) };
  const parsed = Scenario.safeParse(read.source.value);
  if (!parsed.success) return { ok: false, findings: parsed.error.issues.map((issue) => finding(file, read.source, issue)) };
  return { ok: true, value: { scenario: parsed.data, digest: digestOf(parsed.data), source: read.source } };
};
