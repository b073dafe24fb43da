import { AwsFault } from '../protocol/errors.ts';

export const invalid = (message: string): AwsFault => new AwsFault('InvalidParameterException', message);
export const noGroup = (): AwsFault => new AwsFault('ResourceNotFoundException', 'The specified log group does not exist.');
export const noStream = (): AwsFault => new AwsFault('ResourceNotFoundException', 'The specified log stream does not exist.');
export const notSimulated = (what: string): AwsFault => new AwsFault('NotImplemented', `The range does not ${what}`, { status: 501 });
