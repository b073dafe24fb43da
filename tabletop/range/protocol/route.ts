import { AwsFault, type Wire } from './errors.ts';
import { requiredNames, type OperationShape, type ServiceShape } from './service.ts';
import { asBytes, bufferOf, type WireRequest } from './wire.ts';

/** What the SigV4 credential scope says: `Credential=KEY/date/region/service/aws4_request`, in the header or in a presigned query. */
export interface Scope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly signingName: string;
  readonly sessionToken: string | undefined;
  /** A presigned URL: since when and how long it is good, as it says itself. */
  readonly presigned?: { readonly date: string; readonly seconds: string };
}
export const scopeOf = (request: WireRequest): Scope | undefined => {
  const header = request.headers['authorization'] ?? '';
  const presigned = request.query.has('X-Amz-Signature') ? request.query.get('X-Amz-Credential')?.[0] : undefined;
  const credential = header.startsWith('AWS4-') ? /Credential=([^,\s]+)/.exec(header)?.[1] : presigned;
  const parts = credential?.split('/') ?? [];
  if (parts.length < 5) return undefined;
  const [date = '', seconds = ''] = ['X-Amz-Date', 'X-Amz-Expires'].map((name) => request.query.get(name)?.[0] ?? '');
  return {
    ...(credential === presigned ? { presigned: { date, seconds } } : {}),
    accessKeyId: parts.slice(0, -4).join('/'),
    region: parts.at(-3) ?? '',
    signingName: parts.at(-2) ?? '',
    sessionToken: request.headers['x-amz-security-token'] ?? request.query.get('X-Amz-Security-Token')?.[0],
  };
};

export interface Route {
  readonly wire: Wire;
  readonly services: readonly ServiceShape[];
  readonly operation?: string;
  readonly form?: URLSearchParams;
}

const formOf = async (request: WireRequest): Promise<URLSearchParams> =>
  request.method === 'GET'
    ? new URLSearchParams([...request.query].flatMap(([name, values]) => values.map((value): [string, string] => [name, value])))
    : new URLSearchParams(bufferOf(await asBytes(request.body)).toString('utf8'));

/** The wire protocol is chosen by the request, not by the service: an old botocore sends CloudWatch as awsQuery, a new one as awsJson. */
export const routeOf = async (request: WireRequest, services: readonly ServiceShape[]): Promise<Route> => {
  const signingName = scopeOf(request)?.signingName;
  const scoped = services.filter((service) => service.signingName === signingName);
  const cbor = /\/service\/([^/]+)\/operation\/([^/]+)$/.exec(request.path);
  if (cbor?.[2] !== undefined && request.headers['smithy-protocol'] === 'rpc-v2-cbor')
    return { wire: 'rpcv2Cbor', services: services.filter((service) => service.target === cbor[1]), operation: cbor[2] };
  const target = request.headers['x-amz-target'];
  if (target !== undefined) {
    const dot = target.lastIndexOf('.');
    const prefix = target.slice(0, dot);
    return {
      wire: 'awsJson',
      // botocore writes CloudTrail's target with a Java package in front of it.
      services: services.filter((service) => prefix === service.target || prefix.endsWith(`.${service.target}`)),
      operation: target.slice(dot + 1),
    };
  }
  const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  if (isForm || request.query.has('Action')) {
    const form = await formOf(request);
    const operation = form.get('Action');
    if (operation !== null) {
      const versioned = services.filter((service) => service.version === form.get('Version'));
      return { wire: 'awsQuery', services: scoped.length > 0 ? scoped : versioned, operation, form };
    }
  }
  return { wire: 'rest', services: (scoped.length > 0 ? scoped : services).filter((service) => /rest(Xml|Json1)$/.test(service.shapeId)) };
};

/** One row of a service's REST table. */
export interface RestRow {
  readonly operation: OperationShape;
  readonly method: string;
  readonly path: RegExp;
  readonly labels: readonly string[];
  readonly literals: number;
  /** Only the JavaScript SDK sends `x-id`; it may help but must never be needed. */
  readonly xId: string | undefined;
  readonly search: readonly (readonly [string, string])[];
  readonly queries: readonly string[];
  readonly headers: readonly string[];
  /** S3's Bucket is a label that the template does not hold: it stands in the host or in the first path segment. */
  readonly hasBucket: boolean;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const rowOf = (operation: OperationShape, http: readonly [string, string, number]): RestRow => {
  const [method, uri] = http;
  const [path = '', search = ''] = uri.split('?');
  const segments = path.split('/').map((segment) => ({ segment, label: /^\{([^}+]+)(\+)?\}$/.exec(segment) }));
  const labels = segments.flatMap(({ label }) => (label?.[1] === undefined ? [] : [label[1]]));
  const source = segments
    .map(({ segment, label }) => (label === null ? escaped(segment) : label[2] === '+' ? '(.+)' : '([^/]+)'))
    .join('/');
  const pairs = [...new URLSearchParams(search)];
  const required = new Set(requiredNames(operation.input));
  const members = operation.input.isUnitSchema()
    ? []
    : [...operation.input.structIterator()].map(([name, member]) => ({ name, traits: member.getMergedTraits() }));
  return {
    operation,
    method,
    path: new RegExp(`^${source.replace(/\/$/, '')}${path.endsWith('+}') ? '$' : '/?$'}`),
    labels,
    literals: segments.filter(({ segment, label }) => label === null && segment !== '').length,
    xId: pairs.find(([name]) => name === 'x-id')?.[1],
    search: pairs.filter(([name]) => name !== 'x-id'),
    queries: members.flatMap(({ name, traits }) => (required.has(name) && traits.httpQuery !== undefined ? [traits.httpQuery] : [])),
    headers: members.flatMap(({ name, traits }) =>
      required.has(name) && traits.httpHeader !== undefined ? [traits.httpHeader.toLowerCase()] : [],
    ),
    hasBucket: members.some(({ name, traits }) => traits.httpLabel === 1 && !labels.includes(name)),
  };
};
export const restTable = (service: ServiceShape): readonly RestRow[] =>
  [...service.operations.keys()].flatMap((name) => {
    const operation = service.operations.get(name);
    return operation?.http === undefined ? [] : [rowOf(operation, operation.http)];
  });

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsFault('InvalidURI', "Couldn't parse the specified URI.");
  }
};
/** Takes the bucket off the host (`b.s3.region.amazonaws.com`, `b.localhost`) or off the path. */
const splitBucket = (request: WireRequest): { readonly bucket: string | undefined; readonly path: string } => {
  const virtual = /^(.+)\.(?:s3(?!-object-lambda)[.-].*|s3|localhost)$/.exec(request.host.replace(/:\d+$/, ''));
  if (virtual?.[1] !== undefined) return { bucket: virtual[1], path: request.path };
  const first = /^\/([^/]+)(\/.*)?$/.exec(request.path);
  return first?.[1] === undefined ? { bucket: undefined, path: '/' } : { bucket: decoded(first[1]), path: first[2] ?? '/' };
};

const has = (request: WireRequest, [name, value]: readonly [string, string]): boolean =>
  request.query.has(name) && (value === '' || request.query.get(name)?.includes(value) === true);
const scoreOf = (row: RestRow, request: WireRequest, xId: string | undefined): number => {
  const named = xId !== undefined && row.xId === xId;
  if (xId !== undefined && row.xId !== undefined && !named) return Number.NEGATIVE_INFINITY;
  if (!row.search.every((pair) => has(request, pair))) return Number.NEGATIVE_INFINITY;
  const bound = row.queries.every((name) => request.query.has(name)) && row.headers.every((name) => name in request.headers);
  // What lacks a required query or header is still this operation, and refused for that, when it can be no other; a word that the
  // template itself has in the query (`?attributes`) says which one was meant.
  if (!named && !bound) return row.search.length * 1000;
  return (named ? 10_000 : 0) + 10 + row.search.length * 1000 + (row.queries.length + row.headers.length) * 100 + row.literals * 2;
};

export interface RestMatch {
  readonly operation: OperationShape;
  readonly labels: Readonly<Record<string, string>>;
}
export const matchRest = (
  table: readonly RestRow[],
  request: WireRequest,
  isS3: boolean,
  implemented: (operation: string) => boolean,
): RestMatch | undefined => {
  const { bucket, path } = isS3 ? splitBucket(request) : { bucket: undefined, path: request.path };
  const xId = request.query.get('x-id')?.[0];
  const best = table
    .filter((row) => row.method === request.method && (!isS3 || row.hasBucket === (bucket !== undefined)))
    .map((row) => ({ row, match: row.path.exec(path), score: scoreOf(row, request, xId) + (implemented(row.operation.name) ? 1 : 0) }))
    .filter(({ match, score }) => match !== null && score >= 0)
    .sort((a, b) => b.score - a.score)[0];
  if (best === undefined) return undefined;
  const labels = best.row.labels.map((label, index) => [label, decoded(best.match?.[index + 1] ?? '')]);
  return { operation: best.row.operation, labels: { ...(bucket === undefined ? {} : { Bucket: bucket }), ...Object.fromEntries(labels) } };
};
