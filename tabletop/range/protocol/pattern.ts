/** Java's names for classes of ASCII. https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/regex/Pattern.html */
const POSIX: Readonly<Record<string, string>> = {
  Alnum: 'A-Za-z0-9',
  Alpha: 'A-Za-z',
  Digit: '0-9',
  Lower: 'a-z',
  Print: '\\x20-\\x7E',
  Punct: '!-\\/:-@\\[-`{-~',
  Upper: 'A-Z',
};
const ANCHORS: Readonly<Record<string, string>> = { A: '^', z: '$' };
const TOKEN = /\\[pP]\{(?<posix>[A-Z][a-z]+)\}|\\(?<escaped>.)|(?<bracket>[[\]])|\$\{\d+,?\d*\}/gsu;

/** The models' patterns are Java's. What JavaScript writes otherwise is rewritten; what it lacks stays and will not compile. */
const rewritten = (pattern: string): string => {
  let isInClass = false;
  return pattern.replaceAll(TOKEN, (token: string, ...rest: readonly unknown[]) => {
    // The named groups are the last argument of a replacer.
    const { posix, escaped, bracket } = rest.at(-1) as Readonly<Record<'posix' | 'escaped' | 'bracket', string | undefined>>;
    const ascii = posix === undefined ? undefined : POSIX[posix];
    if (ascii !== undefined && token.startsWith('\\p')) return isInClass ? ascii : `[${ascii}]`;
    if (bracket !== undefined) isInClass = bracket === '[';
    if (escaped !== undefined && !isInClass && ANCHORS[escaped] !== undefined) return ANCHORS[escaped];
    // JavaScript's Unicode patterns refuse an escape that is not needed.
    if (escaped !== undefined && /[^\p{L}\p{N}^$\\.*+?()[\]{}|/-]/u.test(escaped)) return escaped;
    // The end of the value, so many times: once is as good.
    return token.startsWith('${') ? '$' : token;
  });
};

const FLAGS = /^(?<anchor>\^?)\(\?(?<flags>[is]+)\)/;
const compiled = (source: string, flags: string): RegExp | undefined => {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
};
const compile = (pattern: string): RegExp | undefined => {
  const flags = FLAGS.exec(pattern)?.groups?.['flags'] ?? '';
  const source = rewritten(pattern.replace(FLAGS, '$<anchor>'));
  // Without the u flag \p{…} would quietly mean the letter p.
  return compiled(source, `u${flags}`) ?? (/\\[pPu]\{/.test(source) ? undefined : compiled(source, flags));
};

const patterns = new Map<string, RegExp | undefined>();
/** A model's pattern, compiled once in a process. Undefined: JavaScript cannot say it. */
export const regexOf = (pattern: string): RegExp | undefined => {
  if (!patterns.has(pattern)) patterns.set(pattern, compile(pattern));
  return patterns.get(pattern);
};
