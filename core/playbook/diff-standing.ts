import { isObject, type Json, type JsonObject } from '../json.ts';
import { looser, same, unsure, type Meaning } from './diff-meaning.ts';
import { acts, contains, protects } from './diff-step-meaning.ts';
import type { PlaybookDocument } from './document.ts';
import type { Known } from './known.ts';
import { blocksOf, rulesOf, type Step } from './step.ts';
import { placedIn, type Placed } from './walk.ts';

/** A step, and where people find it. */
export interface Standing {
  readonly placed: Placed;
  /** The list that it stands in: `` of the document, `at-once/close` of a block. */
  readonly list: string;
  /** In that list, from 1; inside a block with its name, such as `at-once/close 1`. */
  readonly place: Json;
}
const listOf = ({ within, step }: Placed): string => {
  const block = within && blocksOf(within).find(({ steps }) => steps.some((one) => one === step));
  return within === undefined || block === undefined ? '' : `${within.id}/${block.name}`;
};

/** Every step by its name, in order. A name that is there twice, which lint refuses, is told apart by its number. */
export const standingIn = (document: PlaybookDocument): ReadonlyMap<string, Standing> => {
  const named = new Map<string, Standing>();
  for (const placed of placedIn(document)) {
    let [name, count] = [placed.step.id, 1];
    while (named.has(name)) name = `${placed.step.id}#${(count += 1)}`;
    const list = listOf(placed);
    const number = Number(placed.path.at(-1)) + 1;
    named.set(name, { placed, list, place: list === '' ? number : `${list} ${number}` });
  }
  return named;
};

const without = (value: Json, path: readonly (string | number)[]): Json => {
  const [key, ...rest] = path;
  if (key === undefined) return 'its steps';
  if (!isObject(value)) return value;
  return { ...value, [key]: without(value[key] ?? null, rest) };
};
/** A step without the steps inside it: those are compared by themselves. */
export const withoutBlocks = (step: Step): JsonObject => {
  const whole: JsonObject = { ...step };
  const bare = blocksOf(step).reduce<Json>((rest, { path }) => without(rest, path), whole);
  return isObject(bare) ? bare : whole;
};

const spoken = ({ within, loop }: Placed): string =>
  within === undefined ? 'in its own place' : loop ? `once for each item of ${within.id}` : `beside the other branches of ${within.id}`;
const harmless = (step: Step, known: Known): boolean => !acts(step, known) && !protects(step, known) && rulesOf(step).calls.length === 0;

/** A step that now stands in another list. */
export const relocatedMeaning = (old: Placed, now: Placed, known: Known): Meaning => {
  const { step } = now;
  const how = `it is done ${spoken(now)}; before, ${spoken(old)}`;
  const guards = contains(step, known) || protects(step, known);
  const [was, is] = [old, now].map(({ within }) => within?.when);
  if (harmless(step, known)) return same(`${how}. It changes nothing`);
  if (guards && now.loop && !old.loop)
    return looser(`${how}. A list can be empty, and then ${contains(step, known) ? 'nothing is contained' : 'no evidence is taken'}`);
  if (now.loop && !old.loop) return looser(`${how}: it acts as often as there are items`);
  if (guards && is !== undefined && is !== was) return looser(`${how}, and only under the condition of ${now.within?.id ?? ''}`);
  return unsure(how);
};
