import type { NormalizedSchema } from '@smithy/core/schema';
import { requiredNames, type ServiceShape } from '../../tabletop/range/protocol/service.ts';
import type { WireRequest } from '../../tabletop/range/protocol/wire.ts';

export type Value = string | number | boolean | readonly Value[] | { readonly [name: string]: Value };
type Struct = { readonly [name: string]: Value };

/** The least a structure may hold: its required members, all the way down. JSON form. */
export const sampleOf = (schema: NormalizedSchema): Value => {
  if (schema.isStructSchema()) return structSample(schema);
  if (schema.isListSchema()) return [sampleOf(schema.getValueSchema())];
  if (schema.isMapSchema()) return { key: sampleOf(schema.getValueSchema()) };
  if (schema.isBooleanSchema()) return true;
  if (schema.isNumericSchema() || schema.isBigIntegerSchema()) return 1;
  if (schema.isTimestampSchema()) return 1_700_000_000;
  if (schema.isBlobSchema()) return Buffer.from('x').toString('base64');
  return 'sample';
};
/** What a JSON member of this shape must not be. */
export const wrongJson = (schema: NormalizedSchema): Value => {
  if (schema.isStringSchema()) return 5;
  if (schema.isNumericSchema()) return 'x';
  if (schema.isBooleanSchema()) return 'true';
  if (schema.isMapSchema()) return [1];
  if (schema.isTimestampSchema()) return 'yesterday';
  if (schema.isBlobSchema()) return { a: 1 };
  return 'x';
};
export const structSample = (schema: NormalizedSchema): Struct =>
  Object.fromEntries(requiredNames(schema).map((name) => [name, sampleOf(schema.getMemberSchema(name))]));

/** A way into an input: a member by its name, an item of a list by its number, an entry of a map by `null`. */
export type Path = readonly (string | number | null)[];
/** `['Tags', 0, 'Key']` as AWS writes it: `tags.1.member.key`. */
export const awsPath = (path: Path): string =>
  path
    .map((part) => {
      if (part === null) return 'key.member';
      return typeof part === 'number' ? `${part + 1}.member` : `${part.charAt(0).toLowerCase()}${part.slice(1)}`;
    })
    .join('.');

const insideOf = (schema: NormalizedSchema, part: Path[number]): NormalizedSchema =>
  typeof part === 'string' ? schema.getMemberSchema(part) : schema.getValueSchema();
/** The least input in which a value stands at a place. Without a value the place stays empty. */
export const sampleWith = (schema: NormalizedSchema, [head, ...rest]: Path, value: Value | undefined): Value | undefined => {
  if (head === undefined) return value;
  const inner = sampleWith(insideOf(schema, head), rest, value);
  if (typeof head === 'number') return inner === undefined ? [] : [inner];
  if (head === null) return inner === undefined ? {} : { key: inner };
  const { [head]: _old, ...others } = schema.isUnionSchema() ? {} : structSample(schema);
  return inner === undefined ? others : { ...others, [head]: inner };
};

const authorization = (signingName: string): string =>
  `AWS4-HMAC-SHA256 Credential=NORTHBANK-ADMIN/20261120/eu-west-1/${signingName}/aws4_request, SignedHeaders=host, Signature=0`;
const request = (service: ServiceShape, more: Partial<WireRequest>): WireRequest => ({
  method: 'POST',
  host: 'range',
  path: '/',
  query: new Map(),
  body: undefined,
  ...more,
  headers: { authorization: authorization(service.signingName), ...more.headers },
});

export const jsonRequest = (service: ServiceShape, operation: string, input: Value): WireRequest =>
  request(service, {
    headers: { 'x-amz-target': `${service.target}.${operation}`, 'content-type': 'application/x-amz-json-1.1' },
    body: Buffer.from(JSON.stringify(input)),
  });

const flat = (value: Value, prefix: string): readonly (readonly [string, string])[] => {
  if (Array.isArray(value)) return value.flatMap((item: Value, index) => flat(item, `${prefix}.member.${index + 1}`));
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([name, inner]) => flat(inner, prefix === '' ? name : `${prefix}.${name}`));
  return [[prefix, String(value)]];
};
export const formRequest = (service: ServiceShape, operation: string, input: Value): WireRequest => {
  const form = new URLSearchParams(
    [...flat(input, ''), ['Action', operation], ['Version', service.version]].map(([name = '', value = '']): [string, string] => [
      name,
      value,
    ]),
  );
  return request(service, { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: Buffer.from(form.toString()) });
};
