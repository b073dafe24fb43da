/** What a request says about a condition key, by its name in small letters; undefined: the key is absent. */
export type Keys = (name: string) => readonly string[] | undefined;

const compiled = new Map<string, RegExp>();
const expressionOf = (source: string): RegExp => {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const made = new RegExp(`^${source}$`, 's');
  // Patterns come from policies, which are few; the bound is for a caller that writes policies in a loop.
  if (compiled.size > 5000) compiled.clear();
  compiled.set(source, made);
  return made;
};
const literally = (text: string): string => text.replace(/[.*?+^${}()|[\]\\]/g, '\\$&');
const wildly = (text: string): string => literally(text).replaceAll('\\*', '.*').replaceAll('\\?', '.');

/** IAM's wildcards: `*` any run of characters, `?` one. Everything else is literal. */
export const like = (pattern: string, text: string): boolean =>
  pattern === text || pattern === '*' || (/[*?]/.test(pattern) && expressionOf(wildly(pattern)).test(text));

/** A text of a policy, ready to be compared; variables are filled in from the request. */
export type Matcher = (value: string, keys: Keys) => boolean;

const VARIABLE = /\$\{([^}]*)\}/g;
/** `${*}`, `${?}` and `${$}` are the characters themselves; an absent or many-valued key has no value, so its pattern matches nothing. */
const filled = (inside: string, keys: Keys): string | undefined => {
  if (inside === '*' || inside === '?' || inside === '$') return inside;
  const [, name = inside, fallback] = /^(.*?)\s*,\s*'(.*)'$/s.exec(inside) ?? [];
  const values = keys(name.trim().toLowerCase());
  return values?.length === 1 ? values[0] : fallback;
};
/** The pattern as a regular expression; text from the request is never a wildcard. */
const sourceFor = (pattern: string, keys: Keys, plain: (text: string) => string): string | undefined => {
  let source = '';
  let from = 0;
  for (const match of pattern.matchAll(VARIABLE)) {
    const value = filled(match[1] ?? '', keys);
    if (value === undefined) return undefined;
    source += plain(pattern.slice(from, match.index)) + literally(value);
    from = match.index + match[0].length;
  }
  return source + plain(pattern.slice(from));
};
export interface Written {
  /** `*` and `?` stand for others. */
  readonly wildcards: boolean;
  /** Policies of version 2008-10-17 know no variables. */
  readonly variables: boolean;
  /** @default false */
  readonly ignoreCase?: boolean;
}
export const matcherOf = (pattern: string, { wildcards, variables, ignoreCase = false }: Written): Matcher => {
  const cased = ignoreCase ? (text: string): string => text.toLowerCase() : (text: string): string => text;
  const plain = (text: string): string => (wildcards ? wildly(cased(text)) : literally(cased(text)));
  if (variables && pattern.includes('${'))
    return (value, keys) => {
      const source = sourceFor(pattern, (name) => keys(name)?.map(cased), plain);
      return source !== undefined && expressionOf(source).test(cased(value));
    };
  const wanted = cased(pattern);
  if (wildcards && wanted === '*') return () => true;
  if (!wildcards || !/[*?]/.test(wanted)) return (value) => cased(value) === wanted;
  const expression = expressionOf(plain(pattern));
  return (value) => expression.test(cased(value));
};

/** Splits at the first five colons; what stands between `${` and `}` stays together. */
const segmentsOf = (arn: string): readonly string[] => {
  const parts = arn.match(/(?:\$\{[^}]*\}|[^:])*(?::|$)/g) ?? [];
  const cut = parts.slice(0, 5).map((part) => part.replace(/:$/, ''));
  return [...cut, parts.slice(5).join('')];
};
/** Each of the six parts of an ARN is compared by itself, so that a `*` does not run over a colon. */
export const arnMatcherOf = (pattern: string, variables: boolean): Matcher => {
  // Not an ARN, but what people write for "any".
  if (pattern === '*') return () => true;
  const parts = segmentsOf(pattern).map((part) => matcherOf(part, { wildcards: true, variables }));
  return (value, keys) => {
    const given = segmentsOf(value);
    return parts.length === given.length && parts.every((part, index) => part(given[index] ?? '', keys));
  };
};
