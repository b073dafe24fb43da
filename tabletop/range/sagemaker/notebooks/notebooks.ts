import type {
  CreatePresignedNotebookInstanceUrlCommandInput,
  CreatePresignedNotebookInstanceUrlCommandOutput,
  DescribeNotebookInstanceCommandInput,
  DescribeNotebookInstanceCommandOutput,
  ListNotebookInstancesCommandInput,
  ListNotebookInstancesCommandOutput,
  StopNotebookInstanceCommandInput,
  StopNotebookInstanceCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { operation, type Context, type Operation } from '../../operation.ts';
import type { World } from '../../world.ts';
import { on, onAll } from '../access.ts';
import { isMine, unsupported } from '../asked.ts';
import { invalid } from '../faults.ts';
import { isModified } from '../jobs/lists.ts';
import { listed } from '../list.ts';
import { arnOf } from '../state.ts';
import { emitState, tagMap, type Moment } from '../state-events.ts';
import { notebookStop } from './behaviours.ts';
import { notebooksOf, type Notebook } from './state.ts';

const TYPE = 'notebook-instance';
const notebookNamed = (context: Context, name: string): Notebook => {
  const found = notebooksOf(context.world).get(arnOf(context, TYPE, name));
  if (found === undefined) throw invalid('RecordNotFound');
  return found;
};
const inService = (context: Context, name: string): Notebook => {
  const found = notebookNamed(context, name);
  if (found.status !== 'InService')
    throw invalid(
      `Status (${found.status}) not in ([InService]). Unable to transition to (Stopping) for Notebook Instance (${found.arn}).`,
    );
  return found;
};
const urlOf = ({ name, region }: Notebook): string => `${name.toLowerCase()}.notebook.${region}.sagemaker.aws`;
const save = (moment: Moment, notebook: Notebook): void => {
  notebooksOf(moment.world).put(notebook.arn, notebook);
  emitState(moment, notebook, 'SageMaker Notebook Instance State Change', {
    NotebookInstanceName: notebook.name,
    NotebookInstanceArn: notebook.arn,
    NotebookInstanceStatus: notebook.status,
    InstanceType: notebook.instanceType,
    RoleArn: notebook.roleArn,
    CreationTime: notebook.createdAt,
    LastModifiedTime: notebook.modifiedAt,
    Tags: tagMap(moment.world, notebook.arn),
  });
};
export const startNotebooks = (world: World): void =>
  world.timers.on('notebook-stopped', ({ arn }, at) => {
    const found = typeof arn === 'string' ? notebooksOf(world).get(arn) : undefined;
    if (found?.status === 'Stopping') save({ world, now: at }, { ...found, status: 'Stopped', modifiedAt: at });
  });

const list = operation<ListNotebookInstancesCommandInput, ListNotebookInstancesCommandOutput>({
  trail: 'read',
  access: () => onAll('ListNotebookInstances'),
  run: (input, context) => {
    unsupported('ListNotebookInstances', input, [
      'NotebookInstanceLifecycleConfigNameContains',
      'DefaultCodeRepositoryContains',
      'AdditionalCodeRepositoryEquals',
    ]);
    const mine = notebooksOf(context.world)
      .values()
      .filter((found) => isMine(context, found) && isModified(found, input));
    const { page, next } = listed(mine, input, {
      name: ({ name }) => name,
      sortKey: input.SortBy === 'Name' ? ({ name }) => name : input.SortBy === 'Status' ? ({ status }) => status : undefined,
    });
    return {
      NotebookInstances: page.map((found) => ({
        NotebookInstanceName: found.name,
        NotebookInstanceArn: found.arn,
        NotebookInstanceStatus: found.status,
        Url: urlOf(found),
        InstanceType: found.instanceType,
        CreationTime: new Date(found.createdAt),
        LastModifiedTime: new Date(found.modifiedAt),
      })),
      NextToken: next,
    };
  },
});

const describe = operation<DescribeNotebookInstanceCommandInput, DescribeNotebookInstanceCommandOutput>({
  trail: 'read',
  access: (input, context) => [on('DescribeNotebookInstance', TYPE)(context, input.NotebookInstanceName)],
  run: (input, context) => {
    const found = notebookNamed(context, input.NotebookInstanceName);
    return {
      NotebookInstanceArn: found.arn,
      NotebookInstanceName: found.name,
      NotebookInstanceStatus: found.status,
      Url: urlOf(found),
      InstanceType: found.instanceType,
      RoleArn: found.roleArn,
      CreationTime: new Date(found.createdAt),
      LastModifiedTime: new Date(found.modifiedAt),
      DirectInternetAccess: found.directInternet,
      RootAccess: found.rootAccess,
      VolumeSizeInGB: 5,
    };
  },
});

const stop = operation<StopNotebookInstanceCommandInput, StopNotebookInstanceCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('StopNotebookInstance', TYPE)(context, input.NotebookInstanceName)],
  run: (input, context) => {
    const found = inService(context, input.NotebookInstanceName);
    save(context, { ...found, status: 'Stopping', modifiedAt: context.now });
    context.world.timers.add('notebook-stopped', context.world.lasts(notebookStop), { arn: found.arn });
    return {};
  },
});

const presign = operation<CreatePresignedNotebookInstanceUrlCommandInput, CreatePresignedNotebookInstanceUrlCommandOutput>({
  trail: 'write',
  access: (input, context) => [on('CreatePresignedNotebookInstanceUrl', TYPE)(context, input.NotebookInstanceName)],
  run: (input, context) => {
    const found = notebookNamed(context, input.NotebookInstanceName);
    if (found.status !== 'InService') throw invalid(`Notebook Instance (${found.arn}) is not in service.`);
    return { AuthorizedUrl: `https://${urlOf(found)}?authToken=${context.world.ids.version('notebook-url')}` };
  },
});

export const NOTEBOOK_OPERATIONS: Readonly<Record<string, Operation>> = {
  ListNotebookInstances: list,
  DescribeNotebookInstance: describe,
  StopNotebookInstance: stop,
  CreatePresignedNotebookInstanceUrl: presign,
};
