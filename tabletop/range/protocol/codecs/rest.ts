import type { NormalizedSchema } from '@smithy/core/schema';
import { FromStringShapeDeserializer } from '@smithy/core/protocols';
import { mirrorOf, reshape } from '../mirror.ts';
import { asSchema, structOf, type OperationShape, type SchemaRef, type ServiceShape } from '../service.ts';
import { asBytes, asReadable, type WireRequest } from '../wire.ts';
import { mustBeFlag, type Codec } from './codec.ts';
import { xmlError } from './xml-error.ts';
import { mustHaveFlags } from './xml-flags.ts';

/** 7: epoch seconds, the SDK's sentinel for "unless the member says otherwise". */
const bindings = new FromStringShapeDeserializer({ timestampFormat: { useTrait: true, default: 7 }, httpBindings: true });
const textOf = (schema: NormalizedSchema, text: string): unknown => bindings.read(schema, text);

/** Bindings have a direction: labels and queries mean nothing in a response, a response code nothing in a request. */
const REQUEST_ONLY = ['httpLabel', 'httpQuery', 'httpQueryParams'];
const reshaped = (schema: NormalizedSchema, drop: readonly string[], plain: readonly string[]): SchemaRef => {
  const struct = structOf(schema);
  return struct === undefined ? 'unit' : reshape(struct, (name) => schema.getMemberSchema(name).getMergedTraits(), { drop, plain });
};
const memo = (make: (operation: OperationShape) => SchemaRef) => {
  const known = new Map<OperationShape, SchemaRef>();
  return (operation: OperationShape): SchemaRef => {
    const shape = known.get(operation) ?? make(operation);
    known.set(operation, shape);
    return shape;
  };
};

/** `httpQueryParams` takes every query key that is bound nowhere else and is not part of the template. */
const freeQueries = (operation: OperationShape, request: WireRequest, member: NormalizedSchema): Record<string, unknown> | undefined => {
  const bound = new Set([
    ...[...operation.input.structIterator()].map(([, other]) => other.getMergedTraits().httpQuery),
    ...new URLSearchParams(operation.http?.[1].split('?')[1] ?? '').keys(),
  ]);
  const free = [...request.query].filter(([name]) => !bound.has(name));
  return free.length === 0
    ? undefined
    : Object.fromEntries(free.map(([name, values]) => [name, member.getValueSchema().isListSchema() ? values : values[0]]));
};

const boundValue = (
  operation: OperationShape,
  request: WireRequest,
  labels: Readonly<Record<string, string>>,
  name: string,
  member: NormalizedSchema,
): unknown => {
  const traits = member.getMergedTraits();
  if (traits.httpLabel === 1) return labels[name] === undefined ? undefined : textOf(member, labels[name]);
  if (traits.httpQueryParams === 1) return freeQueries(operation, request, member);
  const header = traits.httpHeader === undefined ? undefined : request.headers[traits.httpHeader.toLowerCase()];
  if (header !== undefined) mustBeFlag(member, name, header);
  const values = traits.httpQuery === undefined ? undefined : request.query.get(traits.httpQuery);
  if (values === undefined) return undefined;
  mustBeFlag(member, name, values[0] ?? '');
  return member.isListSchema() ? values.map((value) => textOf(member.getValueSchema(), value)) : textOf(member, values[0] ?? '');
};

const hasEvents = ({ output }: OperationShape): boolean =>
  [...output.structIterator()].some(([, member]) => member.isStreaming() && member.isStructSchema());

const isEmptyMap = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

export const restCodec = (service: ServiceShape): Codec => {
  const mirror = mirrorOf(service, service.protocol);
  const isXml = service.shapeId.endsWith('restXml');
  const inputShape = memo((operation) => reshaped(operation.input, REQUEST_ONLY, ['httpResponseCode']));
  const outputShape = memo((operation) => reshaped(operation.output, [], REQUEST_ONLY));
  return {
    decode: async (operation, request, { labels }) => {
      if (operation.input.isUnitSchema()) return {};
      const body = operation.streamingInput ? asReadable(request.body) : await asBytes(request.body);
      if (isXml && body instanceof Uint8Array) mustHaveFlags(operation.input, body);
      const input = await mirror.read(inputShape(operation), request.headers, body);
      for (const [name, member] of operation.input.structIterator()) {
        const value = boundValue(operation, request, labels, name, member);
        if (value !== undefined) input[name] = value;
        if (typeof member.getMergedTraits().httpPrefixHeaders === 'string' && isEmptyMap(input[name])) delete input[name];
      }
      return input;
    },
    encode: async (operation, value) => {
      const fixed = operation.http?.[2] ?? 200;
      if (operation.output.isUnitSchema())
        return { status: fixed, headers: {}, body: operation.streamingOutput ? asReadable(undefined) : undefined };
      const members: Readonly<Record<string, unknown>> = { ...value };
      const own = [...operation.output.structIterator()].find(([, member]) => member.getMergedTraits().httpResponseCode === 1);
      const status = own === undefined ? undefined : members[own[0]];
      const { headers: written, body } = await mirror.write(outputShape(operation), value);
      // https://smithy.io/2.0/aws/amazon-eventstream.html
      const headers = hasEvents(operation) ? { ...written, 'content-type': 'application/vnd.amazon.eventstream' } : written;
      // A part of an object is 206; the model of S3 has no member for it.
      const usual = service.id === 'S3' && members['ContentRange'] !== undefined ? 206 : fixed;
      return { status: typeof status === 'number' ? status : usual, headers, body: operation.streamingOutput ? asReadable(body) : body };
    },
    error: async (answer, request) => {
      if (!isXml) {
        const { headers, body } = await mirror.write(asSchema(answer.schema), { ...answer.members });
        return {
          status: answer.status,
          headers: { ...headers, 'content-type': 'application/json', 'x-amzn-errortype': answer.name },
          body,
        };
      }
      const isS3 = service.id === 'S3';
      const body = `<?xml version="1.0" encoding="UTF-8"?>${xmlError(service, answer, isS3 ? answer.name : answer.queryCode, isS3)}`;
      return {
        status: answer.status,
        headers: { 'content-type': 'application/xml' },
        body: request.method === 'HEAD' ? undefined : Buffer.from(body),
      };
    },
  };
};
