/** Points by instant; where there is none, the datapoint is missing. */
export interface Series {
  readonly label: string;
  readonly points: ReadonlyMap<number, number>;
}
export type Value =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'series'; readonly series: Series }
  | { readonly kind: 'array'; readonly series: readonly Series[] };

export const number = (value: number): Value => ({ kind: 'number', value });
export const series = (label: string, points: ReadonlyMap<number, number>): Value => ({ kind: 'series', series: { label, points } });

type Binary = (a: number, b: number) => number | undefined;
const flag = (isTrue: boolean): number => (isTrue ? 1 : 0);
/** Undefined: no datapoint. */
export const BINARIES: Readonly<Record<string, Binary>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? undefined : a / b),
  '%': (a, b) => (b === 0 ? undefined : a % b),
  '^': (a, b) => a ** b,
  '<': (a, b) => flag(a < b),
  '<=': (a, b) => flag(a <= b),
  '>': (a, b) => flag(a > b),
  '>=': (a, b) => flag(a >= b),
  '==': (a, b) => flag(a === b),
  '!=': (a, b) => flag(a !== b),
  AND: (a, b) => flag(a !== 0 && b !== 0),
  '&&': (a, b) => flag(a !== 0 && b !== 0),
  OR: (a, b) => flag(a !== 0 || b !== 0),
  '||': (a, b) => flag(a !== 0 || b !== 0),
};

const mapped = ({ label, points }: Series, f: (value: number, at: number) => number | undefined): Series => ({
  label,
  points: new Map(
    [...points].flatMap(([at, value]) => {
      const made = f(value, at);
      return made === undefined || !Number.isFinite(made) ? [] : [[at, made] as const];
    }),
  ),
});
/** A function of each value, in whatever it is. */
export const each = (value: Value, f: (value: number, at: number) => number | undefined): Value | undefined => {
  if (value.kind === 'number') return number(f(value.value, 0) ?? Number.NaN);
  if (value.kind === 'series') return { kind: 'series', series: mapped(value.series, f) };
  return value.kind === 'array' ? { kind: 'array', series: value.series.map((one) => mapped(one, f)) } : undefined;
};
/** Point by point; where one side lacks a point, so does the result. Undefined: these two do not go together. */
export const combined = (left: Value, right: Value, f: Binary): Value | undefined => {
  if (right.kind === 'number') return each(left, (value) => f(value, right.value));
  if (left.kind === 'number') return each(right, (value) => f(left.value, value));
  if (left.kind === 'series' && right.kind !== 'text')
    return each(right, (value, at) => {
      const other = left.series.points.get(at);
      return other === undefined ? undefined : f(other, value);
    });
  if (left.kind === 'array' && right.kind === 'series')
    return each(left, (value, at) => {
      const other = right.series.points.get(at);
      return other === undefined ? undefined : f(value, other);
    });
  return undefined;
};
