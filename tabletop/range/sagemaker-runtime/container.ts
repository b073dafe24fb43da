import type { Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { conditionKey, conditionsOf, isSo } from '../sagemaker/conditions.ts';
import { modelNamed } from '../sagemaker/containers.ts';
import { arnOf, type Endpoint, type Variant } from '../sagemaker/state.ts';
import { coldStart } from './behaviours.ts';
import { invalid } from './route.ts';

/** A model of several containers that are called one by one is told which. */
export const mustNameContainer = (context: Context, endpoint: Endpoint, variant: Variant, hostname: string | undefined): void => {
  const model = modelNamed(context.world, endpoint, variant.model);
  const execution = JSON.stringify(model?.rest?.['InferenceExecutionConfig'] ?? {});
  if (!execution.includes('"Direct"')) {
    if (hostname !== undefined) throw invalid(`Endpoint ${endpoint.name} does not support the target container hostname header.`);
    return;
  }
  if (hostname === undefined) throw invalid(`Endpoint ${endpoint.name} requires the target container hostname header.`);
  if (!(model?.containers ?? []).some((container) => container.hostname === hostname))
    throw invalid(`Container ${hostname} not found for Request`);
};
export const mustBeUp = (context: Context, endpoint: Endpoint, variant: Variant): void => {
  if (variant.serverless === undefined && variant.instances === 0)
    throw new AwsFault('ServiceUnavailable', `The production variant ${variant.name} has no instances.`, { status: 503 });
  const { world, now } = context;
  const condition = { is: 'cold', of: arnOf(endpoint, 'model', variant.model) } as const;
  const cold = conditionsOf(world).get(conditionKey(condition));
  if (cold === undefined) return;
  const wokenAt = cold.wokenAt ?? now;
  if (wokenAt + (world.lasts(coldStart) * 1000) / world.time.pace <= now && cold.wokenAt !== undefined) {
    conditionsOf(world).remove(conditionKey(condition));
    return;
  }
  conditionsOf(world).put(conditionKey(condition), { ...cold, wokenAt });
  throw new AwsFault('ModelNotReadyException', `The model for the variant ${variant.name} is not ready for inference yet.`, {
    status: 429,
  });
};
export const mustNotFail = (context: Context, endpoint: Endpoint, variant: Variant): void => {
  if (!isSo(context.world, 'failing', arnOf(endpoint, 'model', variant.model))) return;
  const group = `/aws/sagemaker/Endpoints/${endpoint.name}`;
  throw new AwsFault(
    'ModelError',
    `Received server error (500) from primary with message "Internal Server Error". See https://${endpoint.region}.console.aws.amazon.com/cloudwatch/home?region=${endpoint.region}#logEventViewer:group=${group} in account ${endpoint.account} for more information.`,
    {
      status: 424,
      members: {
        OriginalStatusCode: 500,
        OriginalMessage: 'Internal Server Error',
        LogStreamArn: `arn:aws:logs:${endpoint.region}:${endpoint.account}:log-group:${group}`,
      },
    },
  );
};
