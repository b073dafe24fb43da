import type { InvokeModelCommandInput, InvokeModelCommandOutput } from '@aws-sdk/client-bedrock-runtime';
import * as z from 'zod';
import { isObject, type JsonObject } from '../../../core/json.ts';
import { invalid } from '../bedrock/faults.ts';
import { operation, type Operation } from '../operation.ts';
import { asBytes } from '../protocol/wire.ts';
import { chosenBy, guardAccess, guardKeys } from './guard.ts';
import { logInvocation } from './log.ts';
import { modelAccess, modelNamed } from './model.ts';
import { taken, type Turn } from './turn.ts';

/** Each family has a body of its own. https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html */
const Text = z
  .union([z.string(), z.array(z.object({ text: z.string() }))])
  .transform((content) => (typeof content === 'string' ? content : content.map(({ text }) => text).join('\n')));
const Messages = z.array(z.object({ role: z.enum(['user', 'assistant']), content: Text })).min(1);
const BODIES = {
  anthropic: z.object({
    anthropic_version: z.literal('bedrock-2023-05-31'),
    max_tokens: z.number().int().positive(),
    messages: Messages,
    system: Text.optional(),
  }),
  nova: z.object({ messages: Messages, system: Text.optional() }),
} as const;
const malformed = (why: string) => invalid(`Malformed input request: ${why}, please reformat your input and try again.`);

const parsed = (
  family: keyof typeof BODIES,
  body: Uint8Array,
): { readonly json: JsonObject; readonly question: string; readonly system: string } => {
  const json = ((): unknown => {
    try {
      return JSON.parse(Buffer.from(body).toString('utf8'));
    } catch {
      throw malformed('the body is not valid JSON');
    }
  })();
  const read = BODIES[family].safeParse(json);
  if (!read.success || !isObject(json))
    throw malformed(read.error?.issues.map(({ path, message }) => `#/${path.join('/')}: ${message}`).join('; ') ?? 'an object is needed');
  const last = read.data.messages.at(-1);
  return { json, question: last?.content ?? '', system: read.data.system ?? '' };
};
const bodyOf = (family: keyof typeof BODIES, model: string, turn: Turn, id: string): JsonObject =>
  family === 'anthropic'
    ? {
        id,
        type: 'message',
        role: 'assistant',
        model,
        content: [{ type: 'text', text: turn.answer }],
        stop_reason: 'end_turn',
        stop_sequence: null,
        usage: { input_tokens: turn.inputTokens, output_tokens: turn.outputTokens },
      }
    : {
        output: { message: { role: 'assistant', content: [{ text: turn.answer }] } },
        stopReason: turn.intervened ? 'guardrail_intervened' : 'end_turn',
        usage: { inputTokens: turn.inputTokens, outputTokens: turn.outputTokens, totalTokens: turn.inputTokens + turn.outputTokens },
      };

const invoke = operation<InvokeModelCommandInput, InvokeModelCommandOutput>({
  // A management event, although it is a read. https://docs.aws.amazon.com/bedrock/latest/userguide/logging-using-cloudtrail.html
  trail: 'read',
  access: (input, context) => [
    ...modelAccess(context, input.modelId, guardKeys(context, input.guardrailIdentifier, input.guardrailVersion)),
    ...guardAccess(context, input.guardrailIdentifier),
  ],
  run: async (input, context) => {
    const model = modelNamed(context, input.modelId);
    const chosen = chosenBy(context, input.guardrailIdentifier, input.guardrailVersion);
    const { json, question, system } = parsed(model.family, await asBytes(input.body));
    const turn = taken(context, 'InvokeModel', model.id, question, system, chosen);
    const id = `msg_bdrk_${context.requestId.replaceAll('-', '').slice(0, 24)}`;
    const output: JsonObject = {
      ...bodyOf(model.family, model.id, turn, id),
      ...(chosen === undefined ? {} : { 'amazon-bedrock-guardrailAction': turn.intervened ? 'INTERVENED' : 'NONE' }),
      ...(chosen !== undefined && input.trace !== undefined && input.trace !== 'DISABLED'
        ? {
            'amazon-bedrock-trace': {
              guardrail: JSON.parse(
                JSON.stringify({
                  input: turn.before === undefined ? undefined : { [chosen.guardrail.id]: turn.before },
                  outputs: turn.after === undefined ? undefined : [{ [chosen.guardrail.id]: turn.after }],
                }),
              ),
            },
          }
        : {}),
    };
    const { inputTokens, outputTokens } = turn;
    logInvocation(context, { operation: 'InvokeModel', modelId: input.modelId, input: json, inputTokens, output, outputTokens });
    return { body: Buffer.from(JSON.stringify(output)), contentType: 'application/json' };
  },
});

export const INVOKE_OPERATIONS: Readonly<Record<string, Operation>> = { InvokeModel: invoke };
