import type { Seen } from './sandbox-life.ts';
import type { Outcome, Reference } from './sandbox-kill.ts';

/** Where two stories part, as a sentence. */
const difference = (name: string, expected: unknown, found: unknown): readonly string[] => {
  if (JSON.stringify(expected) === JSON.stringify(found)) return [];
  if (!Array.isArray(expected) || !Array.isArray(found))
    return [`${name}: ${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`];
  const index = expected.findIndex((item, i) => JSON.stringify(item) !== JSON.stringify(found[i]));
  const at = index === -1 ? expected.length : index;
  return [
    `${name}[${at}] (${found.length} instead of ${expected.length}): ${JSON.stringify(found[at])} instead of ${JSON.stringify(expected[at])}`,
  ];
};

/** Once denied, never answered again before the release was granted; and never called contained while callers get through. */
export const weakenings = (seen: readonly Seen[]): readonly string[] => {
  const first = seen.findIndex(({ checkout }) => checkout === 'denied');
  return seen.flatMap(({ checkout, word, releaseGranted }, index) => {
    if (checkout === 'denied' || releaseGranted) return [];
    if (first !== -1 && index > first) return [`look ${index}: checkout-api got through again before a release was granted`];
    return word === 'contained' || word === 'partly-contained'
      ? [`look ${index}: the ledger says ${word}, and checkout-api gets through`]
      : [];
  });
};

/** Everything that a death changed although it must not. */
export const problemsOf = (reference: Reference, outcome: Outcome): readonly string[] => {
  const stranger = outcome.repeated.filter((key) => !outcome.underWay.includes(key));
  return [
    ...Object.entries(reference.final).flatMap(([name, expected]) => difference(name, expected, Reflect.get(outcome.final, name))),
    ...weakenings(outcome.seen),
    ...stranger.map((key) => `${key} was called again although another call was under way at the death (${outcome.underWay.join(', ') || 'none'})`),
  ].map((problem) => `hook ${outcome.at} (${outcome.point}): ${problem}`);
};

const INSIDE = /^(?:before|after) (?:put|clean|advance|attempt|insert|open|number|finish|lease|free|renew)$/;
const isBegin = (point: string): boolean => point.endsWith(' BEGIN');
const isInside = (point: string): boolean => INSIDE.test(point);

/**
 * Every boundary of every transaction, every call, every save of the pretend AWS and every write of evidence. Of the writes inside one
 * transaction, which leave the same file because none is committed, the seed picks one (or BEGIN itself) per transaction; `all` takes all.
 */
export const killPoints = (points: readonly string[], seed: number, all: boolean): readonly number[] => {
  const numbered = points.map((point, index) => ({ point, at: index + 1 }));
  if (all) return numbered.map(({ at }) => at);
  const picked: number[] = [];
  let group: number[] = [];
  const close = (): void => {
    const one = group[seed % Math.max(1, group.length)];
    if (one !== undefined) picked.push(one);
    group = [];
  };
  for (const { point, at } of numbered) {
    if (isBegin(point)) {
      close();
      group = [at];
    } else if (isInside(point)) group.push(at);
    else {
      close();
      picked.push(at);
    }
  }
  close();
  return picked.toSorted((a, b) => a - b);
};

/** `count` of them, spread evenly, starting where the seed says. */
export const spread = (points: readonly number[], count: number, seed: number): readonly number[] => {
  const stride = Math.max(1, Math.floor(points.length / count));
  return points.filter((_, index) => index % stride === seed % stride).slice(0, count);
};

/** Kinds of points and how many of each, for the record. */
export const kindsOf = (points: readonly string[]): string => {
  const counts = Map.groupBy(points, (point) => point.replace(/^(?:before|after) /, '').replace(/ (?:BEGIN|COMMIT)$/, ''));
  return [...counts].map(([kind, all]) => `${kind} ${all.length}`).join(', ');
};
