import { isObject, type Json, type JsonObject } from '../../../../core/json.ts';
import { instantOf } from '../../../../core/time.ts';
import { textOf } from '../asked.ts';
import { readDefinition } from './definition.ts';
import type { Execution } from './state.ts';

/** `Steps.Pick.OutputParameters['Arn']` → `['Steps', 'Pick', 'OutputParameters', 'Arn']`. */
const partsOf = (path: string): readonly string[] => path.split(/\.|\['|'\]/).filter((part) => part !== '');
const reach = (value: Json | undefined, parts: readonly string[]): Json | undefined =>
  parts.reduce<Json | undefined>((inner, part) => (isObject(inner) ? inner[part] : undefined), value);

const scopeOf = (execution: Execution): JsonObject => ({
  Execution: {
    PipelineExecutionId: execution.id,
    PipelineExecutionArn: execution.arn,
    PipelineName: execution.pipeline.split('/').at(-1),
    StartDateTime: instantOf(execution.createdAt),
  },
  Parameters: {
    ...Object.fromEntries(readDefinition(execution.definition).parameters.map(({ Name, DefaultValue }) => [Name, DefaultValue])),
    ...execution.parameters,
  },
  Steps: Object.fromEntries(execution.steps.map(({ name, outputs }) => [name, outputs])),
});

/** Arguments with `Get` and `Std:Join` replaced by what they stand for; undefined: one of them stands for nothing. */
export const resolved = (execution: Execution, value: Json): Json | undefined => {
  const scope = scopeOf(execution);
  const walk = (inner: Json): Json | undefined => {
    if (Array.isArray(inner)) {
      const items = inner.map((item: Json) => walk(item));
      return items.includes(undefined) ? undefined : items.flatMap((item) => (item === undefined ? [] : [item]));
    }
    if (!isObject(inner)) return inner;
    if (typeof inner['Get'] === 'string') return reach(scope, partsOf(inner['Get']));
    const join = inner['Std:Join'];
    if (isObject(join) && Array.isArray(join['Values'])) {
      const parts = join['Values'].map((item: Json) => walk(item));
      return parts.includes(undefined) ? undefined : parts.map((part) => textOf(part)).join(textOf(join['On']));
    }
    const entries = Object.entries(inner).map(([key, item]) => [key, item === undefined ? undefined : walk(item)] as const);
    return entries.some(([, item]) => item === undefined) ? undefined : Object.fromEntries(entries);
  };
  return walk(value);
};
