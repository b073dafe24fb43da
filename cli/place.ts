import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Overview } from '../core/report/card.ts';
import { isObject } from './object.ts';
import { notRunning, Stop } from './stop.ts';

/** `<dataDir>/server.json`, mode 0600: written by the server when it is ready. */
export interface ServerFile {
  readonly url: string;
  readonly rangeUrl: string;
  readonly key: string;
  readonly pid: number;
  readonly place: Overview['place'];
  /** How many whole days the sandbox's story was moved; its samples move with it. */
  readonly shiftDays: number;
}

const placeOf = (value: unknown): Overview['place'] | undefined => {
  if (!isObject(value)) return undefined;
  const { kind, company, account, region } = value;
  if (kind !== 'SANDBOX' && kind !== 'EXERCISE' && kind !== 'LIVE') return undefined;
  return typeof company === 'string' && typeof account === 'string' && typeof region === 'string'
    ? { kind, company, account, region }
    : undefined;
};

export const parseServerFile = (text: string): ServerFile | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const { url, rangeUrl = '', key, pid = 0, shiftDays = 0 } = value;
  const place = placeOf(value.place);
  if (typeof url !== 'string' || typeof rangeUrl !== 'string' || typeof key !== 'string' || typeof pid !== 'number') return undefined;
  if (typeof shiftDays !== 'number') return undefined;
  return place === undefined ? undefined : { url, rangeUrl, key, pid, place, shiftDays };
};

/** Which server this data directory belongs to. There is no other place to fall back to. */
export const findServer = (dataDir: string): ServerFile => {
  let text: string;
  try {
    text = readFileSync(join(dataDir, 'server.json'), 'utf8');
  } catch {
    throw notRunning(dataDir);
  }
  const server = parseServerFile(text);
  if (server === undefined) throw notRunning(dataDir);
  return server;
};

/** Acting as a sample person exists only where nothing real can happen. */
export const checkActing = ({ place }: ServerFile, as: string | undefined): void => {
  if (as === undefined || place.kind !== 'LIVE') return;
  throw new Stop({
    exit: 2,
    code: 'not-on-live',
    message: '--as works only in the sandbox. On LIVE you are who AWS says you are.',
    hint: 'Leave out --as',
    effect: 'no-change',
    next: 'npx cordon whoami',
  });
};
