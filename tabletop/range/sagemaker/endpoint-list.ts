import type { ListEndpointsCommandInput, ListEndpointsCommandOutput } from '@aws-sdk/client-sagemaker';
import { operation } from '../operation.ts';
import { onAll } from './access.ts';
import { isMine } from './asked.ts';
import { isListed, listed } from './list.ts';
import { endpointsOf, type Endpoint } from './state.ts';

export const listEndpoints = operation<ListEndpointsCommandInput, ListEndpointsCommandOutput>({
  trail: 'read',
  access: () => onAll('ListEndpoints'),
  run: (input, context) => {
    const mine = endpointsOf(context.world)
      .values()
      .filter((endpoint) => isMine(context, endpoint) && isListed(context, endpoint))
      .filter(({ status }) => input.StatusEquals === undefined || status === input.StatusEquals)
      .filter(({ modifiedAt }) => input.LastModifiedTimeAfter === undefined || modifiedAt > input.LastModifiedTimeAfter.getTime())
      .filter(({ modifiedAt }) => input.LastModifiedTimeBefore === undefined || modifiedAt < input.LastModifiedTimeBefore.getTime());
    const sortKey =
      input.SortBy === 'Name' ? ({ name }: Endpoint) => name : input.SortBy === 'Status' ? ({ status }: Endpoint) => status : undefined;
    const { page, next } = listed(mine, input, { name: ({ name }) => name, sortKey });
    return {
      Endpoints: page.map(({ name, arn, createdAt, modifiedAt, status }) => ({
        EndpointName: name,
        EndpointArn: arn,
        CreationTime: new Date(createdAt),
        LastModifiedTime: new Date(modifiedAt),
        EndpointStatus: status,
      })),
      NextToken: next,
    };
  },
});
