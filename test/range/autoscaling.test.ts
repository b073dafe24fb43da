import {
  ApplicationAutoScalingClient,
  DeleteScalingPolicyCommand,
  DeleteScheduledActionCommand,
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingActivitiesCommand,
  DescribeScalingPoliciesCommand,
  DescribeScheduledActionsCommand,
  ListTagsForResourceCommand,
  PutScalingPolicyCommand,
  PutScheduledActionCommand,
  RegisterScalableTargetCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeEndpointCommand, UpdateEndpointCommand, UpdateEndpointWeightsAndCapacitiesCommand } from '@aws-sdk/client-sagemaker';
import { as, refusal, stillRange } from './clients.ts';

const FRAUD = {
  ServiceNamespace: 'sagemaker',
  ResourceId: 'endpoint/fraud-scorer/variant/AllTraffic',
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
} as const;
const CREDIT = { ...FRAUD, ResourceId: 'endpoint/credit/variant/AllTraffic' } as const;

const setup = () => {
  const { range, clock } = stillRange();
  const scaling = new ApplicationAutoScalingClient(range.clientConfig('admin'));
  const clients = as(range, 'admin');
  const target = async (of: { ResourceId: string } = CREDIT) =>
    (await scaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'sagemaker', ResourceIds: [of.ResourceId] })))
      .ScalableTargets?.[0];
  const instances = async (EndpointName = 'credit') => {
    const { ProductionVariants, EndpointStatus } = await clients.sagemaker.send(new DescribeEndpointCommand({ EndpointName }));
    return { status: EndpointStatus, desired: ProductionVariants?.[0]?.DesiredInstanceCount };
  };
  const activities = async () =>
    ((await scaling.send(new DescribeScalingActivitiesCommand({ ServiceNamespace: 'sagemaker' }))).ScalingActivities ?? []).map(
      ({ Description, StatusCode, Cause, StatusMessage }) => ({ Description, StatusCode, Cause, StatusMessage }),
    );
  const register = (more: object = {}, of: object = CREDIT) =>
    scaling.send(new RegisterScalableTargetCommand({ ...CREDIT, MinCapacity: 2, MaxCapacity: 20, ...of, ...more }));
  /** Loan-app asks 20 times a second: 300 a minute for each of four instances. */
  const track = (TargetValue: number, more: object = {}) =>
    scaling.send(
      new PutScalingPolicyCommand({
        ...CREDIT,
        PolicyName: 'per-instance',
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue,
          PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
          ...more,
        },
      }),
    );
  const scaled = (count: number) =>
    clients.sagemaker.send(
      new UpdateEndpointWeightsAndCapacitiesCommand({
        EndpointName: 'credit',
        DesiredWeightsAndCapacities: [{ VariantName: 'AllTraffic', DesiredInstanceCount: count }],
      }),
    );
  return { range, clock, scaling, ...clients, target, instances, activities, register, track, scaled };
};

describe('a scalable target', () => {
  test('is registered once, changed member by member, and refused where nothing is to be scaled', async () => {
    const { scaling, register, target } = setup();
    const { ScalableTargetARN } = await register();
    expect(ScalableTargetARN).toMatch(/^arn:aws:application-autoscaling:eu-west-1:111122223333:scalable-target\/[a-z0-9]{24}$/);
    await scaling.send(new RegisterScalableTargetCommand({ ...CREDIT, SuspendedState: { DynamicScalingOutSuspended: true } }));
    expect(await target()).toMatchObject({
      ScalableTargetARN,
      MinCapacity: 2,
      MaxCapacity: 20,
      RoleARN: expect.stringContaining('AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint'),
      SuspendedState: { DynamicScalingInSuspended: false, DynamicScalingOutSuspended: true, ScheduledScalingSuspended: false },
    });
    for (const [more, message] of [
      [{ ResourceId: 'endpoint/nope/variant/AllTraffic' }, /Unable to find the SageMaker resource/],
      [{ ResourceId: 'endpoint/churn/variant/AllTraffic', MinCapacity: 0 }, /Minimum capacity must be greater than 0/],
      [{ ResourceId: 'endpoint/churn/variant/AllTraffic', MinCapacity: 5, MaxCapacity: 2 }, /cannot be less/],
      [{ ResourceId: 'nonsense' }, /Unsupported resource ID/],
      [{ ScalableDimension: 'ecs:service:DesiredCount' }, /Unsupported service namespace/],
    ] as const)
      expect(await refusal(register(more))).toMatchObject({ name: 'ValidationException', message: expect.stringMatching(message) });
    const fresh = scaling.send(new RegisterScalableTargetCommand({ ...CREDIT, ResourceId: 'endpoint/churn/variant/AllTraffic' }));
    expect((await refusal(fresh)).message).toContain('Both MinCapacity and MaxCapacity');
  });

  test('takes its policies and actions with it; what is not there is not found', async () => {
    const { scaling, register, track, cloudwatch } = setup();
    expect(await refusal(track(300))).toMatchObject({
      name: 'ObjectNotFoundException',
      message: `No scalable target registered for service namespace: sagemaker, resource ID: ${CREDIT.ResourceId}, scalable dimension: ${CREDIT.ScalableDimension}`,
    });
    await register();
    const { Alarms } = await track(1000);
    expect(Alarms?.map(({ AlarmName }) => AlarmName?.replace(/-[0-9a-f-]{36}$/, '')).sort()).toEqual([
      'TargetTracking-endpoint/credit/variant/AllTraffic-AlarmHigh',
      'TargetTracking-endpoint/credit/variant/AllTraffic-AlarmLow',
    ]);
    await scaling.send(
      new PutScheduledActionCommand({
        ...CREDIT,
        ScheduledActionName: 'night',
        Schedule: 'cron(0 22 * * ? *)',
        ScalableTargetAction: { MinCapacity: 1 },
      }),
    );
    await scaling.send(new DeregisterScalableTargetCommand(CREDIT));
    const { ScalingPolicies } = await scaling.send(new DescribeScalingPoliciesCommand({ ...CREDIT }));
    const { ScheduledActions } = await scaling.send(new DescribeScheduledActionsCommand({ ...CREDIT }));
    const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: 'TargetTracking-endpoint/credit' }));
    expect([ScalingPolicies, ScheduledActions, MetricAlarms]).toEqual([[], [], []]);
    expect((await refusal(scaling.send(new DeregisterScalableTargetCommand(CREDIT)))).name).toBe('ObjectNotFoundException');
    const gone = scaling.send(new DeleteScalingPolicyCommand({ ...CREDIT, PolicyName: 'per-instance' }));
    expect((await refusal(gone)).name).toBe('ObjectNotFoundException');
    const action = scaling.send(new DeleteScheduledActionCommand({ ...CREDIT, ScheduledActionName: 'night' }));
    expect((await refusal(action)).name).toBe('ObjectNotFoundException');
  });

  test('has tags, by which permission can be given', async () => {
    const { range, scaling, register, target } = setup();
    await register({ Tags: { team: 'ml' } });
    const ResourceARN = (await target())?.ScalableTargetARN ?? '';
    await scaling.send(new TagResourceCommand({ ResourceARN, Tags: { stage: 'live' } }));
    await scaling.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['team'] }));
    expect((await scaling.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags).toEqual({ stage: 'live' });
    const other = scaling.send(new ListTagsForResourceCommand({ ResourceARN: `${ResourceARN}x` }));
    expect((await refusal(other)).name).toBe('ResourceNotFoundException');
    const crm = new ApplicationAutoScalingClient(range.clientConfig('crm'));
    expect((await refusal(crm.send(new RegisterScalableTargetCommand(CREDIT)))).message).toContain(
      'is not authorized to perform: application-autoscaling:RegisterScalableTarget',
    );
  });
});

describe('target tracking', () => {
  test('adds capacity in proportion, as its own role, and says so', async () => {
    const { clock, register, track, instances, activities, cloudtrail } = setup();
    await register();
    await track(150);
    clock.advance(59);
    expect(await instances()).toEqual({ status: 'InService', desired: 4 });
    clock.advance(2);
    expect(await instances()).toEqual({ status: 'Updating', desired: 8 });
    clock.advance(300);
    expect(await instances()).toEqual({ status: 'InService', desired: 8 });
    expect(await activities()).toEqual([
      {
        Description: 'Setting desired instance count to 8.',
        StatusCode: 'Successful',
        Cause: expect.stringMatching(/^monitor alarm TargetTracking-.*-AlarmHigh-.* in state ALARM triggered policy per-instance$/),
        StatusMessage: 'Successfully set desired instance count to 8. Change successfully fulfilled by sagemaker.',
      },
    ]);
    clock.advance(900);
    const { Events } = await cloudtrail.send(
      new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'UpdateEndpointWeightsAndCapacities' }] }),
    );
    expect(Events?.[0]?.CloudTrailEvent).toContain('AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint');
  });

  test('takes capacity away after fifteen minutes, down to the minimum, unless it may not', async () => {
    const { clock, register, track, instances } = setup();
    await register();
    await track(1000, { DisableScaleIn: true });
    clock.advance(1800);
    expect((await instances()).desired).toBe(4);
    await track(1000);
    clock.advance(1200);
    expect((await instances()).desired).toBe(2);
  });

  test('fights: what somebody takes away comes back, and its own change is refused while the endpoint is Updating', async () => {
    const { clock, sagemaker, register, track, instances, activities, scaled } = setup();
    await register({ MinCapacity: 4 });
    await track(310, { DisableScaleIn: true });
    await scaled(1);
    clock.advance(120 + 61);
    expect((await instances()).desired).toBe(4);
    expect((await activities())[0]).toMatchObject({ Cause: 'minimum capacity was set to 4', StatusCode: 'InProgress' });
    // Its change holds the endpoint: a responder's is refused.
    expect((await refusal(scaled(2))).message).toContain('Cannot update in-progress endpoint');
    clock.advance(600);
    await sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'credit', EndpointConfigName: 'churn-cfg-1' }));
    await track(100, { DisableScaleIn: true });
    clock.advance(360);
    expect((await activities())[0]).toMatchObject({
      StatusCode: 'Failed',
      StatusMessage: expect.stringContaining('Reason: Cannot update in-progress endpoint'),
    });
    clock.advance(300);
    expect((await instances()).desired).toBeGreaterThan(4);
  });

  test('suspended, it leaves everything as it is; resumed, it makes up for it', async () => {
    const { clock, register, track, instances, scaled } = setup();
    await register({ MinCapacity: 4, SuspendedState: { DynamicScalingOutSuspended: true } });
    await track(150);
    await scaled(1);
    clock.advance(1800);
    expect((await instances()).desired).toBe(1);
    await register({ MinCapacity: 4, SuspendedState: { DynamicScalingOutSuspended: false } });
    clock.advance(300);
    expect((await instances()).desired).toBeGreaterThanOrEqual(4);
  });

  test.each([
    [{ PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' } }, 'ValidationException'],
    [{ PredefinedMetricSpecification: undefined }, 'ValidationException'],
    [
      { PredefinedMetricSpecification: undefined, CustomizedMetricSpecification: { Metrics: [{ Id: 'a', Expression: '1' }] } },
      'NotImplemented',
    ],
  ])('%j is refused', async (more, name) => {
    const { register, track } = setup();
    await register();
    expect((await refusal(track(1, more))).name).toBe(name);
  });
});

describe('scheduled actions', () => {
  const put = (scaling: ApplicationAutoScalingClient, Schedule: string, ScalableTargetAction: object, more: object = {}) =>
    scaling.send(new PutScheduledActionCommand({ ...CREDIT, ScheduledActionName: 'plan', Schedule, ScalableTargetAction, ...more }));
  test.each([
    ['at(2026-11-20T04:00:00)', 3600],
    ['rate(1 hour)', 3600],
    ['cron(30 4 * * ? *)', 5400],
  ])('%s changes the bounds and the capacity with them', async (schedule, seconds) => {
    const { clock, scaling, register, target, instances } = setup();
    await register();
    await put(scaling, schedule, { MinCapacity: 6 });
    clock.advance(seconds - 1);
    expect((await target())?.MinCapacity).toBe(2);
    clock.advance(1);
    expect((await target())?.MinCapacity).toBe(6);
    expect((await instances()).desired).toBe(6);
    const left = await scaling.send(new DescribeScheduledActionsCommand({ ...CREDIT }));
    expect(left.ScheduledActions).toHaveLength(schedule.startsWith('at') ? 0 : 1);
  });
  test('suspended, it waits for the next time', async () => {
    const { clock, scaling, register, target } = setup();
    await register({ SuspendedState: { ScheduledScalingSuspended: true } });
    await put(scaling, 'rate(1 hour)', { MinCapacity: 6 });
    clock.advance(3600);
    expect((await target())?.MinCapacity).toBe(2);
    await register({ SuspendedState: { ScheduledScalingSuspended: false } });
    clock.advance(3600);
    expect((await target())?.MinCapacity).toBe(6);
  });
  test('what cannot be read, or is of another time zone, is refused', async () => {
    const { scaling, register } = setup();
    await register();
    expect((await refusal(put(scaling, 'cron(61 * * * ? *)', { MinCapacity: 3 }))).message).toContain('Invalid schedule expression');
    expect((await refusal(put(scaling, 'rate(1 hour)', { MinCapacity: 3 }, { Timezone: 'Europe/Berlin' }))).name).toBe('NotImplemented');
    expect((await refusal(put(scaling, 'rate(1 hour)', { MinCapacity: 30 }))).message).toContain('cannot be less');
  });
});
