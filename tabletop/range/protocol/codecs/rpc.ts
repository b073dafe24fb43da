import { AwsJson1_1Protocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import type { ErrorAnswer } from '../errors.ts';
import { mirrorOf } from '../mirror.ts';
import { asSchema, type SchemaRef, type ServiceShape, type StructSchema, type WireProtocol } from '../service.ts';
import { asBytes, type WireRequest } from '../wire.ts';
import type { Codec } from './codec.ts';

interface Envelope {
  readonly protocol: WireProtocol;
  readonly contentType: (request: WireRequest) => string;
  readonly extra: Readonly<Record<string, string>>;
  readonly typeOf: (answer: ErrorAnswer) => string;
}

const rpc = (service: ServiceShape, envelope: Envelope): Codec => {
  const mirror = mirrorOf(service, envelope.protocol);
  const typed = new Map<StructSchema, SchemaRef>();
  // The error's shape plus a `__type` member, so that the serializer writes the envelope itself.
  const withType = (struct: StructSchema): SchemaRef => {
    const known = typed.get(struct) ?? asSchema([3, struct[1], struct[2], 0, ['__type', ...struct[4]], [0, ...struct[5]]]);
    typed.set(struct, known);
    return known;
  };
  const queryCode = (answer: ErrorAnswer, request: WireRequest): Readonly<Record<string, string>> =>
    service.queryCompatible && 'x-amzn-query-mode' in request.headers
      ? { 'x-amzn-query-error': `${answer.queryCode};${answer.status < 500 ? 'Sender' : 'Receiver'}` }
      : {};
  return {
    decode: async (operation, request) => mirror.read(operation.input, {}, await asBytes(request.body)),
    encode: async (operation, value, request) => ({
      status: 200,
      headers: { 'content-type': envelope.contentType(request), ...envelope.extra },
      body: (await mirror.write(operation.output, value)).body,
    }),
    error: async (answer, request) => ({
      status: answer.status,
      headers: { 'content-type': envelope.contentType(request), ...envelope.extra, ...queryCode(answer, request) },
      body: (await mirror.write(withType(answer.schema), { ...answer.members, __type: envelope.typeOf(answer) })).body,
    }),
  };
};

// The SDK types both constructors with its own mutable settings; ours are the ones it handed out itself.
type Settings = ConstructorParameters<typeof AwsJson1_1Protocol>[0];
const settingsOf = (service: ServiceShape): Settings => service.settings as unknown as Settings;
const asWire = (protocol: unknown): WireProtocol => protocol as WireProtocol;

export const jsonCodec = (service: ServiceShape): Codec =>
  rpc(service, {
    protocol: /awsJson1_[01]$/.test(service.shapeId) ? service.protocol : asWire(new AwsJson1_1Protocol(settingsOf(service))),
    contentType: (request) => request.headers['content-type'] ?? 'application/x-amz-json-1.1',
    extra: {},
    typeOf: (answer) => answer.name,
  });

export const cborCodec = (service: ServiceShape): Codec =>
  rpc(service, {
    protocol: asWire(new AwsSmithyRpcV2CborProtocol(settingsOf(service))),
    contentType: () => 'application/cbor',
    extra: { 'smithy-protocol': 'rpc-v2-cbor' },
    typeOf: (answer) => (answer.schema[1] === '' ? answer.name : `${answer.schema[1]}#${answer.name}`),
  });
