import { HttpResponse } from '@smithy/core/protocols';
import { unchunk } from './aws-chunked.ts';
import { accepted, checkAnswer } from './checked.ts';
import type { Encoded } from './codecs/codec.ts';
import { answerOf, AwsFault, ConnectionLost, unknownOperation, unsigned } from './errors.ts';
import { codecOf, offeredBy, type Binding, type Offered } from './offered.ts';
import { matchRest, routeOf, scopeOf, type Route } from './route.ts';
import type { OperationShape, ServiceShape } from './service.ts';
import { asReadable, fromSmithy, type SmithyRequest, type WireRequest, type WireResponse } from './wire.ts';

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

export const createHost = (options: HostOptions): Host => {
  const offers = new Map<Binding, Promise<Offered>>();
  const offer = (binding: Binding): Promise<Offered> => {
    const known = offers.get(binding) ?? offeredBy(binding);
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
