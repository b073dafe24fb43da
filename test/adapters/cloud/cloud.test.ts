import { AddTagsCommand, DescribeEndpointCommand, ListTagsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { makeCloud, type CallMade } from '../../../adapters/cloud.ts';
import { CallFailed } from '../../../core/failure.ts';
import { endpointArn, northbank, type Northbank } from '../../actions/northbank.ts';

const endpoint = endpointArn('churn');
const input = { ResourceArn: endpoint, Tags: [{ Key: 'cordon:quarantine', Value: 'inc-1' }] };
let nb: Northbank;
let made: CallMade[];
beforeEach(async () => {
  nb = await northbank();
  made = [];
});
afterEach(() => nb.close());
const cloudAs = (role: string) =>
  makeCloud({
    clients: nb.clients,
    place: nb.place(role),
    reads: [DescribeEndpointCommand, ListTagsCommand],
    writes: [AddTagsCommand],
    planned: [{ operation: 'sagemaker:AddTags', input }],
    onCall: (call) => void made.push(call),
  });

describe('the door to AWS', () => {
  test('answers what AWS answered, and tells what was called under which request id', async () => {
    const { EndpointArn } = await cloudAs('cordon-member').call(DescribeEndpointCommand, { EndpointName: 'churn' });
    expect(EndpointArn).toBe(endpoint);
    expect(made).toEqual([
      {
        operation: 'sagemaker:DescribeEndpoint',
        input: { EndpointName: 'churn' },
        writes: false,
        requestId: expect.any(String),
        outcome: 'ok',
      },
    ]);
  });
  test('lets a planned write through, and nothing that differs from it', async () => {
    const cloud = cloudAs('cordon-member');
    expect(await cloud.attempt(AddTagsCommand, input)).toMatchObject({ ok: true });
    expect(await cloud.attempt(AddTagsCommand, { ...input, ResourceArn: endpointArn('credit') })).toMatchObject({
      ok: false,
      failure: { kind: 'denied' },
    });
    expect(made).toHaveLength(1);
  });
  test('an expected failure is a value, or carried by CallFailed', async () => {
    const cloud = cloudAs('cordon-member');
    expect(await cloud.attempt(DescribeEndpointCommand, { EndpointName: 'no-such' })).toMatchObject({
      ok: false,
      failure: { kind: 'not-found', effect: 'no-change' },
    });
    await expect(cloud.call(DescribeEndpointCommand, { EndpointName: 'no-such' })).rejects.toBeInstanceOf(CallFailed);
  });
  test('sends once: retries are the engine’s', async () => {
    nb.range.faults.add({ operation: 'sagemaker:DescribeEndpoint', kind: 'throttled', times: 5 });
    expect(await cloudAs('cordon-member').attempt(DescribeEndpointCommand, { EndpointName: 'churn' })).toMatchObject({
      failure: { kind: 'throttled', retryable: true },
    });
    expect(nb.range.faults.pending()[0]?.times).toBe(4);
  });
  test('a write that timed out after its effect is unknown, and really happened', async () => {
    nb.range.faults.add({ operation: 'sagemaker:AddTags', kind: 'timed-out-after-effect' });
    expect(await cloudAs('cordon-member').attempt(AddTagsCommand, input)).toMatchObject({
      ok: false,
      failure: { kind: 'timed-out', effect: 'unknown', retryable: false },
    });
    const { Tags } = await nb.admin().send(new ListTagsCommand({ ResourceArn: endpoint }));
    expect(Tags).toContainEqual({ Key: 'cordon:quarantine', Value: 'inc-1' });
  });
  test('a call that hangs is given up', async () => {
    const handler = nb.range.host.requestHandler();
    const hanging = new SageMakerClient({
      ...nb.range.clientConfig('admin'),
      requestHandler: {
        ...handler,
        handle: (_request: unknown, options?: { readonly abortSignal?: AbortSignal }) =>
          new Promise((_, reject) =>
            options?.abortSignal?.addEventListener('abort', () => reject(Object.assign(new Error('aborted'), { name: 'AbortError' }))),
          ),
      },
    });
    const cloud = makeCloud({ clients: () => hanging, place: nb.place('x'), reads: [DescribeEndpointCommand], timeoutSeconds: 0.05 });
    expect(await cloud.attempt(DescribeEndpointCommand, { EndpointName: 'churn' })).toMatchObject({
      ok: false,
      failure: { kind: 'timed-out', effect: 'no-change' },
    });
  });
  test('a role that may not be assumed is denied, and changes nothing', async () => {
    expect(await cloudAs('mlops').attempt(AddTagsCommand, input)).toMatchObject({
      ok: false,
      failure: { kind: 'denied', effect: 'no-change' },
    });
  });
});
