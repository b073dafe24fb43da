import { isObject, type Json } from '../../../core/json.ts';

/** Fields of a JSON Schema, wherever they stand, over which an editor has nothing to say. Conditions (`if`) are not shown to anybody. */
export const withoutHover = (schema: Json | undefined, path = ''): readonly string[] => {
  if (Array.isArray(schema)) return schema.flatMap((item: Json, index) => withoutHover(item, `${path}/${index}`));
  if (!isObject(schema)) return [];
  const fields = isObject(schema['properties']) ? schema['properties'] : {};
  const bare = Object.entries(fields).flatMap(([name, field]) =>
    isObject(field) && typeof field['description'] === 'string' && field['description'] !== '' ? [] : [`${path}/properties/${name}`],
  );
  const inside = Object.entries(schema).flatMap(([name, value]) => (name === 'if' ? [] : withoutHover(value, `${path}/${name}`)));
  return [...bare, ...inside];
};
