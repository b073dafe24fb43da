import type { NormalizedSchema } from '@smithy/core/schema';
import { requiredNames, structOf, type OperationShape } from '../../tabletop/range/protocol/service.ts';
import type { Path } from './wire-sample.ts';

/** A member of an input, at any depth. */
export interface Place {
  readonly operation: OperationShape;
  readonly path: Path;
  readonly schema: NormalizedSchema;
  readonly isRequired: boolean;
  /** `Structure.Member`, as constraints name it; `[]`, `{key}` and `{}` behind it are what it holds. */
  readonly name: string;
  /** The outermost member that it is a part of. */
  readonly outermost: NormalizedSchema;
}

interface Waiting {
  readonly struct: NormalizedSchema;
  readonly path: Path;
  readonly outermost: NormalizedSchema | undefined;
}
/** The structures that a member leads to, through lists and maps. */
const below = (schema: NormalizedSchema, path: Path): readonly Omit<Waiting, 'outermost'>[] => {
  if (schema.isStructSchema()) return [{ struct: schema, path }];
  if (schema.isListSchema()) return below(schema.getValueSchema(), [...path, 0]);
  return schema.isMapSchema() ? below(schema.getValueSchema(), [...path, null]) : [];
};

/** Every member of every structure that the inputs reach: each structure once, where it is reached first. */
export const placesIn = (operations: readonly OperationShape[]): readonly Place[] => {
  const seen = new Set<unknown>();
  const places: Place[] = [];
  for (const operation of operations) {
    if (operation.input.isUnitSchema()) continue;
    const waiting: Waiting[] = [{ struct: operation.input, path: [], outermost: undefined }];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { struct, path, outermost } = next;
      const shape = structOf(struct);
      if (shape === undefined || seen.has(shape)) continue;
      seen.add(shape);
      const required = requiredNames(struct);
      for (const [name, schema] of struct.structIterator()) {
        const at = [...path, name];
        const first = outermost ?? schema;
        places.push({
          operation,
          path: at,
          schema,
          isRequired: required.includes(name) && !schema.isIdempotencyToken(),
          name: `${struct.getName() ?? ''}.${name}`,
          outermost: first,
        });
        waiting.push(...below(schema, at).map((found) => ({ ...found, outermost: first })));
      }
    }
  }
  return places;
};
