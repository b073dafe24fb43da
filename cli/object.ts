/** A JSON object, without the schema library: the command line's first line must not wait 50 ms for it. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
