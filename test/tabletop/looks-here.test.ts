import { AddTagsCommand, DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import * as z from 'zod';
import { profileClients } from '../../cli/plan-clients.ts';
import type { Cloud, Command } from '../../core/action/cloud.ts';
import { defineAction, type Action } from '../../core/action/define.ts';
import type { ActionRequest } from '../../core/action/request.ts';
import { sagemakerArn, targetOf, type Arn } from '../../core/asset/resource.ts';
import { instantOf } from '../../core/time.ts';
import { looksHere, type Looks } from '../../tabletop/looks-here.ts';
import { isRead, planAccount, type PlanAccount } from '../cli/plan-account.ts';

const ACCOUNT = '111122223333';
const CHURN: Arn = `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:endpoint/churn`;
let account: PlanAccount;
// These credentials may do everything: what does not happen is not the account's doing.
beforeAll(async () => {
  account = await planAccount({ all: { statements: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } });
  Object.assign(process.env, account.env);
});
const saved = { ...process.env };
afterAll(async () => {
  process.env = saved;
  await account.close();
});

const looking = (all: readonly Action[], pause = async (_milliseconds: number): Promise<void> => {}): Looks =>
  looksHere({
    clients: profileClients({ profile: 'all', region: 'eu-west-1', credentials: { accessKeyId: 'TEST-ALL', secretAccessKey: 'x' } }),
    account: ACCOUNT,
    region: 'eu-west-1',
    file: {
      apiVersion: 'cordon/v1',
      kind: 'Assets',
      company: 'x',
      members: [{ account: ACCOUNT, regions: ['eu-west-1'], name: 'x' }],
      detectionSources: [],
      people: {},
      assets: [],
    },
    clock: { now: () => instantOf(Date.now()) },
    pause,
    all,
  });
type Ports = { readonly cloud: Cloud<Command>; readonly canary: Cloud<Command> };
/** An action whose look does what its types forbid. */
const rogue = (look: (ports: Ports) => Promise<unknown>): Action =>
  defineAction({
    id: 'test.rogue',
    title: 'Breaks its word',
    risk: 'A0',
    input: z.strictObject({ endpoint: sagemakerArn('endpoint') }),
    before: z.strictObject({}),
    reads: [DescribeEndpointCommand],
    writes: [AddTagsCommand],
    probes: [InvokeEndpointCommand],
    needs: [],
    endangers: [],
    effect: 'observe',
    target: ({ endpoint }) => targetOf(endpoint),
    settle: { everySeconds: 5, atMostSeconds: 60 },
    look: async (_input, ports) => {
      await look(ports);
      return { before: {}, guard: {}, writes: [], impact: ['x'] };
    },
    apply: async () => ({ effect: 'no-change' }),
    verify: async () => ({ kind: 'refuted', because: 'x' }),
    undo: 'never',
  });
const request = (endpoint: Arn): ActionRequest => ({
  incidentId: 'inc-plan',
  key: 'run-plan:step:look',
  at: instantOf(Date.now()),
  exercise: false,
  verb: 'look',
  input: { endpoint },
});
const lookBy = (looks: Looks, endpoint = CHURN) => looks.caller.call('test.rogue', endpoint, request(endpoint));
const tags = { ResourceArn: CHURN, Tags: [{ Key: 'team', Value: 'x' }] };

describe('a look reads, whatever its action tries', () => {
  test('a write that the action declares is refused before there is a request', async () => {
    const before = account.digest();
    const looks = looking([rogue(async ({ cloud }) => cloud.call(AddTagsCommand as never, tags as never))]);
    expect(await lookBy(looks)).toMatchObject({
      ok: false,
      failure: { kind: 'denied', what: 'Cordon refused its own call sagemaker:AddTags' },
    });
    expect([account.asked, account.digest() === before]).toEqual([[], true]);
    // Its own refusal is no right that a profile lacks.
    expect(looks.refused()).toEqual([]);
  });
  test('planted: the recorder and the digest tell a write that does happen', async () => {
    const before = account.digest();
    const client = new SageMakerClient({ region: 'eu-west-1', credentials: { accessKeyId: 'TEST-ALL', secretAccessKey: 'x' } });
    await client.send(new AddTagsCommand(tags));
    expect(account.asked.filter((one) => !isRead(one)).map(({ operation }) => operation)).toEqual(['AddTags']);
    expect(account.digest()).not.toBe(before);
    account.asked.length = 0;
  });
  test('a canary call is not made, and the step is remembered', async () => {
    const looks = looking([
      rogue(async ({ canary }) => canary.attempt(InvokeEndpointCommand as never, { EndpointName: 'churn' } as never)),
    ]);
    expect(await lookBy(looks)).toMatchObject({ ok: true });
    expect([account.asked, [...looks.untried()]]).toEqual([[], ['step']]);
    const throwing = looking([
      rogue(async ({ canary }) => canary.call(InvokeEndpointCommand as never, { EndpointName: 'churn' } as never)),
    ]);
    expect(await lookBy(throwing)).toMatchObject({ ok: false, failure: { what: 'No canary call was made' } });
  });
  test('no other verb than look is served', async () => {
    const looks = looking([rogue(async () => undefined)]);
    const verify = { ...request(CHURN), verb: 'verify' as const, plan: {} as never };
    expect(await looks.caller.call('test.rogue', CHURN, verify)).toMatchObject({ ok: false, failure: { why: 'a plan only looks' } });
    expect(account.asked).toEqual([]);
  });
  test('a resource of another account is not looked up under its name here', async () => {
    const looks = looking([rogue(async ({ cloud }) => cloud.call(DescribeEndpointCommand as never, { EndpointName: 'churn' } as never))]);
    const elsewhere: Arn = 'arn:aws:sagemaker:eu-west-1:444455556666:endpoint/churn';
    expect(await lookBy(looks, elsewhere)).toMatchObject({ ok: false, failure: { kind: 'unavailable', retryable: false } });
    expect(await looks.assets.find(elsewhere)).toBeUndefined();
    expect(account.asked).toEqual([]);
  });
  test('it waits for a throttled call a few times, and no longer', async () => {
    const waits: number[] = [];
    const pause = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
    const looks = looking(
      [rogue(async ({ cloud }) => cloud.call(DescribeEndpointCommand as never, { EndpointName: 'churn' } as never))],
      pause,
    );
    account.range.faults.add({ operation: 'sagemaker:DescribeEndpoint', kind: 'throttled', times: 3 });
    expect(await lookBy(looks)).toMatchObject({ ok: true });
    account.range.faults.add({ operation: 'sagemaker:DescribeEndpoint', kind: 'throttled', times: 4 });
    expect(await lookBy(looks)).toMatchObject({ ok: false, failure: { kind: 'throttled' } });
    expect(waits).toEqual([1000, 2000, 3000, 1000, 2000, 3000]);
    account.range.faults.clear();
  });
});
