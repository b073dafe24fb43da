import type {
  InvokeEndpointCommandInput,
  InvokeEndpointCommandOutput,
  InvokeEndpointWithResponseStreamCommandInput,
  InvokeEndpointWithResponseStreamCommandOutput,
} from '@aws-sdk/client-sagemaker-runtime';
import { operation, type Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { asBytes } from '../protocol/wire.ts';
import { on } from '../sagemaker/access.ts';
import { servingEndpoint, type Asked } from './route.ts';
import { run } from './run.ts';
import { sessionFor } from './sessions.ts';

type Keys = Readonly<Record<string, readonly string[]>>;
const asking = (context: Context, action: string, asked: Asked, keys: Keys = {}): readonly Access[] => {
  const endpoint = on(action, 'endpoint')(context, asked.EndpointName);
  const component =
    asked.InferenceComponentName === undefined ? [] : [on(action, 'inference-component')(context, asked.InferenceComponentName)];
  return [endpoint, ...component].map((access) => ({ ...access, context: { ...access.context, ...keys } }));
};

export const invoke = operation<InvokeEndpointCommandInput, InvokeEndpointCommandOutput>({
  trail: 'data',
  access: (input, context) =>
    asking(context, 'InvokeEndpoint', input, input.TargetModel === undefined ? {} : { 'sagemaker:TargetModel': [input.TargetModel] }),
  run: (input, context) => {
    const endpoint = servingEndpoint(context, input.EndpointName);
    const answered = (bytes: Uint8Array) => {
      const session = sessionFor(context, endpoint, input.SessionId);
      const { variant, answer } = run(context, endpoint, input, Buffer.from(bytes));
      return { Body: answer, ContentType: 'application/json', InvokedProductionVariant: variant.name, ...session };
    };
    // Whoever calls from inside the range hands bytes over and is answered at once.
    return input.Body instanceof Uint8Array ? answered(input.Body) : asBytes(input.Body).then(answered);
  },
});

/** How many bytes of the answer come in one event; containers choose their own. */
const PART = 16;
const partsOf = async function* (answer: Buffer) {
  for (let at = 0; at < answer.length; at += PART) yield { PayloadPart: { Bytes: answer.subarray(at, at + PART) } };
};
export const invokeWithStream = operation<InvokeEndpointWithResponseStreamCommandInput, InvokeEndpointWithResponseStreamCommandOutput>({
  trail: 'data',
  access: (input, context) => asking(context, 'InvokeEndpointWithResponseStream', input),
  run: async (input, context) => {
    const endpoint = servingEndpoint(context, input.EndpointName);
    const body = Buffer.from(await asBytes(input.Body));
    sessionFor(context, endpoint, input.SessionId);
    const { variant, answer } = run(context, endpoint, input, body);
    return { Body: partsOf(answer), ContentType: 'application/json', InvokedProductionVariant: variant.name };
  },
});
