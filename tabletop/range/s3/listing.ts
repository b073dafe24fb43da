import { createHash } from 'node:crypto';
import { invalidArgument } from './faults.ts';

/** S3 orders keys by their UTF-8 bytes. */
export const compareKeys = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
export const isAfter = (key: string, marker: string): boolean => compareKeys(key, marker) > 0;

/** A run of keys with the same beginning up to the delimiter is listed once, as a common prefix. */
export const groupOf = (key: string, prefix: string, delimiter: string | undefined): string | undefined => {
  const at = delimiter === undefined || delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 || delimiter === undefined ? undefined : key.slice(0, at + delimiter.length);
};

const MOST_KEYS = 1000;
export const sizeOf = (asked: number | undefined, name: string): number => {
  if (asked !== undefined && (!Number.isInteger(asked) || asked < 0))
    throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`);
  return Math.min(asked ?? MOST_KEYS, MOST_KEYS);
};

/** XML cannot carry every key: who asks for `url` gets them percent-encoded, slashes left alone. */
export const encoderOf = (encoding: string | undefined): ((text: string) => string) => {
  if (encoding === undefined) return (text) => text;
  if (encoding !== 'url') throw invalidArgument('Invalid Encoding Method specified in Request');
  return (text) =>
    encodeURIComponent(text)
      .replaceAll('%2F', '/')
      .replaceAll('%20', '+')
      .replaceAll(/[!'()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
};

const seal = (text: string): string => createHash('sha256').update(`list ${text}`).digest('base64url').slice(0, 8);
/** Opaque, and refused when it was not handed out. */
export const tokenOf = (position: string): string => `${seal(position)}${Buffer.from(position).toString('base64url')}`;
export const positionOf = (token: string): string => {
  const position = Buffer.from(token.slice(8), 'base64url').toString('utf8');
  if (token === '' || seal(position) !== token.slice(0, 8)) throw invalidArgument('The continuation token provided is incorrect');
  return position;
};

/** Accounts have a canonical id; the range derives one. */
export const ownerOf = (account: string) => ({ ID: createHash('sha256').update(`canonical ${account}`).digest('hex') });
