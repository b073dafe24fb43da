import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Node, type Pair } from 'yaml';
import type { Path, Rule } from '../problem.ts';

/** Bytes of UTF-8. Also the bound of a checkpointed document, see design: the first step of a run stores it. */
export const MAX_BYTES = 65_536;
const FORBIDDEN = ['__proto__', 'constructor', 'prototype'];

export interface Spot {
  readonly line: number;
  readonly column: number;
}
export interface YamlProblem extends Spot {
  readonly rule: Rule;
  readonly sentence: string;
  readonly fix: string;
}
export interface YamlSource {
  readonly value: unknown;
  /** Where a path stands; where it does not exist, its nearest existing parent. */
  readonly spot: (path: Path, on?: 'key' | 'value', within?: number) => Spot;
}
type Read = { readonly ok: true; readonly source: YamlSource } | { readonly ok: false; readonly problems: readonly YamlProblem[] };

const startOf = (node: unknown): number | undefined => {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : undefined;
};

/** Offset in the source of the n-th character of a scalar's value: exact for one-line scalars and literal blocks, else its start. */
const offsetWithin = (text: string, node: Node, index: number): number => {
  const start = startOf(node) ?? 0;
  if (!isScalar(node) || typeof node.value !== 'string') return start;
  if (node.type === 'BLOCK_LITERAL') {
    const lines = node.value.slice(0, index).split('\n');
    const sourceLines = text.slice(start).split('\n');
    const line = sourceLines[lines.length] ?? '';
    const before = sourceLines.slice(0, lines.length).reduce((sum, one) => sum + one.length + 1, 0);
    return start + before + (line.length - line.trimStart().length) + (lines.at(-1)?.length ?? 0);
  }
  if (node.type !== 'QUOTE_SINGLE' && node.type !== 'QUOTE_DOUBLE') return node.type === 'PLAIN' ? start + index : start;
  let at = start + 1;
  for (let i = 0; i < index; i += 1) {
    const escaped = node.type === 'QUOTE_SINGLE' ? text.startsWith("''", at) : text[at] === '\\';
    at += escaped ? 2 : 1;
  }
  return at;
};

const pairIn = (node: unknown, key: string | number): Pair | undefined =>
  isMap(node) ? node.items.find((pair) => isScalar(pair.key) && pair.key.value === String(key)) : undefined;

const spotter = (text: string, document: Document, lines: LineCounter): YamlSource['spot'] => {
  const spotAt = (offset: number): Spot => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  return (path, on = 'value', within) => {
    let node: unknown = document.contents;
    let offset = startOf(node) ?? 0;
    for (const [index, key] of path.entries()) {
      const pair = pairIn(node, key);
      const next = isSeq(node) ? node.items[Number(key)] : pair?.value;
      const keyOffset = startOf(pair?.key);
      if (keyOffset !== undefined && ((on === 'key' && index === path.length - 1) || startOf(next) === undefined)) return spotAt(keyOffset);
      if (next === undefined || next === null) return spotAt(offset);
      node = next;
      offset = startOf(node) ?? offset;
    }
    return spotAt(within !== undefined && isScalar(node) ? offsetWithin(text, node, within) : offset);
  };
};

/** What YAML allows and a playbook does not: each would make the text mean something that a reader cannot see. */
const surprises = (document: Document, at: (offset: number) => Spot): readonly YamlProblem[] => {
  const found: YamlProblem[] = [];
  const add = (node: unknown, rule: Rule, sentence: string, fix: string) => found.push({ ...at(startOf(node) ?? 0), rule, sentence, fix });
  visit(document, (_key, node) => {
    if (isAlias(node)) add(node, 'yaml', `*${node.source} copies another place.`, 'Write it out: a playbook has no anchors and aliases.');
    else if (isPair(node) && isScalar(node.key) && FORBIDDEN.includes(String(node.key.value)))
      add(node.key, 'forbidden-key', `${String(node.key.value)} may not be a field.`, 'Use another name.');
    else if (
      isScalar(node) &&
      typeof node.value === 'number' &&
      !(Number.isSafeInteger(node.value) || (Number.isFinite(node.value) && !Number.isInteger(node.value)))
    )
      add(node, 'yaml', `${node.source ?? node.value} is not exact as a JSON number.`, 'Put it in quotes.');
    else if (isScalar(node) && typeof node.value === 'string' && !node.value.isWellFormed())
      add(node, 'yaml', 'The text holds half a character (a lone surrogate).', 'Remove it.');
    else if (isScalar(node) && typeof node.value === 'object' && node.value !== null)
      add(node, 'yaml', 'Only text, numbers, true, false and null are values.', 'Remove the tag.');
    return found.length >= 20 ? visit.BREAK : undefined;
  });
  return found;
};

/** YAML 1.2 with JSON's values only: no aliases, tags, directives or second document; at most 64 KB. */
export const readYaml = (text: string): Read => {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > MAX_BYTES) {
    const sentence = `The file has ${bytes} bytes; ${MAX_BYTES} are allowed.`;
    return { ok: false, problems: [{ line: 1, column: 1, rule: 'size', sentence, fix: 'Split it: call a shared playbook.' }] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true, version: '1.2' });
  const at = (offset: number): Spot => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const faults = [...document.errors, ...document.warnings].filter(
    ({ pos }, index, all) => all.findIndex((one) => one.pos[0] === pos[0]) === index,
  );
  const errors: readonly YamlProblem[] = faults.slice(0, 8).map(({ code, message, pos }) => ({
    ...at(pos[0]),
    rule: code === 'DUPLICATE_KEY' ? ('duplicate-key' as const) : ('yaml' as const),
    sentence: code === 'RESOURCE_EXHAUSTION' ? 'Nested too deeply.' : `${message}.`,
    fix: code === 'DUPLICATE_KEY' ? 'Keep one of the two.' : 'See https://yaml.org/spec/1.2.2/',
  }));
  if (errors.length > 0) return { ok: false, problems: errors };
  if (document.directives?.yaml.explicit === true)
    return {
      ok: false,
      problems: [{ line: 1, column: 1, rule: 'yaml', sentence: 'A %YAML line changes what the text means.', fix: 'Remove it.' }],
    };
  const odd = surprises(document, at);
  if (odd.length > 0) return { ok: false, problems: odd };
  return { ok: true, source: { value: document.toJS({ maxAliasCount: 0 }), spot: spotter(text, document, lines) } };
};
