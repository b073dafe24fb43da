import type { Constraint } from '../../tabletop/range/protocol/constraints.ts';
import type { Model, ModelMember, ModelShape } from './model.ts';
import { whole } from './whole.ts';

interface Ref {
  readonly shape: string;
}
interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, Ref>>;
  readonly required?: readonly string[];
  readonly member?: Ref;
  readonly key?: Ref;
  readonly value?: Ref;
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
}
type Shapes = Readonly<Record<string, Shape>>;
/** The form of botocore's `service-2.json`, as far as it is read here. */
interface Botocore {
  readonly metadata: { readonly serviceId: string };
  readonly operations: Readonly<Record<string, { readonly input?: Ref }>>;
  readonly shapes: Shapes;
}
const isBotocore = (parsed: unknown): parsed is Botocore =>
  typeof parsed === 'object' && parsed !== null && 'metadata' in parsed && 'operations' in parsed && 'shapes' in parsed;

const ruleOf = ({ min, max, pattern, enum: values }: Shape): Constraint => ({
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
  ...(pattern === undefined ? {} : { pattern: whole(pattern) }),
  ...(values === undefined ? {} : { values }),
});

const shapeAt = (shapes: Shapes, name: string): ModelShape => {
  const shape = shapes[name];
  const memberOf = (ref: Ref | undefined, isRequired = false): ModelMember | undefined => {
    const target = ref && shapes[ref.shape];
    if (ref === undefined || target === undefined) return undefined;
    return {
      get shape() {
        return shapeAt(shapes, ref.shape);
      },
      isRequired,
      rule: ruleOf(target),
    };
  };
  return {
    name,
    members: Object.keys(shape?.members ?? {}),
    member: (member) => memberOf(shape?.members?.[member], shape?.required?.includes(member) ?? false),
    item: memberOf(shape?.member),
    key: memberOf(shape?.key),
    value: memberOf(shape?.value),
  };
};

/** Undefined when the file is written in another form. */
export const botocoreModel = (parsed: unknown): Model | undefined => {
  if (!isBotocore(parsed)) return undefined;
  const { metadata, operations, shapes } = parsed;
  return {
    serviceId: metadata.serviceId,
    source: 'github.com/boto/botocore (Apache-2.0)',
    operations: Object.keys(operations),
    input: (operation) => {
      const name = operations[operation]?.input?.shape;
      return name === undefined ? undefined : shapeAt(shapes, name);
    },
  };
};
