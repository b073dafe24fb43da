import type { JsonObject } from '../../json.ts';
import type { Covered, KnownAction } from '../known.ts';
import { resourcesIn } from './subjects.ts';

export { itemsTakenBy } from '../evidence-cover.ts';

/** These items of evidence, about each resource that the arguments name. */
export const covered = (given: JsonObject, action: KnownAction | undefined, items: readonly string[]): readonly Covered[] =>
  action === undefined
    ? []
    : resourcesIn(given, action.input).flatMap(({ subject, pattern }) => items.map((item) => ({ item, subject, pattern })));
