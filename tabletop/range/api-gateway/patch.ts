import { AwsFault } from '../protocol/errors.ts';

interface Operation {
  readonly op?: string;
  readonly path?: string;
  readonly value?: string;
  readonly from?: string;
}
export interface PatchRule<T> {
  readonly path: RegExp;
  readonly ops: readonly string[];
  /** `found`: what the path's groups held, with `~1` still in them. */
  readonly apply: (row: T, value: string, op: string, found: readonly string[]) => T;
}
export const badRequest = (text: string): AwsFault => new AwsFault('BadRequestException', text);

export const numberIn = (value: string, path: string, most = Number.POSITIVE_INFINITY): number => {
  const number = Number(value);
  if (value.trim() === '' || Number.isNaN(number) || number < 0) throw badRequest(`Invalid value specified for property ${path}: ${value}`);
  if (number > most) throw badRequest(`Invalid value specified for property ${path}: ${value}. Must not exceed ${most}`);
  return number;
};
export const booleanIn = (value: string, path: string): boolean => {
  if (value !== 'true' && value !== 'false') throw badRequest(`Invalid value specified for property ${path}: ${value}`);
  return value === 'true';
};

/** All of a patch or nothing. https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html */
export const patched = <T>(
  row: T,
  operations: readonly Operation[] | undefined,
  rules: readonly PatchRule<T>[],
  /** Paths that AWS has and the range does not simulate. */
  absent: RegExp,
): T =>
  (operations ?? []).reduce((before, { op = '', path = '', value = '' }) => {
    const matching = rules.flatMap((rule) => {
      const found = rule.path.exec(path);
      return found === null ? [] : [{ rule, found: found.slice(1).map((text) => text ?? '') }];
    });
    const hit = matching.find(({ rule }) => rule.ops.includes(op));
    if (hit !== undefined) return hit.rule.apply(before, value, op, hit.found);
    if (matching.length === 0 && absent.test(path))
      throw new AwsFault('NotImplemented', `The range does not simulate ${path}`, { status: 501 });
    throw badRequest(`Invalid patch path  '${path}' specified for op '${op}'. Please choose supported operations.`);
  }, row);
