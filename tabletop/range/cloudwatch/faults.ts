import { AwsFault } from '../protocol/errors.ts';

export const invalid = (message: string): AwsFault => new AwsFault('InvalidParameterValueException', message);
export const conflicting = (message: string): AwsFault => new AwsFault('InvalidParameterCombinationException', message);
export const missingParameter = (message: string): AwsFault => new AwsFault('MissingRequiredParameterException', message);
/** The wire's own code: alarms and expressions have no modelled shape for it. */
export const refused = (message: string): AwsFault => new AwsFault('ValidationError', message, { status: 400 });
export const badToken = (): AwsFault => new AwsFault('InvalidNextToken', 'Invalid NextToken');
export const notSimulated = (what: string): AwsFault => new AwsFault('NotImplemented', `The range does not ${what}`, { status: 501 });
