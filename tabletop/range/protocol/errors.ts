import type { NormalizedSchema } from '@smithy/core/schema';
import { asSchema, schemaOf, type ServiceShape, type StructSchema } from './service.ts';

export type Wire = 'awsJson' | 'rpcv2Cbor' | 'awsQuery' | 'rest';

/** What an implementation throws to answer an AWS error: `code` is the shape's name when the service models it, otherwise the wire's code. */
export class AwsFault extends Error {
  readonly code: string;
  readonly status: number | undefined;
  readonly members: Readonly<Record<string, unknown>>;
  /** S3 tells some of it in headers only, e.g. that a delete marker is in the way. */
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    code: string,
    message: string,
    options: {
      readonly status?: number;
      readonly members?: Readonly<Record<string, unknown>>;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = options.status;
    this.members = options.members ?? {};
    this.headers = options.headers ?? {};
  }
}
/** The connection breaks although the call took effect: no answer is written at all. */
export class ConnectionLost extends Error {
  constructor() {
    super('socket hang up');
    this.name = 'TimeoutError';
  }
}

/** An error ready for a codec. */
export interface ErrorAnswer {
  readonly name: string;
  /** awsQuery and its compatible mode use another code than the shape's name. */
  readonly queryCode: string;
  readonly message: string;
  readonly status: number;
  readonly schema: StructSchema;
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: string;
}

const isMessage = (name: string): boolean => /^message$/i.test(name);
/** Every error carries a message on the wire, also where the shape forgot it (e.g. codes that are not modelled). */
const withMessage = (name: string, schema: StructSchema | undefined): StructSchema => {
  if (schema?.[4].some(isMessage) === true) return schema;
  return [-3, schema?.[1] ?? '', name, schema?.[3] ?? 0, ['message', ...(schema?.[4] ?? [])], [0, ...(schema?.[5] ?? [])]];
};
const traitsOf = (schema: StructSchema | undefined): ReturnType<NormalizedSchema['getMergedTraits']> =>
  schema === undefined ? {} : schemaOf(asSchema(schema)).getMergedTraits();

const statusOf = (fault: AwsFault, wire: Wire, traits: ReturnType<typeof traitsOf>): number => {
  if (fault.status !== undefined) return fault.status;
  const query: unknown = traits['awsQueryError'];
  if (wire === 'awsQuery' && Array.isArray(query) && typeof query[1] === 'number') return query[1];
  // awsJson services answer 400 or 500 whatever the model's httpError says (KMS NotFoundException is a 400).
  const http: unknown = traits['httpError'];
  if (wire !== 'awsJson' && typeof http === 'number') return http;
  return traits.error === 'server' ? 500 : 400;
};

/** Anything thrown, as an AWS error. What is not an AwsFault is a bug of the range and answered as 500, with its text. */
export const answerOf = (thrown: unknown, service: ServiceShape | undefined, wire: Wire, requestId: string): ErrorAnswer => {
  const fault =
    thrown instanceof AwsFault
      ? thrown
      : new AwsFault('InternalFailure', thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown), { status: 500 });
  const modelled = service?.errors.get(fault.code);
  const traits = traitsOf(modelled);
  const query: unknown = traits['awsQueryError'];
  const schema = withMessage(fault.code, modelled);
  const members = Object.fromEntries(
    schema[4].map((name) => [name, isMessage(name) ? fault.message : fault.members[name]]).filter(([, value]) => value !== undefined),
  );
  return {
    name: fault.code,
    queryCode: Array.isArray(query) && typeof query[0] === 'string' ? query[0] : fault.code,
    message: fault.message,
    status: statusOf(fault, wire, traits),
    schema,
    members,
    headers: fault.headers,
    requestId,
  };
};

export const unknownOperation = (wire: Wire, service: ServiceShape | undefined, operation: string): AwsFault => {
  if (wire === 'awsQuery') return new AwsFault('InvalidAction', `The action ${operation} is not valid for this web service.`);
  if (service?.id === 'S3')
    return new AwsFault('NotImplemented', 'A header you provided implies functionality that is not implemented.', { status: 501 });
  return new AwsFault('UnknownOperationException', `Unknown operation ${operation}`, { status: wire === 'awsJson' ? 400 : 404 });
};
export const unsigned = (wire: Wire, service: ServiceShape | undefined): AwsFault =>
  service?.id === 'S3'
    ? new AwsFault('AccessDenied', 'Access Denied', { status: 403 })
    : new AwsFault(
        wire === 'awsQuery' ? 'MissingAuthenticationToken' : 'MissingAuthenticationTokenException',
        'Request is missing Authentication Token',
        { status: 403 },
      );
/** What a service calls input that it cannot read, and input that breaks its rules. */
export interface InputCodes {
  readonly unreadable: string;
  readonly invalid: string;
}
export const inputCodes = (wire: Wire, own: Partial<InputCodes> = {}): InputCodes => ({
  unreadable: own.unreadable ?? (wire === 'awsQuery' ? 'MalformedInput' : 'SerializationException'),
  invalid: own.invalid ?? (wire === 'awsQuery' ? 'ValidationError' : 'ValidationException'),
});
export const invalidInput = (code: string, problems: readonly string[]): AwsFault =>
  new AwsFault(code, `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected: ${problems.join('; ')}`, {
    status: 400,
  });
