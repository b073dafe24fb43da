import { failed, ok, type Result } from '../failure.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { evaluate, expressionFailure, type ExpressionFailure } from './expression.ts';
import type { Scope } from './scope.ts';

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  /** `start`: offset of the expression's first character in the whole text. */
  | { readonly kind: 'expression'; readonly text: string; readonly start: number };

const OPEN = '${{';
/** Offset of the `}}` that closes an expression; strings and map literals inside it may hold braces. */
const closing = (text: string, from: number): number => {
  let [depth, quote] = [0, ''];
  for (let i = from; i < text.length; i += 1) {
    const c = text[i] ?? '';
    if (quote !== '') {
      if (c === '\\') i += 1;
      else if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '{') depth += 1;
    else if (c === '}' && depth > 0) depth -= 1;
    else if (c === '}' && text[i + 1] === '}') return i;
  }
  return -1;
};

/** Text and `${{ expression }}` in turn; undefined when an expression is not closed. */
export const partsOf = (text: string): readonly Part[] | undefined => {
  const parts: Part[] = [];
  let at = 0;
  for (let open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
    const close = closing(text, open + OPEN.length);
    if (close < 0) return undefined;
    if (open > at) parts.push({ kind: 'text', text: text.slice(at, open) });
    const inner = text.slice(open + OPEN.length, close);
    parts.push({ kind: 'expression', text: inner.trim(), start: open + OPEN.length + (inner.length - inner.trimStart().length) });
    at = close + 2;
  }
  return at < text.length || parts.length === 0 ? [...parts, { kind: 'text', text: text.slice(at) }] : parts;
};

/** The expression of a text that is nothing else than one expression, spaces around it aside. */
export const wholeExpression = (text: string): { readonly text: string; readonly start: number } | undefined => {
  const parts = partsOf(text)?.filter((part) => part.kind === 'expression' || part.text.trim() !== '');
  const [first] = parts ?? [];
  return parts?.length === 1 && first?.kind === 'expression' ? first : undefined;
};

/** Every expression in a template, with the path of the text that holds it. */
export const expressionsIn = (
  template: Json | undefined,
  path: readonly (string | number)[] = [],
): readonly { readonly path: readonly (string | number)[]; readonly text: string; readonly start: number }[] => {
  if (typeof template === 'string')
    return (partsOf(template) ?? []).flatMap((part) => (part.kind === 'expression' ? [{ path, text: part.text, start: part.start }] : []));
  if (Array.isArray(template)) return template.flatMap((item: Json, index) => expressionsIn(item, [...path, index]));
  return isObject(template) ? Object.entries(template).flatMap(([key, item]) => expressionsIn(item, [...path, key])) : [];
};

type Rendered<T> = Result<T, ExpressionFailure>;

/** Only scalars fit into a text; what an expression answers is never looked at again for `${{`. */
const embedded = (text: string, parts: readonly Part[], scope: Scope): Rendered<string> => {
  const pieces: string[] = [];
  for (const part of parts) {
    if (part.kind === 'text') {
      pieces.push(part.text);
      continue;
    }
    const answer = evaluate(part.text, scope);
    if (!answer.ok) return answer;
    const { value } = answer;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      return failed(expressionFailure(part.text, `its answer does not fit into the text ${JSON.stringify(text.slice(0, 120))}`));
    pieces.push(String(value));
  }
  return ok(pieces.join(''));
};

const renderText = (text: string, scope: Scope): Rendered<Json | undefined> => {
  const whole = wholeExpression(text);
  if (whole !== undefined) return evaluate(whole.text, scope);
  const parts = partsOf(text);
  return parts === undefined ? failed(expressionFailure(text, 'a ${{ is not closed by }}')) : embedded(text, parts, scope);
};

const renderAny = (template: Json, scope: Scope): Rendered<Json | undefined> => {
  if (typeof template === 'string') return renderText(template, scope);
  if (Array.isArray(template)) {
    const items: Json[] = [];
    for (const item of template) {
      const value = renderAny(item, scope);
      if (!value.ok) return value;
      if (value.value !== undefined) items.push(value.value);
    }
    return ok(items);
  }
  return isObject(template) ? render(template, scope) : ok(template);
};

/**
 * Fills a template. A text that is one `${{ }}` keeps its value's type, and an empty optional leaves its field out; elsewhere answers are
 * joined to the text. The result is data: the action's input schema judges it, and nothing in it is evaluated again.
 */
export const render = (template: JsonObject, scope: Scope): Rendered<JsonObject> => {
  const fields: [string, Json][] = [];
  for (const [key, item] of Object.entries(template)) {
    if (item === undefined) continue;
    const value = renderAny(item, scope);
    if (!value.ok) return value;
    if (value.value !== undefined) fields.push([key, value.value]);
  }
  return ok(Object.fromEntries(fields));
};
