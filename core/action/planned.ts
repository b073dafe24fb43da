import { canonical, type JsonObject } from '../json.ts';
import type { PlannedWrite } from './plan.ts';

const same = (a: unknown, b: unknown): boolean => canonical({ value: a ?? null }) === canonical({ value: b ?? null });

/**
 * Was this write planned, and therefore approved? Every field that the plan names must be equal, also those inside it; a field that the
 * plan left out, because it is known only later, may be added.
 */
export const isPlanned = (planned: readonly PlannedWrite[], operation: string, input: JsonObject): boolean =>
  planned.some(
    (write) =>
      write.operation === operation &&
      Object.entries(write.input).every(([field, value]) => value === undefined || same(value, input[field])),
  );
