import type { Decoding } from './codecs/codec.ts';
import { AwsFault, inputCodes, invalidInput, type Wire } from './errors.ts';
import { codecOf, type Offered } from './offered.ts';
import type { OperationShape } from './service.ts';
import { check } from './validate.ts';
import type { WireRequest } from './wire.ts';

/** Decoded and checked, or refused in the service's own words. */
export const accepted = async (
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
export const checkAnswer = (operation: OperationShape, output: object): void => {
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
