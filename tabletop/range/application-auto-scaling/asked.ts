import type { Context } from '../operation.ts';
import { pageOf } from '../page.ts';
import type { Access } from '../policy/evaluate.ts';
import { resourceTags } from '../tag-keys.ts';
import { badToken, invalid, notSimulated } from './faults.ts';
import { DIMENSIONS, keyOf, targetsOf, type Named } from './state.ts';

/** How every call names a target. */
export interface Given {
  readonly ServiceNamespace: string;
  readonly ResourceId: string;
  readonly ScalableDimension: string;
}
/** Only SageMaker scales here; that another namespace exists is no mistake of the caller's. */
export const namedBy = ({ ServiceNamespace, ResourceId, ScalableDimension }: Given): Named => {
  if (ServiceNamespace !== 'sagemaker') throw notSimulated(`scale ${ServiceNamespace}`);
  const dimension = DIMENSIONS.find((known) => known === ScalableDimension);
  if (dimension === undefined) throw invalid(`Unsupported service namespace, resource type or scalable dimension: ${ScalableDimension}`);
  const shape = dimension.startsWith('sagemaker:variant:') ? /^endpoint\/[^/]+\/variant\/[^/]+$/ : /^inference-component\/[^/]+$/;
  if (!shape.test(ResourceId)) throw invalid(`Unsupported resource ID for ${dimension}: ${ResourceId}`);
  return { resource: ResourceId, dimension };
};

type Keys = Readonly<Record<string, readonly string[]>>;
/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_applicationautoscaling.html */
export const onTarget = (action: string, given: Given, context: Context, keys: Keys = {}): Access => {
  const { ServiceNamespace, ResourceId: resource, ScalableDimension } = given;
  const dimension = DIMENSIONS.find((known) => known === ScalableDimension);
  const known = dimension === undefined ? undefined : targetsOf(context.world).get(keyOf({ ...context, resource, dimension }));
  return {
    action: `application-autoscaling:${action}`,
    resource: known?.arn ?? `arn:aws:application-autoscaling:${context.region}:${context.account}:scalable-target/*`,
    context: {
      'application-autoscaling:service-namespace': [ServiceNamespace],
      'application-autoscaling:scalable-dimension': [ScalableDimension],
      ...resourceTags(known?.tags),
      ...keys,
    },
  };
};
export const onAll = (action: string): readonly Access[] => [{ action: `application-autoscaling:${action}`, resource: '*' }];

interface Filter {
  readonly ServiceNamespace: string;
  readonly ResourceId?: string;
  readonly ScalableDimension?: string;
}
/** A dimension says nothing without a resource. */
export const isWanted = ({ account, region }: Context, filter: Filter) => {
  if (filter.ScalableDimension !== undefined && filter.ResourceId === undefined)
    throw invalid('If you specify a scalable dimension, you must also specify a resource ID.');
  return (row: Named & { readonly account: string; readonly region: string }): boolean =>
    filter.ServiceNamespace === 'sagemaker' &&
    row.account === account &&
    row.region === region &&
    (filter.ResourceId === undefined || row.resource === filter.ResourceId) &&
    (filter.ScalableDimension === undefined || row.dimension === filter.ScalableDimension);
};
/** @default 50 a page, the most there can be. */
export const paged = <T>(items: readonly T[], input: { readonly MaxResults?: number; readonly NextToken?: string }) => {
  const page = pageOf(items, input.MaxResults ?? 50, input.NextToken);
  if (page === undefined) throw badToken();
  return page;
};
/** The members that repeat the name of a target in every answer. */
export const shownName = ({ resource, dimension }: Named) => ({
  ServiceNamespace: 'sagemaker' as const,
  ResourceId: resource,
  ScalableDimension: dimension,
});
