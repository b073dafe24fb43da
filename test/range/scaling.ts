import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  DescribeScalingActivitiesCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { DescribeEndpointCommand, UpdateEndpointWeightsAndCapacitiesCommand } from '@aws-sdk/client-sagemaker';
import { as, stillRange } from './clients.ts';

export const CREDIT = {
  ServiceNamespace: 'sagemaker',
  ResourceId: 'endpoint/credit/variant/AllTraffic',
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
} as const;

export const scaling = () => {
  const { range, clock } = stillRange();
  const autoscaling = new ApplicationAutoScalingClient(range.clientConfig('admin'));
  const clients = as(range, 'admin');
  const target = async (of: { ResourceId: string } = CREDIT) =>
    (await autoscaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace: 'sagemaker', ResourceIds: [of.ResourceId] })))
      .ScalableTargets?.[0];
  const instances = async (EndpointName = 'credit') => {
    const { ProductionVariants, EndpointStatus } = await clients.sagemaker.send(new DescribeEndpointCommand({ EndpointName }));
    return { status: EndpointStatus, desired: ProductionVariants?.[0]?.DesiredInstanceCount };
  };
  const activities = async () =>
    ((await autoscaling.send(new DescribeScalingActivitiesCommand({ ServiceNamespace: 'sagemaker' }))).ScalingActivities ?? []).map(
      ({ Description, StatusCode, Cause, StatusMessage }) => ({ Description, StatusCode, Cause, StatusMessage }),
    );
  const register = (more: object = {}, of: object = CREDIT) =>
    autoscaling.send(new RegisterScalableTargetCommand({ ...CREDIT, MinCapacity: 2, MaxCapacity: 20, ...of, ...more }));
  /** Loan-app asks 20 times a second: 300 a minute for each of four instances. */
  const track = (TargetValue: number, more: object = {}) =>
    autoscaling.send(
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
  return { range, clock, autoscaling, ...clients, target, instances, activities, register, track, scaled };
};
