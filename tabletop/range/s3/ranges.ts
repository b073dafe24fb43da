import { AwsFault } from '../protocol/errors.ts';
import type { ObjectVersion } from './state.ts';

export interface Slice {
  readonly from: number;
  /** The last byte, included. */
  readonly to: number;
  readonly checksums?: Readonly<Record<string, string>>;
}
/** `bytes=a-b`, `bytes=a-`, `bytes=-n`. What is no such range, or several, is not served in parts: the whole object is. */
export const sliceOf = (text: string | undefined, size: number): Slice | undefined => {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(text ?? '') ?? [];
  if ((first === '' && last === '') || (first !== '' && last !== '' && Number(first) > Number(last))) return undefined;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (from > to) throw new AwsFault('InvalidRange', 'The requested range is not satisfiable', { status: 416 });
  return { from, to };
};
/** An object that was put whole has one part. */
export const partOf = (version: ObjectVersion, number: number): Slice => {
  const parts = version.parts ?? [{ number: 1, size: version.size, checksums: {} }];
  const at = parts.findIndex((part) => part.number === number);
  const part = parts[at];
  if (part === undefined) throw new AwsFault('InvalidPartNumber', 'The requested partnumber is not satisfiable', { status: 416 });
  const from = parts.slice(0, at).reduce((sum, { size }) => sum + size, 0);
  return { from, to: from + part.size - 1, checksums: part.checksums };
};
