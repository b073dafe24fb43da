import { isObject, type Json, type JsonObject } from '../../../../core/json.ts';
import { textOf } from '../asked.ts';

const TESTS: Readonly<Record<string, (left: Json | undefined, right: Json | undefined) => boolean>> = {
  Equals: (left, right) => textOf(left) === textOf(right),
  GreaterThan: (left, right) => Number(left) > Number(right),
  GreaterThanOrEqualTo: (left, right) => Number(left) >= Number(right),
  LessThan: (left, right) => Number(left) < Number(right),
  LessThanOrEqualTo: (left, right) => Number(left) <= Number(right),
};
/** All conditions of the step hold. One of a kind that nobody knows does not. */
export const comesOut = (args: JsonObject): boolean => {
  const conditions = Array.isArray(args['Conditions']) ? args['Conditions'] : [];
  return conditions.every((condition: Json) => {
    if (!isObject(condition)) return false;
    const test = TESTS[textOf(condition['Type'])];
    return test !== undefined && test(condition['LeftValue'], condition['RightValue']);
  });
};
