import { UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import type { Applied, PlannedWrite } from '../../core/action/plan.ts';
import type { Target } from '../../core/asset/resource.ts';
import { endpointState, mustBeInService } from '../endpoint-state.ts';
import { refuse } from '../refuse.ts';
import type { Writes } from './calls.ts';

/** Everything that the way back and the proof need to know about the time before. */
export const Before = z.strictObject({
  config: z.string(),
  to: z.string(),
  /** ARNs of the model packages behind both configs. */
  packages: z.array(z.string()),
  toPackages: z.array(z.string()),
  /** Digests that the new fleet must run. */
  digests: z.array(z.string()),
  /** Instances per variant now, and those that the other config would start with. */
  variants: z.array(z.strictObject({ name: z.string(), desired: z.number(), initial: z.number() })),
  /** Variant names are equal, so that scaled counts and data capture can be kept. */
  retain: z.boolean(),
});
export type Before = z.output<typeof Before>;

/**
 * All at once and without alarms: "if your old fleet trips the alarm during the deployment, SageMaker terminates your deployment", so an
 * attack under way would roll the rollback back. https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green.html
 */
const inputOf = (target: Target, config: string, retain: boolean) => ({
  EndpointName: target.name,
  EndpointConfigName: config,
  RetainAllVariantProperties: retain,
  RetainDeploymentConfig: false,
  DeploymentConfig: {
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE' as const, WaitIntervalInSeconds: 0 },
      TerminationWaitInSeconds: 0,
    },
  },
});
export const theWrite = (target: Target, config: string, retain: boolean): PlannedWrite => ({
  operation: 'sagemaker:UpdateEndpoint',
  input: inputOf(target, config, retain),
});

/** UpdateEndpoint has no client token and refuses the config in use, so the endpoint itself says whether this was sent before. */
export const moveTo = async (cloud: Writes, target: Target, from: string, to: string, retain: boolean): Promise<Applied> => {
  const state = await endpointState(cloud, target);
  if (state.pending === to) return { effect: 'changed' };
  if (state.config === to && state.status === 'InService') return { effect: 'no-change' };
  mustBeInService(target, state);
  if (state.config !== from)
    throw refuse(
      'conflict',
      `${target.name} runs another config than was planned for`,
      `it runs ${state.config}, not ${from}`,
      'npx cordon status',
    );
  await cloud.call(UpdateEndpointCommand, inputOf(target, to, retain));
  return { effect: 'changed' };
};
