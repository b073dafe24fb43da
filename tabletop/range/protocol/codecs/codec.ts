import type { NormalizedSchema } from '@smithy/core/schema';
import type { ErrorAnswer } from '../errors.ts';
import type { OperationShape } from '../service.ts';
import type { WireRequest } from '../wire.ts';

/** What a codec produces; the body may still be a stream. */
export interface Encoded {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}
export interface Decoding {
  readonly labels: Readonly<Record<string, string>>;
  readonly form: URLSearchParams | undefined;
}
/** One wire format of one service. */
export interface Codec {
  decode(operation: OperationShape, request: WireRequest, decoding: Decoding): Promise<Record<string, unknown>>;
  encode(operation: OperationShape, value: object, request: WireRequest, requestId: string): Promise<Encoded>;
  error(answer: ErrorAnswer, request: WireRequest): Promise<Encoded>;
}

/** The SDK reads any text but `true` as false; a service refuses it, and a misspelt flag must not pass as "no". */
export const mustBeFlag = (schema: NormalizedSchema, name: string, text: string): void => {
  if (schema.isBooleanSchema() && !/^(true|false)$/i.test(text)) throw new TypeError(`BOOLEAN expected at ${name}, got '${text}'`);
};
