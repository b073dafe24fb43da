import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { AttachRolePolicyCommand, DetachRolePolicyCommand } from '@aws-sdk/client-iam';
import { AddTagsCommand, DeleteTagsCommand, ListTagsCommand } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointAsyncCommand, InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { virtualClock } from '../../tabletop/range/clock.ts';
import { createRange } from '../../tabletop/range/range.ts';
import { as, FRAUD, NOW, refusal, stillRange, WORKLOAD } from './clients.ts';

const EndpointName = 'fraud-scorer';
const TAG = 'cordon:quarantine';
const DENY = `arn:aws:iam::${WORKLOAD}:policy/cordon-quarantine-deny`;

const setup = () => {
  const { range, clock } = stillRange();
  const member = as(range, 'cordon-member');
  const invoke = (role: string, more: object = {}) =>
    as(range, role).runtime.send(new InvokeEndpointCommand({ EndpointName, Body: 'x', ...more }));
  const quarantine = () => member.sagemaker.send(new AddTagsCommand({ ResourceArn: FRAUD, Tags: [{ Key: TAG, Value: 'INC-1' }] }));
  const answered = async (from: number, until: number) => {
    const { MetricDataResults } = await member.cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(from),
        EndTime: new Date(until),
        ScanBy: 'TimestampAscending',
        MetricDataQueries: [
          {
            Id: 'm',
            MetricStat: {
              Metric: {
                Namespace: 'AWS/SageMaker',
                MetricName: 'Invocations',
                Dimensions: [
                  { Name: 'VariantName', Value: 'AllTraffic' },
                  { Name: 'EndpointName', Value: EndpointName },
                ],
              },
              Period: 60,
              Stat: 'Sum',
            },
          },
        ],
      }),
    );
    return MetricDataResults?.[0]?.Values;
  };
  return { range, clock, member, invoke, quarantine, answered };
};

test('a quarantine tag is shown at once and enforced twenty seconds later, in the words of AWS', async () => {
  const { clock, member, invoke, quarantine } = setup();
  await quarantine();
  expect((await member.sagemaker.send(new ListTagsCommand({ ResourceArn: FRAUD }))).Tags).toContainEqual({ Key: TAG, Value: 'INC-1' });
  clock.advance(19.9);
  await expect(invoke('checkout-api')).resolves.toMatchObject({ InvokedProductionVariant: 'AllTraffic' });
  clock.advance(0.1);
  expect(await refusal(invoke('checkout-api'))).toEqual({
    name: 'AccessDeniedException',
    status: 403,
    message: `User: arn:aws:sts::${WORKLOAD}:assumed-role/checkout-api/test-key is not authorized to perform: sagemaker:InvokeEndpoint on resource: ${FRAUD} with an explicit deny in an identity-based policy`,
  });
});

test('who was never allowed is told so, which proves nothing about the deny', async () => {
  const { invoke } = setup();
  expect((await refusal(invoke('crm'))).message).toBe(
    `User: arn:aws:sts::${WORKLOAD}:assumed-role/crm/test-key is not authorized to perform: sagemaker:InvokeEndpoint on resource: ${FRAUD} because no identity-based policy allows the sagemaker:InvokeEndpoint action`,
  );
});

test('the deny covers every way of invoking and both canaries tell their story', async () => {
  const { range, clock, invoke, quarantine } = setup();
  const canary = { ContentType: 'application/x-cordon-canary' };
  expect(await refusal(invoke('cordon-canary-covered', canary))).toMatchObject({ name: 'ValidationError', status: 400 });
  await quarantine();
  clock.advance(20);
  expect((await refusal(invoke('cordon-canary-covered', canary))).message).toContain('explicit deny');
  expect(await refusal(invoke('cordon-canary-exempt', canary))).toMatchObject({ name: 'ValidationError', status: 400 });
  const asynchronous = as(range, 'cordon-canary-covered').runtime.send(
    new InvokeEndpointAsyncCommand({ EndpointName, InputLocation: 's3://nb-capture/x' }),
  );
  expect((await refusal(asynchronous)).message).toContain('sagemaker:InvokeEndpointAsync');
});

test('an asynchronous call to a real-time endpoint is refused', async () => {
  const { range } = setup();
  const call = as(range, 'cordon-canary-exempt').runtime.send(
    new InvokeEndpointAsyncCommand({ EndpointName, InputLocation: 's3://nb-capture/x' }),
  );
  expect(await refusal(call)).toMatchObject({ name: 'ValidationError', status: 400 });
});

test('answered requests fall to nothing, and nothing is no datapoint', async () => {
  const { clock, quarantine, answered } = setup();
  const start = Date.parse(NOW);
  expect(await answered(start - 120_000, start)).toEqual([7200, 7200]);
  await quarantine();
  clock.advance(180);
  expect(await answered(start, start + 180_000)).toEqual([120 * 20]);
  expect(await answered(start + 60_000, start + 180_000)).toEqual([]);
});

test('lifting the tag lets them back in, also after the same delay', async () => {
  const { clock, member, invoke, quarantine, answered } = setup();
  await quarantine();
  clock.advance(60);
  await member.sagemaker.send(new DeleteTagsCommand({ ResourceArn: FRAUD, TagKeys: [TAG] }));
  clock.advance(19);
  await refusal(invoke('checkout-api'));
  clock.advance(1);
  await invoke('checkout-api');
  clock.advance(40);
  const start = Date.parse(NOW);
  expect(await answered(start + 60_000, start + 120_000)).toEqual([120 * 40 + 1]);
});

test('a caller without the deny keeps being answered: partly contained is visible in the numbers', async () => {
  const { range, clock, quarantine, answered } = setup();
  await as(range, 'admin').iam.send(new DetachRolePolicyCommand({ RoleName: 'batch-nightly', PolicyArn: DENY }));
  clock.advance(10);
  await quarantine();
  clock.advance(110);
  const start = Date.parse(NOW);
  expect(await answered(start + 60_000, start + 120_000)).toEqual([6 * 60]);
  await as(range, 'cordon-member').iam.send(new AttachRolePolicyCommand({ RoleName: 'batch-nightly', PolicyArn: DENY }));
  clock.advance(70);
  expect(await answered(start + 180_000, start + 240_000)).toEqual([]);
});

test('Cordon may tag with its own keys only, and attach its deny only', async () => {
  const { member } = setup();
  const foreign = member.sagemaker.send(
    new AddTagsCommand({
      ResourceArn: FRAUD,
      Tags: [
        { Key: TAG, Value: 'x' },
        { Key: 'team', Value: 'me' },
      ],
    }),
  );
  expect(await refusal(foreign)).toMatchObject({ name: 'AccessDeniedException', status: 400 });
  const administrator = `arn:aws:iam::${WORKLOAD}:policy/administrator`;
  expect(await refusal(member.iam.send(new AttachRolePolicyCommand({ RoleName: 'crm', PolicyArn: administrator })))).toMatchObject({
    name: 'AccessDenied',
    status: 403,
  });
});

test('at pace 60 a minute of traffic is one second of the clock', async () => {
  const clock = virtualClock(NOW, 60);
  const range = createRange({ clock });
  const { cloudwatch } = as(range, 'cordon-member');
  clock.advance(180);
  expect(clock.now()).toBe(Date.parse(NOW) + 3000);
  const metric = {
    Namespace: 'AWS/SageMaker',
    MetricName: 'Invocations',
    Dimensions: [
      { Name: 'EndpointName', Value: EndpointName },
      { Name: 'VariantName', Value: 'AllTraffic' },
    ],
  };
  const { MetricDataResults } = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(NOW),
      EndTime: new Date(clock.now()),
      MetricDataQueries: [{ Id: 'm', MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' } }],
    }),
  );
  expect(MetricDataResults?.[0]?.Values).toEqual([7200, 7200, 7200]);
});
