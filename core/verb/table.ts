import { ASSET_VERBS } from './asset-verbs.ts';
import { AUTHOR_VERBS } from './author-verbs.ts';
import type { Verb } from './entry.ts';
import { EXERCISE_VERBS } from './exercise-verbs.ts';
import { HOUSE_VERBS } from './house-verbs.ts';
import { RESPONSE_VERBS } from './response-verbs.ts';
import { INTAKE_VERBS, PLACE_VERBS } from './setup-verbs.ts';

/** Every verb by its name, in the order in which help lists them. Plain data: the command line reads it before anything else. */
export const TABLE = {
  ...INTAKE_VERBS,
  ...RESPONSE_VERBS,
  ...HOUSE_VERBS,
  ...ASSET_VERBS,
  ...AUTHOR_VERBS,
  ...EXERCISE_VERBS,
  ...PLACE_VERBS,
};
type Table = typeof TABLE;
export type VerbName = keyof Table;
/** What only the process where it is typed knows. */
export type HereName = { [N in VerbName]: Table[N]['where'] extends 'here' ? N : never }[VerbName];
/** What the server knows. */
export type ServedName = Exclude<VerbName, HereName>;

export const VERBS: readonly Verb[] = Object.entries(TABLE).map(([name, entry]) => ({ name, ...entry }));
export const SERVED: readonly Verb[] = VERBS.filter(({ where }) => where !== 'here');

/** `evidence verify` is `POST /commands/evidence-verify`. */
export const routeOf = (name: string): string => name.replaceAll(' ', '-');
const isServed = (name: string): name is ServedName => SERVED.some((verb) => verb.name === name);
export const servedName = (route: string): ServedName | undefined =>
  Object.keys(TABLE)
    .filter(isServed)
    .find((name) => routeOf(name) === route);
