import { putMetric } from '../../cloudwatch/state.ts';
import type { World } from '../../world.ts';
import type { Component } from './state.ts';

/** What an alarm of a step policy watches to bring a component back from zero. https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html */
export const noteNoCapacity = (world: World, { name, account, region }: Component, at: number): void =>
  putMetric(
    world,
    { account, region },
    { namespace: 'AWS/SageMaker', name: 'NoCapacityInvocationFailures', dimensions: [['InferenceComponentName', name]] },
    { at, values: [[1, 1]] },
  );
