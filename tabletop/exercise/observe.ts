import type { Answered } from '../../core/exercise/harm.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import type { Range } from '../range/range-api.ts';
import type { RangeState } from '../range/store.ts';

/** What an exercise sees of the world itself, also of what nobody on the team knows. */
export interface Observed {
  /** Changes of who is answered by which version, oldest first. */
  readonly answered: readonly Answered[];
  /** `fraud-model/7`; empty: none that the registry knows. */
  readonly serving: string;
  readonly everServed: readonly string[];
  readonly isUpdating: boolean;
}
export interface Observer {
  readonly seen: () => Observed;
  readonly answers: () => Readonly<Record<string, string | null>>;
  readonly stop: () => void;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const objectOf = (json: string | undefined): JsonObject => {
  const value: unknown = json === undefined ? {} : JSON.parse(json);
  return isObject(value) ? value : {};
};
const last = (list: unknown): JsonObject => {
  const found: unknown = Array.isArray(list) ? list.at(-1) : undefined;
  return isObject(found) ? found : {};
};

/** `arn:…:model-package/fraud-model/7` → `fraud-model/7`. */
const packageOf = (arn: string): string => arn.split('model-package/')[1] ?? '';

/**
 * Keeps an eye on one endpoint and its callers by the rows that the range stores: reading them changes nothing and costs no call.
 * `secondsNow`: since the start.
 */
export const observe = (range: Range, endpoint: string, secondsNow: () => number, changed: () => void): Observer => {
  const rows = new Map<string, JsonObject>();
  const isOurs = (key: string): boolean =>
    key.startsWith('traffic/') || key.startsWith('sagemaker.endpoint/') || key.startsWith('sagemaker.model/');
  const take = (state: RangeState): void => {
    for (const [key, json] of Object.entries(state)) if (isOurs(key)) rows.set(key, objectOf(json));
  };
  const rowOf = (table: string, field: string, value: string): JsonObject | undefined =>
    [...rows].find(([key, row]) => key.startsWith(`${table}/`) && row[field] === value)?.[1];
  const serving = (): string => {
    const variant = last(rowOf('sagemaker.endpoint', 'name', endpoint)?.['variants']);
    const container = last(rowOf('sagemaker.model', 'name', text(variant['model']))?.['containers']);
    return packageOf(text(container['modelPackageName']));
  };
  const answers = (): Readonly<Record<string, string | null>> =>
    Object.fromEntries(
      [...rows].flatMap(([key, row]) => {
        if (!key.startsWith('traffic/') || !text(row['endpoint']).endsWith(`/${endpoint}`)) return [];
        const shares = last(row['segments'])['shares'];
        const isAnswered = isObject(shares) && Object.values(shares).some((share) => typeof share === 'number' && share > 0);
        return [[text(row['roleArn']).split('/').at(-1) ?? '', isAnswered ? serving() : null] as const];
      }),
    );
  const answered: Answered[] = [];
  const everServed = new Set<string>();
  const look = (): void => {
    everServed.add(serving());
    for (const [caller, version] of Object.entries(answers())) {
      if (answered.findLast((one) => one.caller === caller)?.version === version) continue;
      answered.push({ seconds: secondsNow(), caller, version });
    }
  };
  take(range.exportState());
  look();
  const stop = range.onChange((changes) => {
    const ours = changes.filter(({ key }) => isOurs(key));
    for (const { key, json } of ours) {
      if (json === undefined) rows.delete(key);
      else rows.set(key, objectOf(json));
    }
    if (ours.length === 0) return;
    look();
    changed();
  });
  return {
    stop,
    answers,
    seen: () => ({
      answered,
      serving: serving(),
      everServed: [...everServed],
      isUpdating: rowOf('sagemaker.endpoint', 'name', endpoint)?.['status'] === 'Updating',
    }),
  };
};
