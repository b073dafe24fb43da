import {
  CreateModelCardCommand,
  CreatePresignedNotebookInstanceUrlCommand,
  DeleteModelCardCommand,
  DescribeModelCardCommand,
  DescribeNotebookInstanceCommand,
  ListModelCardsCommand,
  ListModelCardVersionsCommand,
  ListNotebookInstancesCommand,
  StopNotebookInstanceCommand,
  UpdateModelCardCommand,
} from '@aws-sdk/client-sagemaker';
import type { RangeEvent } from '../../tabletop/range/events.ts';
import { as, refusal, stillRange } from './clients.ts';

describe('a model card', () => {
  const ModelCardName = 'fraud';
  test('gets a version with every content, and tells its state', async () => {
    const { range, clock } = stillRange();
    const events: RangeEvent[] = [];
    range.events.subscribe((event) => void (event['detail-type'].includes('Model Card') && events.push(event)));
    const { sagemaker } = as(range, 'mlops');
    await sagemaker.send(new CreateModelCardCommand({ ModelCardName, Content: '{"a":1}', ModelCardStatus: 'Draft' }));
    clock.advance(60);
    await sagemaker.send(new UpdateModelCardCommand({ ModelCardName, Content: '{"a":2}' }));
    await sagemaker.send(new UpdateModelCardCommand({ ModelCardName, ModelCardStatus: 'Approved' }));
    const describe = (ModelCardVersion?: number) =>
      sagemaker.send(new DescribeModelCardCommand({ ModelCardName, ...(ModelCardVersion === undefined ? {} : { ModelCardVersion }) }));
    expect(await describe()).toMatchObject({ ModelCardVersion: 2, ModelCardStatus: 'Approved', Content: '{"a":2}' });
    expect(await describe(1)).toMatchObject({ ModelCardStatus: 'Draft', Content: '{"a":1}' });
    expect((await refusal(describe(3))).name).toBe('ResourceNotFound');
    const { ModelCardVersionSummaryList } = await sagemaker.send(new ListModelCardVersionsCommand({ ModelCardName }));
    expect(ModelCardVersionSummaryList?.map(({ ModelCardVersion }) => ModelCardVersion)).toEqual([2, 1]);
    const { ModelCardSummaries } = await sagemaker.send(new ListModelCardsCommand({ ModelCardStatus: 'Approved' }));
    expect(ModelCardSummaries?.map((card) => card.ModelCardName)).toEqual([ModelCardName]);
    clock.advance(10);
    expect(events.map(({ detail }) => [detail['ModelCardVersion'], detail['ModelCardStatus']])).toEqual([
      [1, 'Draft'],
      [2, 'Draft'],
      [2, 'Approved'],
    ]);
  });

  test('cannot be made twice, of no JSON, or changed once it is archived', async () => {
    const { sagemaker } = as(stillRange().range, 'mlops');
    const create = (Content: string) => sagemaker.send(new CreateModelCardCommand({ ModelCardName, Content, ModelCardStatus: 'Archived' }));
    expect((await refusal(create('{'))).name).toBe('ValidationException');
    await create('{}');
    expect((await refusal(create('{}'))).name).toBe('ConflictException');
    const change = sagemaker.send(new UpdateModelCardCommand({ ModelCardName, Content: '{"b":1}' }));
    expect((await refusal(change)).message).toMatch(/archived/);
    await sagemaker.send(new DeleteModelCardCommand({ ModelCardName }));
    expect((await refusal(sagemaker.send(new DescribeModelCardCommand({ ModelCardName })))).name).toBe('ResourceNotFound');
  });
});

test('a notebook gives whoever may ask a way in, until it is stopped', async () => {
  const { range, clock } = stillRange();
  const { sagemaker } = as(range, 'mlops');
  const NotebookInstanceName = 'fraud-research';
  const { NotebookInstances } = await sagemaker.send(new ListNotebookInstancesCommand({ StatusEquals: 'InService' }));
  expect(NotebookInstances?.map((one) => one.NotebookInstanceName)).toEqual([NotebookInstanceName]);
  const open = () => sagemaker.send(new CreatePresignedNotebookInstanceUrlCommand({ NotebookInstanceName }));
  expect((await open()).AuthorizedUrl).toMatch(/^https:\/\/fraud-research\.notebook\.eu-west-1\.sagemaker\.aws\?authToken=/);
  expect(
    (await refusal(as(range, 'crm').sagemaker.send(new CreatePresignedNotebookInstanceUrlCommand({ NotebookInstanceName })))).name,
  ).toBe('AccessDeniedException');
  await sagemaker.send(new StopNotebookInstanceCommand({ NotebookInstanceName }));
  expect((await refusal(open())).name).toBe('ValidationException');
  expect((await refusal(sagemaker.send(new StopNotebookInstanceCommand({ NotebookInstanceName })))).message).toMatch(
    /^Status \(Stopping\)/,
  );
  clock.advance(120);
  const found = await sagemaker.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName }));
  expect(found).toMatchObject({ NotebookInstanceStatus: 'Stopped', DirectInternetAccess: 'Enabled' });
  expect((await refusal(sagemaker.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: 'x' })))).message).toBe(
    'RecordNotFound',
  );
});
