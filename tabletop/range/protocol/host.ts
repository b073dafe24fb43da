import { HttpResponse } from '@smithy/core/protocols';
import { unchunk } from './aws-chunked.ts';
import type { Codec, Decoding, Encoded } from './codecs/codec.ts';
import { queryCodec } from './codecs/query.ts';
import { restCodec } from './codecs/rest.ts';
import { cborCodec, jsonCodec } from './codecs/rpc.ts';
import type { Constraints } from './constraints.ts';
import {
  answerOf,
  AwsFault,
  ConnectionLost,
  inputCodes,
  invalidInput,
  unknownOperation,
  unsigned,
  type InputCodes,
  type Wire,
} from './errors.ts';
import { matchRest, restTable, routeOf, scopeOf, type RestRow, type Route, type Scope } from './route.ts';
import { describeService, type ClientModule, type OperationShape, type ServiceShape } from './service.ts';
import { check } from './validate.ts';
import { asReadable, fromSmithy, type SmithyRequest, type WireRequest, type WireResponse } from './wire.ts';

/** A service offered by a host. The client package is loaded and described when the first request for its signing name arrives. */
export interface Binding {
  readonly signingName: string;
  readonly load: () => Promise<ClientModule>;
  readonly implemented: (operation: string) => boolean;
  /** What the client does not know of its inputs. */
  readonly constraints?: (client: ClientModule) => Promise<Constraints>;
  /** Where a service's words differ from its wire's. */
  readonly inputCodes?: Partial<InputCodes>;
  readonly serve: (input: Record<string, unknown>, call: WireCall) => Promise<object>;
}
export interface WireCall {
  readonly requestId: string;
  readonly operation: string;
  readonly scope: Scope;
  readonly wire: Wire;
  readonly headers: Readonly<Record<string, string>>;
}
/** Sees every answered request, after the fact. */
export interface Observation {
  readonly service: string;
  readonly operation: string;
  readonly requestId: string;
  readonly status: number;
  readonly error?: string;
}
export interface HostOptions {
  readonly bindings: readonly Binding[];
  readonly requestId: () => string;
  readonly observe?: (observation: Observation) => void;
}
/** The Smithy handler shape that `requestHandler` of every client accepts. */
export interface RequestHandler {
  readonly metadata: { readonly handlerProtocol: string };
  handle(
    request: SmithyRequest,
    options?: { readonly abortSignal?: { readonly aborted: boolean } },
  ): Promise<{ readonly response: HttpResponse }>;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
  destroy(): void;
}
export interface Host {
  handle(request: WireRequest): Promise<WireResponse>;
  /** For `new AnyClient({ requestHandler })`: no socket, so nothing built on it can reach AWS. */
  requestHandler(): RequestHandler;
}

/** What a client package says; the same for every range in this process. */
interface Described {
  readonly shape: ServiceShape;
  readonly table: readonly RestRow[];
  readonly codecs: Map<Wire, Codec>;
}
interface Offered extends Described {
  readonly binding: Binding;
  readonly constraints: Constraints;
}
const descriptions = new WeakMap<ClientModule, Described>();
const describe = (client: ClientModule): Described => {
  const known = descriptions.get(client);
  if (known !== undefined) return known;
  const shape = describeService(client);
  const described = { shape, table: /rest(Xml|Json1)$/.test(shape.shapeId) ? restTable(shape) : [], codecs: new Map<Wire, Codec>() };
  descriptions.set(client, described);
  return described;
};
const MAKE: Readonly<Record<Wire, (service: ServiceShape) => Codec>> = {
  awsJson: jsonCodec,
  rpcv2Cbor: cborCodec,
  awsQuery: queryCodec,
  rest: restCodec,
};
const codecOf = (offered: Offered, wire: Wire): Codec => {
  const codec = offered.codecs.get(wire) ?? MAKE[wire](offered.shape);
  offered.codecs.set(wire, codec);
  return codec;
};

const finished = (encoded: Encoded, service: ServiceShape, requestId: string): WireResponse => {
  const ids =
    service.id === 'S3'
      ? { 'x-amz-request-id': requestId, 'x-amz-id-2': Buffer.from(requestId).toString('base64') }
      : { 'x-amzn-requestid': requestId };
  const headers = Object.fromEntries(Object.entries({ ...encoded.headers, ...ids }).map(([name, value]) => [name.toLowerCase(), value]));
  const { body } = encoded;
  return { status: encoded.status, headers, body: body === undefined || body instanceof Uint8Array ? body : asReadable(body) };
};
/** No service could be told from the request: plain JSON, which every client's error parser survives. */
const bare = (fault: AwsFault, requestId: string): WireResponse => ({
  status: fault.status ?? 400,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId, 'x-amzn-errortype': fault.code },
  body: Buffer.from(JSON.stringify({ __type: fault.code, message: fault.message })),
});

interface Chosen {
  readonly offered: Offered | undefined;
  readonly operation: OperationShape | undefined;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The URL cannot be read. */
  readonly unreadable?: AwsFault;
}
const choose = (route: Route, request: WireRequest, offers: readonly Offered[]): Chosen => {
  const candidates = offers.filter(({ shape }) => route.services.includes(shape));
  if (route.wire !== 'rest') {
    const name = route.operation ?? '';
    const offered = candidates.find(({ shape }) => shape.operations.has(name)) ?? candidates[0];
    return { offered, operation: offered?.shape.operations.get(name), name, labels: {} };
  }
  for (const offered of candidates) {
    try {
      const match = matchRest(offered.table, request, offered.shape.id === 'S3', offered.binding.implemented);
      if (match !== undefined) return { offered, operation: match.operation, name: match.operation.name, labels: match.labels };
    } catch (thrown) {
      if (!(thrown instanceof AwsFault)) throw thrown;
      return { offered, operation: undefined, name: '', labels: {}, unreadable: thrown };
    }
  }
  return { offered: candidates[0], operation: undefined, name: '', labels: {} };
};

/** Decoded and checked, or refused in the service's own words. */
const accepted = async (
  offered: Offered,
  wire: Wire,
  operation: OperationShape,
  request: WireRequest,
  decoding: Decoding,
): Promise<Record<string, unknown>> => {
  const { binding } = offered;
  const codes = inputCodes(wire, binding.inputCodes);
  const unreadable = (thrown: unknown): AwsFault =>
    new AwsFault(codes.unreadable, thrown instanceof Error ? thrown.message : String(thrown), { status: 400 });
  const input = await codecOf(offered, wire)
    .decode(operation, request, decoding)
    .catch((thrown: unknown) => Promise.reject(unreadable(thrown)));
  const problems = (() => {
    try {
      return check(operation.input, input, { constraints: offered.constraints });
    } catch (thrown) {
      throw unreadable(thrown);
    }
  })();
  if (problems.length > 0) throw invalidInput(codes.invalid, problems);
  return input;
};
/** Our own answers are held to the client's shapes as strictly as its requests: a mistake of the range must not look like AWS. */
const checkAnswer = (operation: OperationShape, output: object): void => {
  const problems = (() => {
    try {
      return check(operation.output, output, { strict: true });
    } catch (thrown) {
      return [thrown instanceof Error ? thrown.message : String(thrown)];
    }
  })();
  if (problems.length > 0)
    throw new AwsFault('InternalFailure', `the range's answer breaks the shape of ${operation.name}: ${problems.join('; ')}`, {
      status: 500,
    });
};

export const createHost = (options: HostOptions): Host => {
  const offers = new Map<Binding, Promise<Offered>>();
  const offer = (binding: Binding): Promise<Offered> => {
    const described = async (): Promise<Offered> => {
      const client = await binding.load();
      return { binding, constraints: (await binding.constraints?.(client)) ?? {}, ...describe(client) };
    };
    const known = offers.get(binding) ?? described();
    offers.set(binding, known);
    return known;
  };

  const answer = async (chosen: Chosen, offered: Offered, route: Route, request: WireRequest, requestId: string): Promise<WireResponse> => {
    const scope = scopeOf(request);
    // Presence only: a signature is not verified (behaviour `protocol.signature`).
    if (scope === undefined) throw unsigned(route.wire, offered.shape);
    const { operation } = chosen;
    if (operation === undefined || !offered.binding.implemented(operation.name))
      throw unknownOperation(route.wire, offered.shape, chosen.name);
    const input = await accepted(offered, route.wire, operation, request, { labels: chosen.labels, form: route.form });
    const output = await offered.binding.serve(input, {
      requestId,
      operation: operation.name,
      scope,
      wire: route.wire,
      headers: request.headers,
    });
    checkAnswer(operation, output);
    return finished(await codecOf(offered, route.wire).encode(operation, output, request, requestId), offered.shape, requestId);
  };

  const handle = async (incoming: WireRequest): Promise<WireResponse> => {
    const requestId = options.requestId();
    const signingName = scopeOf(incoming)?.signingName;
    const scoped = options.bindings.filter((binding) => binding.signingName === signingName);
    const known = await Promise.all((scoped.length > 0 ? scoped : options.bindings).map(offer));
    const route = await routeOf(
      incoming,
      known.map(({ shape }) => shape),
    );
    const request =
      route.wire === 'rest'
        ? await unchunk(incoming).catch((thrown: unknown) => (thrown instanceof AwsFault ? thrown : Promise.reject(thrown)))
        : incoming;
    const chosen = request instanceof AwsFault ? choose(route, incoming, known) : choose(route, request, known);
    const { offered } = chosen;
    if (offered === undefined)
      return bare(new AwsFault('UnknownOperationException', 'The request names no service of the range', { status: 404 }), requestId);
    const seen = { service: offered.shape.id, operation: chosen.name, requestId };
    try {
      if (request instanceof AwsFault) throw request;
      if (chosen.unreadable !== undefined) throw chosen.unreadable;
      const response = await answer(chosen, offered, route, request, requestId);
      options.observe?.({ ...seen, status: response.status });
      return response;
    } catch (thrown) {
      if (thrown instanceof ConnectionLost) throw thrown;
      const error = answerOf(thrown, offered.shape, route.wire, requestId);
      options.observe?.({ ...seen, status: error.status, error: error.name });
      const encoded = await codecOf(offered, route.wire).error(error, incoming);
      return finished({ ...encoded, headers: { ...encoded.headers, ...error.headers } }, offered.shape, requestId);
    }
  };

  return {
    handle,
    requestHandler: () => ({
      metadata: { handlerProtocol: 'in-process' },
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
      destroy: () => undefined,
      handle: async (request, call = {}) => {
        if (call.abortSignal?.aborted === true) throw Object.assign(new Error('Request aborted'), { name: 'AbortError' });
        const { status, headers, body } = await handle(fromSmithy(request));
        return { response: new HttpResponse({ statusCode: status, headers: { ...headers }, body: body ?? new Uint8Array(0) }) };
      },
    }),
  };
};
