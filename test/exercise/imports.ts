import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from './northbank.ts';

const IMPORT = /(?:from|import)\s*\(?\s*(?:'([^']+)'|new URL\('([^']+)')|new URL\('([^']+\.ts)'/g;

/** Every file of ours that is reached from these, types aside, with its text. */
export const reachedFrom = (files: readonly string[]): ReadonlyMap<string, string> => {
  const seen = new Map<string, string>();
  const left = [...files];
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (seen.has(file) || !existsSync(join(ROOT, file))) continue;
    const text = readFileSync(join(ROOT, file), 'utf8');
    seen.set(file, text);
    const values = text.replace(/^import type [^;]+;$/gm, '');
    for (const [, plain, url, worker] of values.matchAll(IMPORT)) {
      const to = plain ?? url ?? worker ?? '';
      if (to.startsWith('.') || worker !== undefined) left.push(relative(ROOT, join(ROOT, dirname(file), to)));
    }
  }
  return seen;
};

/** `new S3Client(range.clientConfig('admin'))`, `new S3Client({ ...options, requestHandler })`: answered in this process. Anything else is not. */
const INSIDE = /^new \w+Client\((?:range\.clientConfig\(|\{ \.\.\.options, requestHandler \}\))/;
/** `…WithClient` is the durable SDK's input, which holds our own host. */
const CLIENT = /new \w*(?<!With)Client\([^;]{0,80}/g;
const COMMENTS = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
export const strangers = (files: ReadonlyMap<string, string>): readonly string[] =>
  [...files].flatMap(([file, text]) =>
    (text.replace(COMMENTS, '').match(CLIENT) ?? []).filter((made) => !INSIDE.test(made)).map((made) => `${file}: ${made}`),
  );

const OUTSIDE = /from '(@slack\/[^']+|undici|node-fetch|axios|node:https?|node:net|node:tls|node:dgram|node:http2)'/g;
export const waysOut = (files: ReadonlyMap<string, string>): readonly string[] =>
  [...files].flatMap(([file, text]) => Array.from(text.matchAll(OUTSIDE), ([, name]) => `${file}: ${name ?? ''}`));
