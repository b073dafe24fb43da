import type {
  DescribeInferenceComponentCommandInput,
  DescribeInferenceComponentCommandOutput,
  ListInferenceComponentsCommandInput,
  ListInferenceComponentsCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation } from '../../operation.ts';
import { on, onAll } from '../access.ts';
import { isMine } from '../asked.ts';
import { isListed, listed } from '../list.ts';
import { shownSpecification } from './specification.ts';
import { componentsOf, type Component } from './state.ts';
import { componentNamed } from './update.ts';

export const describeComponent = operation<DescribeInferenceComponentCommandInput, DescribeInferenceComponentCommandOutput>({
  trail: 'read',
  access: (input, context) => [on('DescribeInferenceComponent', 'inference-component')(context, input.InferenceComponentName)],
  run: (input, context) => {
    const component = componentNamed(context, input.InferenceComponentName);
    return {
      InferenceComponentName: component.name,
      InferenceComponentArn: component.arn,
      EndpointName: component.endpointName,
      EndpointArn: component.endpoint,
      VariantName: component.variant,
      FailureReason: component.failureReason,
      Specification: shownSpecification(component.running),
      // An adapter has no copies of its own.
      ...(component.running.base === undefined
        ? { RuntimeConfig: { DesiredCopyCount: component.desiredCopies, CurrentCopyCount: component.copies } }
        : {}),
      CreationTime: new Date(component.createdAt),
      LastModifiedTime: new Date(component.modifiedAt),
      InferenceComponentStatus: component.status,
    };
  },
});

const isWanted = (input: ListInferenceComponentsCommandInput, component: Component): boolean =>
  (input.StatusEquals === undefined || component.status === input.StatusEquals) &&
  (input.EndpointNameEquals === undefined || component.endpointName === input.EndpointNameEquals) &&
  (input.VariantNameEquals === undefined || component.variant === input.VariantNameEquals) &&
  (input.LastModifiedTimeAfter === undefined || component.modifiedAt > input.LastModifiedTimeAfter.getTime()) &&
  (input.LastModifiedTimeBefore === undefined || component.modifiedAt < input.LastModifiedTimeBefore.getTime());

export const listComponents = operation<ListInferenceComponentsCommandInput, ListInferenceComponentsCommandOutput>({
  trail: 'read',
  access: () => onAll('ListInferenceComponents'),
  run: (input, context) => {
    const mine = componentsOf(context.world)
      .values()
      .filter((component) => isMine(context, component) && isListed(context, component) && isWanted(input, component));
    const sortKey =
      input.SortBy === 'Name' ? ({ name }: Component) => name : input.SortBy === 'Status' ? ({ status }: Component) => status : undefined;
    const { page, next } = listed(mine, input, { name: ({ name }) => name, sortKey });
    return {
      InferenceComponents: page.map((component) => ({
        InferenceComponentName: component.name,
        InferenceComponentArn: component.arn,
        EndpointName: component.endpointName,
        EndpointArn: component.endpoint,
        VariantName: component.variant,
        CreationTime: new Date(component.createdAt),
        LastModifiedTime: new Date(component.modifiedAt),
        InferenceComponentStatus: component.status,
      })),
      NextToken: next,
    };
  },
});
