import { AwsFault } from '../protocol/errors.ts';

export const invalid = (message: string): AwsFault => new AwsFault('ValidationException', message);
export const missing = (message: string): AwsFault => new AwsFault('ResourceNotFoundException', message);
export const conflict = (message: string): AwsFault => new AwsFault('ConflictException', message);
export const notSimulated = (what: string): AwsFault => new AwsFault('NotImplemented', `The range does not ${what}.`, { status: 501 });
