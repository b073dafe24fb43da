import type { Overview } from '../core/report/card.ts';
import type { Backend } from './backend.ts';

export interface ConsoleOptions {
  readonly backend: Backend;
  /** Random, at least 16 characters; printed once, in the fragment of the address. */
  readonly key: string;
  readonly place: Overview['place'];
  /** Who acts when nobody chose otherwise; on LIVE always who AWS says it is. @default 'you' */
  readonly you?: string;
  /** Folder of the page's files. @default console/page */
  readonly page?: URL;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
}

/** What every route gets: the options with their defaults filled in. */
export interface Desk {
  readonly backend: Backend;
  readonly key: string;
  readonly place: Overview['place'];
  readonly you: string;
  readonly now: () => number;
}

/** Acting as somebody else exists only where nothing real can happen. */
export const mayActAs = (place: Overview['place']): boolean => place.kind !== 'LIVE';

/** An emulated Slack beside real AWS would let anybody at this machine press as anybody: not on LIVE. */
export const hasChannel = ({ backend, place }: Pick<Desk, 'backend' | 'place'>): boolean =>
  backend.slackbox !== undefined && mayActAs(place);
