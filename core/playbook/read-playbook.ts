import { digestOf, isObject, type Sha256 } from '../json.ts';
import { documentDigest, type PlaybookDocument } from './document.ts';
import { parseDocument } from './lint/schema-problems.ts';
import { readYaml, type YamlSource } from './lint/yaml-source.ts';
import type { LintFinding, Problem } from './problem.ts';

export interface ReadPlaybook {
  readonly document: PlaybookDocument;
  readonly digest: Sha256;
  readonly source: YamlSource;
}
export type PlaybookRead =
  | { readonly ok: true; readonly value: ReadPlaybook }
  | { readonly ok: false; readonly findings: readonly LintFinding[] };

/** A problem with its line. */
export const located =
  (file: string, source: YamlSource) =>
  ({ path, on, within, ...rest }: Problem): LintFinding => ({ file, ...source.spot(path, on, within), ...rest });

/** YAML text as a document. The shape is checked; whether it makes sense is `lintPlaybook`'s question. */
export const readPlaybook = (text: string, file: string): PlaybookRead => {
  const read = readYaml(text);
  if (!read.ok) return { ok: false, findings: read.problems.map((problem) => ({ file, level: 'error' as const, ...problem })) };
  const { source } = read;
  const parsed = parseDocument(source.value);
  if (!parsed.ok) return { ok: false, findings: parsed.problems.map(located(file, source)) };
  return { ok: true, value: { document: parsed.document, digest: documentDigest(parsed.document), source } };
};

/** A released document, from JSON. What parsing would drop or change is refused: the digest must mean every byte that counts. */
export const readReleased = (value: unknown): PlaybookDocument | undefined => {
  if (!isObject(value)) return undefined;
  const parsed = parseDocument(value);
  return parsed.ok && documentDigest(parsed.document) === digestOf(value) ? parsed.document : undefined;
};
