import {
  ApplicationAutoScalingClient,
  DeleteScalingPolicyCommand,
  DeleteScheduledActionCommand,
  DeregisterScalableTargetCommand,
  DescribeScalingPoliciesCommand,
  DescribeScheduledActionsCommand,
  ListTagsForResourceCommand,
  PutScheduledActionCommand,
  RegisterScalableTargetCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import { refusal } from './clients.ts';
import { CREDIT, scaling } from './scaling.ts';

describe('a scalable target', () => {
  test('is registered once, changed member by member, and refused where nothing is to be scaled', async () => {
    const { autoscaling, register, target } = scaling();
    const { ScalableTargetARN } = await register();
    expect(ScalableTargetARN).toMatch(/^arn:aws:application-autoscaling:eu-west-1:111122223333:scalable-target\/[a-z0-9]{24}$/);
    await autoscaling.send(new RegisterScalableTargetCommand({ ...CREDIT, SuspendedState: { DynamicScalingOutSuspended: true } }));
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
    const fresh = autoscaling.send(new RegisterScalableTargetCommand({ ...CREDIT, ResourceId: 'endpoint/churn/variant/AllTraffic' }));
    expect((await refusal(fresh)).message).toContain('Both MinCapacity and MaxCapacity');
  });

  test('takes its policies and actions with it; what is not there is not found', async () => {
    const { autoscaling, register, track, cloudwatch } = scaling();
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
    await autoscaling.send(
      new PutScheduledActionCommand({
        ...CREDIT,
        ScheduledActionName: 'night',
        Schedule: 'cron(0 22 * * ? *)',
        ScalableTargetAction: { MinCapacity: 1 },
      }),
    );
    await autoscaling.send(new DeregisterScalableTargetCommand(CREDIT));
    const { ScalingPolicies } = await autoscaling.send(new DescribeScalingPoliciesCommand({ ...CREDIT }));
    const { ScheduledActions } = await autoscaling.send(new DescribeScheduledActionsCommand({ ...CREDIT }));
    const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: 'TargetTracking-endpoint/credit' }));
    expect([ScalingPolicies, ScheduledActions, MetricAlarms]).toEqual([[], [], []]);
    expect((await refusal(autoscaling.send(new DeregisterScalableTargetCommand(CREDIT)))).name).toBe('ObjectNotFoundException');
    const gone = autoscaling.send(new DeleteScalingPolicyCommand({ ...CREDIT, PolicyName: 'per-instance' }));
    expect((await refusal(gone)).name).toBe('ObjectNotFoundException');
    const action = autoscaling.send(new DeleteScheduledActionCommand({ ...CREDIT, ScheduledActionName: 'night' }));
    expect((await refusal(action)).name).toBe('ObjectNotFoundException');
  });

  test('has tags, by which permission can be given', async () => {
    const { range, autoscaling, register, target } = scaling();
    await register({ Tags: { team: 'ml' } });
    const ResourceARN = (await target())?.ScalableTargetARN ?? '';
    await autoscaling.send(new TagResourceCommand({ ResourceARN, Tags: { stage: 'live' } }));
    await autoscaling.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['team'] }));
    expect((await autoscaling.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags).toEqual({ stage: 'live' });
    const other = autoscaling.send(new ListTagsForResourceCommand({ ResourceARN: `${ResourceARN}x` }));
    expect((await refusal(other)).name).toBe('ResourceNotFoundException');
    const crm = new ApplicationAutoScalingClient(range.clientConfig('crm'));
    expect((await refusal(crm.send(new RegisterScalableTargetCommand(CREDIT)))).message).toContain(
      'is not authorized to perform: application-autoscaling:RegisterScalableTarget',
    );
  });
});

describe('target tracking', () => {
  test('adds capacity in proportion, as its own role, and says so', async () => {
    const { clock, register, track, instances, activities, cloudtrail } = scaling();
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
    const { clock, register, track, instances } = scaling();
    await register();
    await track(1000, { DisableScaleIn: true });
    clock.advance(1800);
    expect((await instances()).desired).toBe(4);
    await track(1000);
    clock.advance(1200);
    expect((await instances()).desired).toBe(2);
  });

  test('fights: what somebody takes away comes back, and its own change is refused while the endpoint is Updating', async () => {
    const { clock, sagemaker, register, track, instances, activities, scaled } = scaling();
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
    const { clock, register, track, instances, scaled } = scaling();
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
    const { register, track } = scaling();
    await register();
    expect((await refusal(track(1, more))).name).toBe(name);
  });
});

describe('at Northbank', () => {
  const FRAUD = { ResourceId: 'endpoint/fraud-scorer/variant/AllTraffic' };
  test('the fraud scorer is scaled, and in an ordinary week nothing moves', async () => {
    const { clock, target, instances, activities } = scaling();
    expect(await target(FRAUD)).toMatchObject({ MinCapacity: 12, MaxCapacity: 24 });
    for (let day = 0; day < 7; day += 1) {
      clock.advance(86_400);
      expect(await instances('fraud-scorer')).toEqual({ status: 'InService', desired: 12 });
    }
    expect(await activities()).toEqual([]);
  });
  test('who forgets to retain the properties is corrected a minute later', async () => {
    const { clock, sagemaker, instances, activities } = scaling();
    await sagemaker.send(new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' }));
    clock.advance(420);
    expect((await instances('fraud-scorer')).desired).toBe(2);
    clock.advance(60);
    expect(await instances('fraud-scorer')).toEqual({ status: 'Updating', desired: 12 });
    expect((await activities())[0]?.Cause).toBe('minimum capacity was set to 12');
  });
});
