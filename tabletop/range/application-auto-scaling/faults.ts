import { AwsFault } from '../protocol/errors.ts';
import type { Named } from './state.ts';

export const invalid = (message: string): AwsFault => new AwsFault('ValidationException', message);
export const notSimulated = (what: string): AwsFault => new AwsFault('NotImplemented', `The range does not ${what}.`, { status: 501 });
const named = ({ resource, dimension }: Named): string =>
  `service namespace: sagemaker, resource ID: ${resource}, scalable dimension: ${dimension}`;
const notFound = (message: string): AwsFault => new AwsFault('ObjectNotFoundException', message);
export const noTarget = (of: Named): AwsFault => notFound(`No scalable target registered for ${named(of)}`);
export const noTargetFound = (of: Named): AwsFault => notFound(`No scalable target found for ${named(of)}`);
export const noPolicy = (of: Named, name: string): AwsFault => notFound(`No scaling policy found for ${named(of)}, policy name: ${name}`);
export const noAction = (of: Named, name: string): AwsFault =>
  notFound(`No scheduled action found for ${named(of)}, scheduled action name: ${name}`);
export const badToken = (): AwsFault => new AwsFault('InvalidNextTokenException', 'The next token is invalid.');
