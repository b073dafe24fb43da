import type { ClientModule } from './service.ts';

/** What the runtime schemas of a client do not say of a value. */
export interface Constraint {
  /** As the model has it. A pattern holds when it is found anywhere: those that mean the whole value say so with ^ and $. */
  readonly pattern?: string;
  /** Of a number its value, of a text its code points, of bytes, lists and maps how many. */
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
}
/**
 * By `Structure.Member`; what a list holds is `Structure.Member[]`, the keys of a map `Structure.Member{key}` and its values
 * `Structure.Member{}`.
 */
export type Constraints = Readonly<Record<string, Constraint>>;

/** A rule as `bin/range-constraints.ts` writes it. */
export interface GeneratedRule extends Omit<Constraint, 'values'> {
  readonly values?: readonly string[];
  /** Named as in the client package, whose values are newer than the model's. */
  readonly enum?: string;
}
/** `constraints.json` of a service. */
export interface ConstraintFile {
  readonly source: string;
  /** Those whose inputs were read. */
  readonly operations: readonly string[];
  /** Those that the source does not have: nothing is known about their inputs. */
  readonly unknown: readonly string[];
  /** Patterns in a dialect that JavaScript lacks: not checked. */
  readonly unreadable: Readonly<Record<string, string>>;
  readonly rules: Readonly<Record<string, GeneratedRule>>;
}

const isEnum = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string');
export const enumOf = (client: ClientModule, name: string): readonly string[] | undefined => {
  const found = client[name];
  return isEnum(found) ? Object.values(found) : undefined;
};

const read = new WeakMap<ConstraintFile, Constraints>();
/** The rules of a file with the client's own values for its enums, and what the documentation says on top. */
export const constraintsOf = (file: ConstraintFile, client: ClientModule, documented: Constraints = {}): Constraints => {
  const known = read.get(file);
  if (known !== undefined) return known;
  const rules = Object.entries(file.rules).map(([key, { enum: name, ...rule }]): readonly [string, Constraint] => {
    const values = name === undefined ? undefined : enumOf(client, name);
    if (name !== undefined && values === undefined) throw new Error(`${key}: the client package has no enum ${name} any more`);
    return [key, values === undefined ? rule : { ...rule, values }];
  });
  const all: Record<string, Constraint> = Object.fromEntries(rules);
  for (const [key, rule] of Object.entries(documented)) all[key] = { ...all[key], ...rule };
  read.set(file, all);
  return all;
};
