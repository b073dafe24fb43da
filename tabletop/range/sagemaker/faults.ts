import { AwsFault } from '../protocol/errors.ts';

/** Every SageMaker refusal is a ValidationException with status 400; only the text tells them apart. */
export const invalid = (message: string): AwsFault => new AwsFault('ValidationException', message);
export const noEndpoint = (arn: string): AwsFault => invalid(`Could not find endpoint "${arn}".`);
export const noConfig = (arn: string): AwsFault => invalid(`Could not find endpoint configuration "${arn}".`);
export const noModel = (arn: string): AwsFault => invalid(`Could not find model "${arn}".`);
export const inProgress = (arn: string): AwsFault => invalid(`Cannot update in-progress endpoint "${arn}".`);
export const exists = (what: string, arn: string): AwsFault => invalid(`Cannot create already existing ${what} "${arn}".`);
export const onlyDeletable = (arn: string): AwsFault =>
  invalid(`Cannot update failed endpoint "${arn}". DeleteEndpoint is the only operation that can be performed on a failed endpoint.`);
