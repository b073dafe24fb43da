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
    if (first !== -1 && index > first) return [`look ${index}: the caller got through again before a release was granted`];
    // PARTLY says itself that somebody may get through.
    return word === 'contained' ? [`look ${index}: the ledger says ${word}, and the caller gets through`] : [];
  });
};

/** Everything that a death changed although it must not. */
export const problemsOf = (reference: Reference, outcome: Outcome): readonly string[] => {
  const stranger = outcome.repeated.filter((key) => !outcome.underWay.includes(key));
  return [
    ...Object.entries(reference.final).flatMap(([name, expected]) => difference(name, expected, Reflect.get(outcome.final, name))),
    ...weakenings(outcome.seen),
    ...stranger.map(
      (key) => `${key} was called again although another call was under way at the death (${outcome.underWay.join(', ') || 'none'})`,
    ),
  ].map((problem) => `hook ${outcome.at} (${outcome.point}): ${problem}`);
};

/** Hooks at which nothing of a transaction is in the file yet: whichever of them it is, the death leaves the same file. */
const isInside = (point: string): boolean =>
  / (?:BEGIN|COMMIT)$/.test(point)
    ? point.startsWith('before ')
    : /^(?:before|after) (?:put|clean|advance|attempt|insert|open|number|finish|lease|free|renew)$/.test(point);

/**
 * Every transaction, once inside it (the seed says at which of its hooks) and once after its commit; and every call, every save of the
 * pretend AWS and every write of evidence, before and after. `all`: every hook.
 */
export const killPoints = (points: readonly string[], seed: number, all: boolean): readonly number[] => {
  const numbered = points.map((point, index) => ({ point, at: index + 1 }));
  if (all) return numbered.map(({ at }) => at);
  const picked: number[] = [];
  let inside: number[] = [];
  const close = (): void => {
    const one = inside[(seed + picked.length) % Math.max(1, inside.length)];
    if (one !== undefined) picked.push(one);
    inside = [];
  };
  for (const { point, at } of numbered) {
    if (point.endsWith(' BEGIN')) close();
    if (isInside(point)) inside.push(at);
    else {
      close();
      picked.push(at);
    }
  }
  close();
  return picked;
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
