import type { NormalizedSchema } from '@smithy/core/schema';
import { FromStringShapeDeserializer } from '@smithy/core/protocols';
import { structOf, type OperationShape, type ServiceShape } from '../service.ts';
import { mustBeFlag, type Codec } from './codec.ts';
import { escapedXml, xmlError, xmlOf } from './xml-error.ts';

/** awsQuery cannot be mirrored: a form goes in and XML comes out. `Tags.member.1.Key=a` is a path into a tree. */
interface Node {
  readonly children: Map<string, Node>;
  value: string | undefined;
}
const node = (): Node => ({ children: new Map(), value: undefined });
const scalar = new FromStringShapeDeserializer({ timestampFormat: { useTrait: true, default: 5 }, httpBindings: false });

const childOf = (parent: Node, name: string): Node => {
  const known = parent.children.get(name) ?? node();
  parent.children.set(name, known);
  return known;
};
const treeOf = (form: URLSearchParams): Node => {
  const root = node();
  for (const [path, value] of form) if (path !== 'Action' && path !== 'Version') path.split('.').reduce(childOf, root).value = value;
  return root;
};
const items = (parent: Node): readonly Node[] =>
  [...parent.children]
    .filter(([name]) => /^\d+$/.test(name))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);

const readStruct = (schema: NormalizedSchema, from: Node): Record<string, unknown> =>
  Object.fromEntries(
    [...(schema.isUnitSchema() ? [] : schema.structIterator())].flatMap(([name, member]) => {
      const child = from.children.get(member.getMemberTraits().xmlName ?? name) ?? from.children.get(name);
      const value = child === undefined ? undefined : readValue(member, child);
      return value === undefined ? [] : [[name, value]];
    }),
  );
const readList = (schema: NormalizedSchema, from: Node): readonly unknown[] => {
  const member = schema.getValueSchema();
  const named = from.children.get(member.getMergedTraits().xmlName ?? 'member') ?? from.children.get('member') ?? from;
  return items(schema.getMergedTraits().xmlFlattened === 1 ? from : named).map((child) => readValue(member, child));
};
const readMap = (schema: NormalizedSchema, from: Node): Record<string, unknown> => {
  const [key, value] = [schema.getKeySchema(), schema.getValueSchema()];
  const entries = items(schema.getMergedTraits().xmlFlattened === 1 ? from : (from.children.get('entry') ?? from));
  return Object.fromEntries(
    entries.map((entry) => [
      entry.children.get(key.getMergedTraits().xmlName ?? 'key')?.value ?? '',
      readValue(value, entry.children.get(value.getMergedTraits().xmlName ?? 'value') ?? node()),
    ]),
  );
};
const readValue = (schema: NormalizedSchema, from: Node): unknown => {
  if (schema.isStructSchema()) return readStruct(schema, from);
  if (schema.isListSchema()) return readList(schema, from);
  if (schema.isMapSchema()) return readMap(schema, from);
  if (schema.isStringSchema()) return from.value;
  if (from.value === undefined || from.value === '') return undefined;
  mustBeFlag(schema, schema.getMemberName(), from.value);
  return scalar.read(schema.getSchema(), from.value);
};

const resultOf = (service: ServiceShape, operation: OperationShape, value: object, requestId: string): string => {
  const struct = structOf(operation.output);
  const result = struct === undefined ? '' : xmlOf(`${operation.name}Result`, struct[4], struct[5], value);
  return `<${operation.name}Response xmlns="${escapedXml(service.xmlNamespace)}">${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation.name}Response>`;
};

const XML = { 'content-type': 'text/xml' };
export const queryCodec = (service: ServiceShape): Codec => ({
  decode: async (operation, _request, { form }) => readStruct(operation.input, treeOf(form ?? new URLSearchParams())),
  encode: async (operation, value, _request, requestId) => ({
    status: 200,
    headers: XML,
    body: Buffer.from(resultOf(service, operation, value, requestId)),
  }),
  error: async (answer) => ({ status: answer.status, headers: XML, body: Buffer.from(xmlError(service, answer, answer.queryCode, false)) }),
});
