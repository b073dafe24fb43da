import type { Context } from '../operation.ts';
import { noEndpoint } from './faults.ts';
import { arnOf, endpointsOf, type Endpoint } from './state.ts';

export const endpointOf = (context: Context, name: string): Endpoint => {
  const arn = arnOf(context, 'endpoint', name);
  const endpoint = endpointsOf(context.world).get(arn);
  if (endpoint === undefined) throw noEndpoint(arn);
  return endpoint;
};
