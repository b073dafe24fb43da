import { isObject, type JsonObject } from '../../../../core/json.ts';
import { rolesOf } from '../../iam/state.ts';
import type { World } from '../../world.ts';
import { kept } from '../asked.ts';
import type { Execution } from './state.ts';

export type Called = { readonly output: JsonObject } | { readonly problem: string };
/** What a step calls: as the pipeline's role, refused like everybody. */
export const callAs = (
  world: World,
  { roleArn, region }: Pick<Execution, 'roleArn' | 'region'>,
  operation: string,
  input: JsonObject,
): Called => {
  if (rolesOf(world).get(roleArn) === undefined) return { problem: `The role ${roleArn} cannot be assumed.` };
  const acted = world.acts.do({
    roleArn,
    session: 'SageMaker',
    region,
    invokedBy: 'sagemaker.amazonaws.com',
    service: 'SageMaker',
    operation,
    input,
  });
  if (!acted.ok) return { problem: `ClientError: Failed to invoke sagemaker:${operation}. Error Details: ${acted.error.message}` };
  const output = kept(acted.output);
  return isObject(output) ? { output } : { output: {} };
};
