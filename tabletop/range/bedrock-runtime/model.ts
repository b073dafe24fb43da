import { modelArn, OFFERED, PROFILE_ID, profileArn, profileOf } from '../bedrock/catalog.ts';
import { invalid } from '../bedrock/faults.ts';
import { putMetric, sortedDimensions } from '../cloudwatch/state.ts';
import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';

type Offered = (typeof OFFERED)[number];
/** Requests name a model by id or ARN, or a profile that leads to it. */
const isProfile = (context: Context, id: string): boolean => id === PROFILE_ID || id === profileArn(context.account, context.region);
export const modelNamed = (context: Context, id: string): Offered => {
  const wanted = isProfile(context, id) ? PROFILE_ID.slice('eu.'.length) : id.split('/').at(-1);
  const found = OFFERED.find((model) => model.id === wanted);
  if (found === undefined) throw invalid('The provided model identifier is invalid.');
  return found;
};
/** A profile needs permission on itself and on the model in every Region that it may use. https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html */
export const modelAccess = (context: Context, id: string, keys: NonNullable<Access['context']>): readonly Access[] => {
  const { account, region } = context;
  const action = 'bedrock:InvokeModel';
  if (!isProfile(context, id)) return [{ action, resource: modelArn(region, id.split('/').at(-1) ?? ''), context: keys }];
  const profile = profileArn(account, region);
  const behind = (profileOf(account, region).models ?? []).map((model) => ({
    action,
    resource: model.modelArn ?? '',
    context: { ...keys, 'bedrock:InferenceProfileArn': [profile] },
  }));
  return [{ action, resource: profile, context: keys }, ...behind];
};

/** About four letters a token. */
export const tokensOf = (text: string): number => Math.max(1, Math.ceil(text.length / 4));
/** Fixed per token, so that a repeated run is as fast as the first. Milliseconds. */
export const latencyOf = (tokens: number): number => 200 + 12 * tokens;

export const countCall = (context: Context, modelId: string, input: number, output: number): void => {
  const put = (name: string, value: number, unit: string): void =>
    putMetric(
      context.world,
      context,
      { namespace: 'AWS/Bedrock', name, dimensions: sortedDimensions({ ModelId: modelId }) },
      { at: context.now, unit, values: [[value, 1]] },
    );
  put('Invocations', 1, 'Count');
  put('InputTokenCount', input, 'Count');
  put('OutputTokenCount', output, 'Count');
  put('InvocationLatency', latencyOf(output), 'Milliseconds');
};
