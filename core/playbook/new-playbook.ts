import { isScalar, parse, parseDocument } from 'yaml';
import { NO_OWNER } from './lint/structure-problems.ts';
import type { Known } from './known.ts';
import { guideSkeleton, WRITE } from './new-guide.ts';
import { readPlaybook } from './read-playbook.ts';
import { REHEARSALS, type RehearsalName } from './rehearse-playbook.ts';

/** Nothing of it was released. */
const FIRST_VERSION = '0.1.0';

export interface NewPlaybookOrder {
  readonly id: string;
  /** Absent: nobody yet, and lint says so. */
  readonly owner?: string;
  /** Path of schema.json from the new folder, for editors. */
  readonly schema: string;
  /** A playbook of the right shape, and what stands beside it. */
  readonly source: { readonly playbook: string; readonly rehearsals: Readonly<Partial<Record<RehearsalName, string>>> };
}
/** A line that only the author can write. */
export interface LineToWrite {
  readonly file: string;
  readonly line: number;
  readonly what: string;
}
export interface NewPlaybook {
  /** Text by name, inside the folder of the new playbook. */
  readonly files: ReadonlyMap<string, string>;
  readonly toWrite: readonly LineToWrite[];
}

/** A text as YAML that reads back as this text, in a block and between braces. */
const asYaml = (text: string): string => (/^[A-Za-z0-9]([\w. -]*\w)?$/.test(text) && parse(text) === text ? text : JSON.stringify(text));

/** Other values at some paths; every other byte stays, comments too. */
const withValues = (text: string, values: readonly (readonly [path: readonly string[], value: string])[]): string => {
  const document = parseDocument(text);
  const places = values.map(([path, value]) => {
    const node = document.getIn(path, true);
    if (!isScalar(node) || node.range == null) throw new Error(`${path.join('.')} is no text in a document of the right shape`);
    return { start: node.range[0], end: node.range[1], value };
  });
  return places
    .toSorted((a, b) => b.start - a.start)
    .reduce((rest, { start, end, value }) => rest.slice(0, start) + asYaml(value) + rest.slice(end), text);
};

const withSchema = (text: string, schema: string): string =>
  `# yaml-language-server: $schema=${schema}\n${text.replace(/^# yaml-language-server:.*\r?\n/, '')}`;

const guideLines = (guide: string): readonly LineToWrite[] =>
  guide
    .split('\n')
    .flatMap((line, index) => (line.startsWith(WRITE) ? [{ file: 'guide.md', line: index + 1, what: line.slice(WRITE.length + 1) }] : []));

/** The files of a playbook that begins as a copy of another one, and the lines that are its author's to write. */
export const newPlaybook = ({ id, owner, schema, source }: NewPlaybookOrder, known: Known): NewPlaybook => {
  const old = readPlaybook(source.playbook, 'playbook.yaml');
  if (!old.ok) throw new Error('the playbook to begin with cannot be read');
  const { metadata } = old.value.document;
  const playbook = withSchema(
    withValues(source.playbook, [
      [['metadata', 'id'], id],
      [['metadata', 'version'], FIRST_VERSION],
      [['metadata', 'owner'], owner ?? NO_OWNER],
    ]),
    schema,
  );
  const made = readPlaybook(playbook, 'playbook.yaml');
  if (!made.ok) throw new Error(`the new playbook cannot be read: ${made.findings.map(({ sentence }) => sentence).join(' ')}`);
  const { document, source: yaml } = made.value;
  const rehearsals = REHEARSALS.flatMap((name) => {
    const text = source.rehearsals[name];
    // Reasons that people read name the playbook and its version.
    return text === undefined ? [] : [[name, text.replaceAll(`${metadata.id}@${metadata.version}`, `${id}@${FIRST_VERSION}`)] as const];
  });
  const guide = guideSkeleton(document, known);
  const at = (path: readonly string[], what: string): LineToWrite => ({ file: 'playbook.yaml', line: yaml.spot(path).line, what });
  return {
    files: new Map([['playbook.yaml', playbook], ['guide.md', guide], ...rehearsals]),
    toWrite: [
      at(['metadata', 'title'], 'title: what happened, as people would say it'),
      ...(owner === undefined ? [at(['metadata', 'owner'], 'owner: the team that answers for it')] : []),
      at(['metadata', 'references'], 'references: what public catalogues call it'),
      ...(document.triggers === undefined
        ? [at(['inputs'], 'inputs: what callers hand over')]
        : [at(['triggers', 'findings'], 'findings: the classes that it answers'), at(['triggers', 'where'], 'where: when it answers')]),
      ...rehearsals.map(([file]) => ({
        file,
        line: 3,
        what: `${file === 'fires.yaml' ? 'a finding that it answers' : 'one that it must leave alone'}, and what it does then`,
      })),
      ...guideLines(guide),
    ],
  };
};
