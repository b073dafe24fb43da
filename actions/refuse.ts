import type { Json } from '../core/json.ts';
import { CallFailed, type CloudFailureKind } from '../core/failure.ts';

/** A refusal of our own: nothing was sent. */
export const refuse = (kind: CloudFailureKind, what: string, why: string, next: string): CallFailed =>
  new CallFailed({ kind, retryable: kind === 'in-progress', effect: 'no-change', what, why, next });

/** Text from outside, before it is shown or stored: one line, bounded, without control or direction characters. */
export const oneLine = (text: string, max: number): string =>
  text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, max);

/** A value of `after` or of a plan in a sentence; they are JSON, and only text is worth saying. */
export const said = (value: Json | undefined): string => (typeof value === 'string' ? value : 'nothing');
