import { putMetric } from '../cloudwatch/state.ts';
import type { Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { conditionKey, conditionsOf, isSo } from '../sagemaker/conditions.ts';
import { modelNamed } from '../sagemaker/containers.ts';
import { arnOf, type Endpoint, type Variant } from '../sagemaker/state.ts';
import { countInvocation } from '../traffic.ts';
import { coldStart } from './behaviours.ts';
import { capture } from './capture.ts';
import { scored } from './model.ts';
import { withTargetModel } from './multi-model.ts';
import { answering, invalid, type Asked } from './route.ts';

/** What the canary sends: a body that no container accepts, so that no model runs. */
const CANARY_CONTENT_TYPE = 'application/x-cordon-canary';

export interface Call extends Asked {
  readonly ContentType?: string | undefined;
  readonly TargetModel?: string | undefined;
  readonly TargetContainerHostname?: string | undefined;
  readonly InferenceId?: string | undefined;
  readonly EnableExplanations?: string | undefined;
}
export interface Ran {
  readonly variant: Variant;
  readonly answer: Buffer;
}

/** A model of several containers that are called one by one is told which. */
const mustNameContainer = (context: Context, endpoint: Endpoint, variant: Variant, hostname: string | undefined): void => {
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
const mustBeUp = (context: Context, endpoint: Endpoint, variant: Variant): void => {
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
const mustNotFail = (context: Context, endpoint: Endpoint, variant: Variant): void => {
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

/** What a target tracking policy on copies looks at. https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html */
const countForComponent = ({ world, account, region, now }: Context, name: string, { instances: copies }: Variant): void =>
  putMetric(
    world,
    { account, region },
    { namespace: 'AWS/SageMaker', name: 'InvocationsPerCopy', dimensions: [['InferenceComponentName', name]] },
    { at: now, values: [[1 / copies, 1]] },
  );

/** A shadow variant sees the same body; what it answers reaches nobody but the capture. */
const alsoShadow = (context: Context, endpoint: Endpoint, call: Call, body: Buffer): void => {
  for (const shadow of endpoint.shadows ?? []) {
    countInvocation(context.world, endpoint.arn, shadow.name, context.now);
    if (isSo(context.world, 'failing', arnOf(endpoint, 'model', shadow.model))) continue;
    const answer = answerOf(context, shadow, body);
    const { ContentType: inputType, InferenceId: inferenceId } = call;
    capture(
      context.world,
      endpoint,
      shadow,
      { input: body, inputType, output: answer, outputType: 'application/json', inferenceId },
      context.now,
    );
  }
};
export const answerOf = ({ world }: Pick<Context, 'world'>, variant: Variant, body: Buffer): Buffer =>
  Buffer.from(JSON.stringify({ model: variant.model, score: scored(world, variant, body) }));

/** One call of a real-time endpoint, from the checks of the service to what the container says. */
export const run = (context: Context, endpoint: Endpoint, call: Call, body: Buffer): Ran => {
  if (call.ContentType === CANARY_CONTENT_TYPE) throw invalid(`Unsupported content type: ${CANARY_CONTENT_TYPE}`);
  if (endpoint.async !== undefined) throw invalid(`Endpoint ${endpoint.name} is an asynchronous inference endpoint.`);
  if (call.EnableExplanations !== undefined) throw invalid(`Endpoint ${endpoint.name} does not have an explainer.`);
  const reached = answering(context, endpoint, call, body);
  mustNameContainer(context, endpoint, reached, call.TargetContainerHostname);
  mustBeUp(context, endpoint, reached);
  const variant = withTargetModel(context, endpoint, reached, call.TargetModel);
  countInvocation(context.world, endpoint.arn, variant.name, context.now);
  if (call.InferenceComponentName !== undefined) countForComponent(context, call.InferenceComponentName, variant);
  mustNotFail(context, endpoint, variant);
  const answer = answerOf(context, variant, body);
  const { ContentType: inputType, InferenceId: inferenceId } = call;
  capture(
    context.world,
    endpoint,
    variant,
    { input: body, inputType, output: answer, outputType: 'application/json', inferenceId },
    context.now,
  );
  alsoShadow(context, endpoint, call, body);
  return { variant, answer };
};
