import { digestOf, isObject, type Json, type JsonObject, type Sha256 } from '../json.ts';
import { foreign, unpacked, wrapped, type Shape } from './bare-event.ts';
import type { EventEnvelope } from './detection.ts';
import { envelopeOf, shown, unreadable, type Unreadable } from './envelope.ts';
import { cleanText } from './field.ts';

/** EventBridge's own limit of one event is 1 MB. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
export const MAX_EVENT_BYTES = 1_048_576;
/** Real events nest about 15 deep; a parser that recurses is safe below this. */
const MAX_DEPTH = 100;
/** One file of `cordon explain`, or one POST. */
const MAX_TEXT_BYTES = 64 * MAX_EVENT_BYTES;
const MAX_EVENTS = 100_000;

/** `at` says where in the text, for people: `line 3`, `event 2`. */
export type EventRead =
  | {
      readonly kind: 'event';
      readonly at: string;
      readonly shape: Shape;
      readonly envelope: EventEnvelope;
      /** As received, without the envelope that we put around a bare record. */
      readonly raw: JsonObject;
      readonly rawDigest: Sha256;
    }
  | { readonly kind: 'unreadable'; readonly at: string; readonly failure: Unreadable };

const refused = (where: string, why: string): EventRead => ({ kind: 'unreadable', at: where, failure: unreadable(why) });

/** Before `JSON.parse`, whose reviver recurses. Counts brackets outside strings. */
const tooDeep = (text: string): boolean => {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (quoted && code === 0x5c) index += 1;
    else if (code === 0x22) quoted = !quoted;
    else if (!quoted && (code === 0x5b || code === 0x7b)) depth += 1;
    else if (!quoted && (code === 0x5d || code === 0x7d)) depth -= 1;
    // An array of events or a wrapper adds two levels of its own.
    if (depth > MAX_DEPTH + 2) return true;
  }
  return false;
};

/** Drops what has no canonical JSON or could reach a prototype: `__proto__` keys, lone surrogates, numbers beyond a double. */
const harmless = (key: string, value: unknown): unknown => {
  if (key === '__proto__' || !key.isWellFormed()) return undefined;
  if (typeof value === 'number' && !Number.isFinite(value)) return null;
  return typeof value === 'string' ? value.toWellFormed() : value;
};

/** Iterative: it guards what recurses. */
const depthOf = (root: Json): number => {
  let deepest = 0;
  const open: { readonly value: Json; readonly depth: number }[] = [{ value: root, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    deepest = Math.max(deepest, next.depth);
    for (const inner of Object.values(next.value)) if (inner !== undefined) open.push({ value: inner, depth: next.depth + 1 });
  }
  return deepest;
};

type Parsed = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly why: string };
const parsed = (text: string): Parsed => {
  if (tooDeep(text)) return { ok: false, why: `it nests deeper than ${MAX_DEPTH} levels` };
  try {
    const value: Json = JSON.parse(text, harmless);
    return { ok: true, value };
  } catch (thrown) {
    return { ok: false, why: `it is not JSON: ${cleanText(thrown instanceof Error ? thrown.message : 'no reason given', 120)}` };
  }
};

const oneEvent = (value: JsonObject, where: string): EventRead => {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > MAX_EVENT_BYTES) return refused(where, `it has ${bytes} bytes; EventBridge takes at most ${MAX_EVENT_BYTES}`);
  if (depthOf(value) > MAX_DEPTH) return refused(where, `it nests deeper than ${MAX_DEPTH} levels`);
  const found = wrapped(value);
  if (found === undefined) return refused(where, foreign(value));
  const envelope = envelopeOf(found.event);
  if (!envelope.ok) return { kind: 'unreadable', at: where, failure: envelope.failure };
  return { kind: 'event', at: where, shape: found.shape, envelope: envelope.value, raw: value, rawDigest: digestOf(value) };
};

const eventsIn = (value: Json, where: string): readonly EventRead[] => {
  const entries = Array.isArray(value) ? value : isObject(value) ? unpacked(value) : undefined;
  if (entries === undefined)
    return isObject(value) ? [oneEvent(value, where)] : [refused(where, `an event is an object, found ${shown(value)}`)];
  const inside = (index: number) => (Array.isArray(value) ? `event ${index + 1}` : `${where}, record ${index + 1}`);
  return entries.flatMap((entry, index) => {
    if (isObject(entry)) return unpacked(entry) === undefined ? [oneEvent(entry, inside(index))] : eventsIn(entry, inside(index));
    return [refused(inside(index), `an event is an object, found ${shown(entry)}`)];
  });
};

const decoded = (bytes: string | Uint8Array): string | undefined => {
  if (typeof bytes === 'string') return bytes.replace(/^\uFEFF/, '');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** `undefined`: broken JSON over many lines is one mistake, not one per line. Lines are believed when half of them are objects. */
const linesOf = (text: string): readonly EventRead[] | undefined => {
  const lines = text.split(/\r?\n/).flatMap((line, index) => (line.trim() === '' ? [] : [{ line, where: `line ${index + 1}` }]));
  const attempts = lines.slice(0, MAX_EVENTS).map(({ line, where }) => ({ where, result: parsed(line) }));
  const objects = attempts.filter(({ result }) => result.ok && isObject(result.value));
  if (lines.length < 2 || objects.length * 2 < lines.length) return undefined;
  return attempts.flatMap(({ where, result }) => (result.ok ? eventsIn(result.value, where) : [refused(where, result.why)]));
};

/**
 * Everything that can be read, in order: one event, an array, one event per line, or a wrapper that AWS writes. A bad line is reported
 * and does not stop the good ones. Never throws.
 */
export const readEvents = (bytes: string | Uint8Array): readonly EventRead[] => {
  const whole = (why: string) => [refused('the whole text', why)];
  if (Buffer.byteLength(bytes) > MAX_TEXT_BYTES) return whole(`it is larger than ${MAX_TEXT_BYTES} bytes; split it`);
  const text = decoded(bytes);
  if (text === undefined) return whole('it is not UTF-8 text');
  if (text.trim() === '') return whole('it is empty');
  const value = parsed(text);
  const read = value.ok ? eventsIn(value.value, 'event 1') : (linesOf(text) ?? whole(value.why));
  if (read.length === 0) return whole('the list holds no events');
  return read.length < MAX_EVENTS
    ? read
    : [...read.slice(0, MAX_EVENTS), refused('the rest', `more than ${MAX_EVENTS} events; split the text`)];
};
