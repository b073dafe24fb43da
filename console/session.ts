import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A working day: whoever starts the next shift opens the printed address again. */
export const SESSION_SECONDS = 12 * 3600;

export interface Session {
  readonly person: string;
  /** Seconds since 1970. Only the key starts a session anew: changing the person does not prolong it. */
  readonly ends: number;
}

/** Cookies do not know ports: the port in the name keeps two servers on one machine apart. */
export const cookieName = (host: string): string => `cordon-${/:(\d{1,5})$/.exec(host)?.[1] ?? '80'}`;

/** In constant time; hashing first makes both sides equally long. */
export const sameText = (left: string, right: string): boolean => timingSafeEqual(digest(left), digest(right));
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const mac = (key: string, payload: string): string => createHmac('sha256', key).update(`cordon-session ${payload}`).digest('base64url');

/** `person.ends.nonce.mac`: needs no table, so a restarted server still knows its pages. The key itself is not in it. */
export const seal = (key: string, { person, ends }: Session): string => {
  const payload = `${person}.${ends}.${randomBytes(9).toString('base64url')}`;
  return `${payload}.${mac(key, payload)}`;
};

/** `undefined` when it is forged, broken or over. */
export const unseal = (key: string, cookie: string, nowMilliseconds: number): Session | undefined => {
  const parts = cookie.split('.');
  const [person, ends, nonce, given] = parts;
  if (parts.length !== 4 || person === undefined || given === undefined) return undefined;
  if (!sameText(mac(key, `${person}.${ends}.${nonce}`), given)) return undefined;
  return Number(ends) * 1000 > nowMilliseconds ? { person, ends: Number(ends) } : undefined;
};
