import type { Context } from '../operation.ts';
import { changeEventDelay } from './behaviours.ts';
import type { ParameterVersion } from './state.ts';

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-cwe.html */
export const emitParameter = (
  { world, account, region, now }: Context,
  action: 'Create' | 'Update' | 'Delete' | 'LabelParameterVersion',
  arn: string,
  name: string,
  { type, description }: ParameterVersion,
): void =>
  void world.bus.emit(
    {
      source: 'aws.ssm',
      detailType: 'Parameter Store Change',
      account,
      region,
      resources: [arn],
      detail: { operation: action, name, type, ...(description === undefined ? {} : { description }) },
      at: now,
    },
    world.lasts(changeEventDelay),
  );
