import { Readable } from 'node:stream';

/** What both front doors (in-process handler, node:http) produce. `path` is still percent-encoded: decoding first would lose the exact S3 key. */
export interface WireRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: ReadonlyMap<string, readonly string[]>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | Readable | undefined;
}

/** A Smithy HttpRequest as far as it is read here. */
export interface SmithyRequest {
  readonly method: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null | undefined>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const isAsync = (body: object): body is AsyncIterable<unknown> => Symbol.asyncIterator in body;

export const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const asBytes = async (body: unknown): Promise<Uint8Array> => {
  if (body === undefined || body === null) return new Uint8Array(0);
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (body instanceof Blob) return new Uint8Array(await body.arrayBuffer());
  if (typeof body !== 'object' || !isAsync(body)) throw new TypeError('the body is neither bytes nor a stream');
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part instanceof Uint8Array ? part : Buffer.from(String(part)));
  return Buffer.concat(parts);
};

/** The SDK's stream helpers insist on a node Readable, also in-process. */
export const asReadable = (body: unknown): Readable => {
  if (body instanceof Readable) return body;
  if (body === undefined || body === null) return Readable.from([]);
  if (body instanceof Uint8Array) return Readable.from([bufferOf(body)], { objectMode: false });
  if (typeof body === 'string') return Readable.from([Buffer.from(body)], { objectMode: false });
  if (typeof body === 'object' && isAsync(body)) return Readable.from(body);
  throw new TypeError('the body is neither bytes nor a stream');
};

const listOf = (value: string | readonly string[] | null | undefined): readonly string[] =>
  value === null || value === undefined ? [''] : typeof value === 'string' ? [value] : value;

export const fromSmithy = (request: SmithyRequest): WireRequest => ({
  method: request.method,
  host: request.port === undefined ? request.hostname : `${request.hostname}:${request.port}`,
  path: request.path === '' ? '/' : request.path,
  query: new Map(Object.entries(request.query ?? {}).map(([name, value]) => [name, listOf(value)])),
  headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value])),
  body: request.body,
});

/** Split by hand: `new URL()` would normalise `..` and `//`, which are legal in an S3 key. */
export const splitUrl = (url: string): { readonly path: string; readonly query: ReadonlyMap<string, readonly string[]> } => {
  const at = url.indexOf('?');
  const query = new Map<string, string[]>();
  // URLSearchParams reads "+" as a space; AWS clients encode a space as %20 and mean "+" when they write it.
  const search = at < 0 ? '' : url.slice(at + 1).replaceAll('+', '%2B');
  for (const [name, value] of new URLSearchParams(search)) query.set(name, [...(query.get(name) ?? []), value]);
  return { path: at < 0 ? url : url.slice(0, at), query };
};
