import type { Context } from '../operation.ts';
import { brokenRollback } from './endpoint-behaviours.ts';
import { endpointOf } from './endpoint-named.ts';
import { inProgress, invalid, onlyDeletable } from './faults.ts';
import { componentsOn } from './inference-components/state.ts';
import type { Endpoint } from './state.ts';
import { isRefused } from './verdicts.ts';

export const scalable = (context: Context, name: string): Endpoint => {
  const endpoint = endpointOf(context, name);
  if (endpoint.status === 'Failed') throw onlyDeletable(endpoint.arn);
  if (endpoint.status !== 'InService') throw inProgress(endpoint.arn);
  return endpoint;
};
export const updatable = (context: Context, name: string): Endpoint => {
  const endpoint = endpointOf(context, name);
  const isWayOut = endpoint.status === 'UpdateRollbackFailed' && !isRefused(context.world, brokenRollback);
  return isWayOut ? endpoint : scalable(context, name);
};
/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html says what each status allows. */
const DELETABLE: readonly Endpoint['status'][] = ['InService', 'Failed', 'OutOfService', 'UpdateRollbackFailed'];
export const deletable = (context: Context, name: string): Endpoint => {
  const endpoint = endpointOf(context, name);
  if (!DELETABLE.includes(endpoint.status)) throw inProgress(endpoint.arn);
  const components = componentsOn(context.world, endpoint.arn);
  if (components.length > 0)
    throw invalid(`Endpoint "${endpoint.arn}" has ${components.length} inference components. Delete them before the endpoint.`);
  return endpoint;
};
