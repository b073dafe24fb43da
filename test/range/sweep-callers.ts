import type { NormalizedSchema } from '@smithy/core/schema';
import type { Service } from '../../tabletop/range/operation.ts';
import { inputCodes, type InputCodes, type Wire } from '../../tabletop/range/protocol/errors.ts';
import type { ClientModule, OperationShape, ServiceShape } from '../../tabletop/range/protocol/service.ts';
import { asBytes, type SmithyRequest, type WireRequest } from '../../tabletop/range/protocol/wire.ts';
import type { Range } from '../../tabletop/range/range-api.ts';
import type { Place } from './sweep-places.ts';
import { formRequest, jsonRequest, wrongJson, type Path, type Value } from './wire-sample.ts';

export interface Answered {
  readonly status: number;
  readonly text: string;
}
/** How a service is called, and what it calls wrong input. */
export interface Caller {
  readonly wire: Wire;
  readonly codes: InputCodes;
  /** Undefined: its own client would not send it. */
  send(operation: OperationShape, input: Value): Promise<Answered | undefined>;
  /** With something at a place that no client would write there. Undefined: where it stands everything is text, as it must be. */
  sendWrong(place: Place, input: Value): Promise<Answered | undefined>;
}

const answeredBy = async (range: Range, request: WireRequest): Promise<Answered> => {
  const { status, headers, body } = await range.host.handle(request);
  const text = Buffer.from(await asBytes(body))
    .toString()
    .replaceAll(/&apos;|&#39;/g, "'");
  return { status, text: `${headers['x-amzn-errortype'] ?? ''} ${text}` };
};

/** JSON as the SDK wants it: times, bytes and big numbers as such. */
const forClient = (schema: NormalizedSchema, value: Value | undefined): unknown => {
  if (value === undefined) return undefined;
  if (schema.isStructSchema() && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]: [string, Value]) => [name, forClient(schema.getMemberSchema(name), inner)]),
    );
  if (schema.isListSchema() && Array.isArray(value)) return value.map((inner: Value) => forClient(schema.getValueSchema(), inner));
  if (schema.isMapSchema() && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]: [string, Value]) => [name, forClient(schema.getValueSchema(), inner)]),
    );
  if (schema.isTimestampSchema() && typeof value === 'number') return new Date(value * 1000);
  if (schema.isBlobSchema() && typeof value === 'string') return Buffer.from(value, 'base64');
  return schema.isBigIntegerSchema() && typeof value === 'number' ? BigInt(value) : value;
};

type Tree = Record<string, unknown>;
/** Undefined when the way does not lead through this body. */
const replaced = (tree: unknown, [head, ...rest]: Path, wrong: Value): unknown => {
  if (head === undefined) return wrong;
  const key = head === null ? 'key' : String(head);
  if (typeof tree !== 'object' || tree === null || !(key in tree)) return undefined;
  const inner = replaced((tree as Tree)[key], rest, wrong);
  if (inner === undefined) return undefined;
  return Array.isArray(tree) ? [inner] : { ...tree, [key]: inner };
};
/** No number, flag or time. */
const NO_VALUE = 'x!';
const isText = (schema: NormalizedSchema): boolean =>
  !schema.isNumericSchema() && !schema.isBigIntegerSchema() && !schema.isBooleanSchema() && !schema.isTimestampSchema();
/** The request with something wrong at the place, wherever the client wrote it: header, query, JSON or XML. */
const spoiled = (request: SmithyRequest, { path, schema }: Place): SmithyRequest | undefined => {
  const { httpHeader, httpQuery, httpLabel, xmlName } = schema.getMergedTraits();
  const { body } = request;
  if (httpLabel === 1 || schema.isDocumentSchema() || schema.isStreaming()) return undefined;
  if (httpHeader !== undefined || httpQuery !== undefined) {
    if (isText(schema)) return undefined;
    return httpHeader === undefined
      ? { ...request, query: { ...request.query, [httpQuery ?? '']: NO_VALUE } }
      : { ...request, headers: { ...request.headers, [httpHeader.toLowerCase()]: NO_VALUE } };
  }
  if (typeof body !== 'string') return undefined;
  if (body.startsWith('{')) {
    const tree = replaced(JSON.parse(body), path, wrongJson(schema));
    return tree === undefined ? undefined : { ...request, body: JSON.stringify(tree) };
  }
  const name = xmlName ?? String(path.at(-1));
  return isText(schema) ? undefined : { ...request, body: body.replace(new RegExp(`<${name}>[^<]*<`), `<${name}>${NO_VALUE}<`) };
};

const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
/** Its real client writes the request: where labels, headers, queries and bodies go is the client's knowledge. */
const overRest = (client: ClientModule, range: Range): Pick<Caller, 'send' | 'sendWrong'> => {
  const name = Object.keys(client).find((key) => key.endsWith('Client') && key !== '__Client') ?? '';
  // What a package exports is only known by its name.
  const Client = client[name] as new (config: object) => { send(command: object): Promise<object> };
  type Command = new (input: unknown) => object;
  // One client for all calls, which come one after the other: making one costs more than a call.
  let [changed, answered]: [(request: SmithyRequest) => SmithyRequest | undefined, Answered | undefined] = [() => undefined, undefined];
  const handler = range.host.requestHandler();
  const handle = async (request: SmithyRequest) => {
    const sent = changed(request);
    if (sent === undefined) throw new Error('nothing to send');
    const { response } = await handler.handle(sent);
    const body = await asBytes(response.body);
    const text = Buffer.from(body)
      .toString()
      .replaceAll(/&apos;|&#39;/g, "'");
    answered = { status: response.statusCode, text: `${response.headers['x-amzn-errortype'] ?? ''} ${text}` };
    response.body = body;
    return { response };
  };
  const caller = new Client({ ...range.clientConfig('admin'), requestHandler: { ...handler, handle }, logger: QUIET });
  const call = async (operation: OperationShape, input: Value, change: typeof changed): Promise<Answered | undefined> => {
    [changed, answered] = [change, undefined];
    const command = new (client[`${operation.name}Command`] as Command)(forClient(operation.input, input));
    // Refusals are what is asked for; whether the client likes the answer is not.
    await caller.send(command).catch(() => undefined);
    return answered;
  };
  return {
    send: (operation, input) => call(operation, input, (request) => request),
    sendWrong: (place, input) => call(place.operation, input, (request) => spoiled(request, place)),
  };
};

const isRest = (shape: ServiceShape): boolean => /rest(?:Xml|Json1)$/.test(shape.shapeId);
export const callerFor = (service: Service, client: ClientModule, shape: ServiceShape, range: Range): Caller => {
  const wire: Wire = isRest(shape) ? 'rest' : shape.shapeId.endsWith('awsQuery') ? 'awsQuery' : 'awsJson';
  const codes = inputCodes(wire, service.inputCodes);
  if (wire === 'rest') return { wire, codes, ...overRest(client, range) };
  const send = (operation: OperationShape, input: Value) =>
    answeredBy(range, (wire === 'awsQuery' ? formRequest : jsonRequest)(shape, operation.name, input));
  return {
    wire,
    codes,
    send,
    sendWrong: async ({ operation, path, schema }, input) => {
      if (schema.isDocumentSchema() || (wire === 'awsQuery' && isText(schema))) return undefined;
      const body = replaced(input, path, wire === 'awsQuery' ? NO_VALUE : wrongJson(schema));
      return body === undefined ? undefined : send(operation, body as Value);
    },
  };
};
