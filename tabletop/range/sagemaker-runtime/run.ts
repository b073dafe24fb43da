import { putMetric } from '../cloudwatch/state.ts';
import type { Context } from '../operation.ts';
import { isSo } from '../sagemaker/conditions.ts';
import { arnOf, type Endpoint, type Variant } from '../sagemaker/state.ts';
import { countInvocation } from '../traffic.ts';
import { capture } from './capture.ts';
import { mustBeUp, mustNameContainer, mustNotFail } from './container.ts';
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
