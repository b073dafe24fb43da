import type { Constraint } from '../../tabletop/range/protocol/constraints.ts';
import type { Model, ModelMember, ModelShape } from './model.ts';
import { wholeIfAlternatives } from './whole.ts';

/** Smithy's JSON form, as far as it is read here. https://smithy.io/2.0/spec/json-ast.html */
interface Member {
  readonly target: string;
  readonly traits?: Traits;
}
interface Shape {
  readonly type: string;
  readonly traits?: Traits;
  readonly members?: Readonly<Record<string, Member>>;
  readonly member?: Member;
  readonly key?: Member;
  readonly value?: Member;
  readonly input?: Member;
  readonly version?: string;
}
type Shapes = Readonly<Record<string, Shape>>;
interface Smithy {
  readonly smithy: string;
  readonly shapes: Shapes;
}
const isSmithy = (parsed: unknown): parsed is Smithy => typeof parsed === 'object' && parsed !== null && 'smithy' in parsed;
const nameOf = (id: string): string => id.slice(id.indexOf('#') + 1);

// Their forms: https://smithy.io/2.0/spec/constraint-traits.html
interface Traits {
  readonly 'smithy.api#length'?: Bounds;
  readonly 'smithy.api#range'?: Bounds;
  readonly 'smithy.api#pattern'?: string;
  readonly 'smithy.api#enum'?: readonly { readonly value: string }[];
  readonly 'smithy.api#enumValue'?: string;
  readonly 'smithy.api#required'?: object;
  readonly 'aws.api#service'?: { readonly sdkId: string };
}
interface Bounds {
  readonly min?: number;
  readonly max?: number;
}
const valuesOf = (shape: Shape | undefined): readonly string[] | undefined =>
  shape?.type === 'enum'
    ? Object.entries(shape.members ?? {}).map(([name, { traits }]) => traits?.['smithy.api#enumValue'] ?? name)
    : shape?.traits?.['smithy.api#enum']?.map(({ value }) => value);

const shapeAt = (shapes: Shapes, id: string): ModelShape => {
  const shape = shapes[id];
  const memberOf = (member: Member | undefined): ModelMember | undefined => member && memberAt(shapes, member);
  return {
    name: nameOf(id),
    members: shape?.type === 'enum' ? [] : Object.keys(shape?.members ?? {}),
    member: (name) => memberOf(shape?.members?.[name]),
    item: memberOf(shape?.member),
    key: memberOf(shape?.key),
    value: memberOf(shape?.value),
  };
};
const memberAt = (shapes: Shapes, { target, traits = {} }: Member): ModelMember => {
  const shape = shapes[target];
  // What a member says of itself comes before what its shape says.
  const all = { ...shape?.traits, ...traits };
  const [pattern, values] = [all['smithy.api#pattern'], valuesOf(shape)];
  const rule: Constraint = {
    ...(all['smithy.api#length'] ?? all['smithy.api#range']),
    ...(pattern === undefined ? {} : { pattern: wholeIfAlternatives(pattern) }),
    ...(values === undefined ? {} : { values }),
  };
  return {
    get shape() {
      return shapeAt(shapes, target);
    },
    isRequired: 'smithy.api#required' in traits,
    rule,
  };
};

/** Undefined when the file is written in another form. */
export const smithyModel = (parsed: unknown): Model | undefined => {
  if (!isSmithy(parsed)) return undefined;
  const { shapes } = parsed;
  const service = Object.values(shapes).find(({ type }) => type === 'service');
  const named = service?.traits?.['aws.api#service'];
  if (named === undefined) return undefined;
  const operations = new Map(Object.entries(shapes).flatMap(([id, shape]) => (shape.type === 'operation' ? [[nameOf(id), shape]] : [])));
  return {
    serviceId: named.sdkId,
    source: 'github.com/aws/api-models-aws (Apache-2.0)',
    operations: [...operations.keys()],
    input: (operation) => {
      const target = operations.get(operation)?.input?.target;
      return target === undefined || target === 'smithy.api#Unit' ? undefined : shapeAt(shapes, target);
    },
  };
};
