import { perform } from '../serve.ts';
import { serviceNamed } from '../services.ts';
import { callerOf } from '../sts/state.ts';
import type { World } from '../world.ts';
import { REGION, roleOf } from './company.ts';

const FRAUD = {
  ServiceNamespace: 'sagemaker',
  ResourceId: 'endpoint/fraud-scorer/variant/AllTraffic',
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
};
/** Twelve instances are asked 600 times a minute each. Far enough below what adds some, and no fewer are wanted: in an ordinary week nothing moves. */
const MOST_PER_INSTANCE = 800;

/** The fraud scorer grows by itself: who shrinks it without suspending that is undone a minute later. */
export const seedScaling = (world: World): void => {
  const caller = callerOf(world, roleOf('workload', 'admin'), 'admin', 'ASIANORTHBANKADM');
  if (caller === undefined) throw new Error('no role admin');
  const act = (operation: string, input: object): void => {
    const answer = perform(world, {
      service: serviceNamed('Application Auto Scaling'),
      operation,
      input,
      caller,
      region: REGION,
      requestId: world.ids.uuid('seed-request'),
      userAgent: 'aws-sdk-js/3.1142.0',
    });
    if (answer instanceof Promise) throw new Error(`${operation} cannot build a world: it is not done when it answers`);
  };
  act('RegisterScalableTarget', { ...FRAUD, MinCapacity: 12, MaxCapacity: 24 });
  act('PutScalingPolicy', {
    ...FRAUD,
    PolicyName: 'invocations-per-instance',
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: MOST_PER_INSTANCE,
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
      DisableScaleIn: true,
    },
  });
};
