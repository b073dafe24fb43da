import type { ConverseCommandInput, ConverseCommandOutput } from '@aws-sdk/client-bedrock-runtime';
import { invalid, notSimulated } from '../bedrock/faults.ts';
import { operation, type Operation, type Present } from '../operation.ts';
import { chosenBy, guardAccess, guardKeys } from './guard.ts';
import { logInvocation } from './log.ts';
import { latencyOf, modelAccess, modelNamed } from './model.ts';
import { taken } from './turn.ts';

type Input = Present<ConverseCommandInput>;
/** The last thing that the user said; the range's model has no memory of more. */
const questionOf = ({ messages = [] }: Input): string => {
  const last = messages.at(-1);
  if (last === undefined || messages[0]?.role !== 'user')
    throw invalid('A conversation must start with a user message. Try again with a conversation that starts with a user message.');
  if (last.role !== 'user') throw notSimulated('continue the answer of an assistant');
  return last.content
    .map((block) => {
      const guard = block.guardContent?.text?.text;
      if (block.text === undefined && guard === undefined) throw notSimulated('read anything but text');
      return block.text ?? guard ?? '';
    })
    .join('\n');
};

const converse = operation<ConverseCommandInput, ConverseCommandOutput>({
  // A management event, although it is a read. https://docs.aws.amazon.com/bedrock/latest/userguide/logging-using-cloudtrail.html
  trail: 'read',
  access: (input, context) => {
    const { guardrailIdentifier, guardrailVersion } = input.guardrailConfig ?? {};
    return [
      ...modelAccess(context, input.modelId, guardKeys(context, guardrailIdentifier, guardrailVersion)),
      ...guardAccess(context, guardrailIdentifier),
    ];
  },
  run: (input, context) => {
    if (input.toolConfig !== undefined) throw notSimulated('call tools');
    const model = modelNamed(context, input.modelId);
    const { guardrailIdentifier, guardrailVersion, trace } = input.guardrailConfig ?? {};
    const chosen = chosenBy(context, guardrailIdentifier, guardrailVersion);
    const system = (input.system ?? []).map(({ text }) => text ?? '').join('\n');
    const turn = taken(context, 'Converse', model.id, questionOf(input), system, chosen);
    const message = { role: 'assistant' as const, content: [{ text: turn.answer }] };
    const stopReason = turn.intervened ? ('guardrail_intervened' as const) : ('end_turn' as const);
    const usage = { inputTokens: turn.inputTokens, outputTokens: turn.outputTokens, totalTokens: turn.inputTokens + turn.outputTokens };
    logInvocation(context, {
      operation: 'Converse',
      modelId: input.modelId,
      input: JSON.parse(JSON.stringify({ messages: input.messages, system: input.system })),
      inputTokens: turn.inputTokens,
      output: { output: { message }, stopReason, usage },
      outputTokens: turn.outputTokens,
    });
    const isTraced = chosen !== undefined && (trace === 'enabled' || trace === 'enabled_full');
    return {
      output: { message },
      stopReason,
      usage,
      metrics: { latencyMs: latencyOf(turn.outputTokens) },
      ...(isTraced
        ? {
            trace: {
              guardrail: {
                ...(turn.said === undefined ? {} : { modelOutput: [turn.said] }),
                ...(turn.before === undefined ? {} : { inputAssessment: { [chosen.guardrail.id]: turn.before } }),
                ...(turn.after === undefined ? {} : { outputAssessments: { [chosen.guardrail.id]: [turn.after] } }),
              },
            },
          }
        : {}),
    };
  },
});

export const CONVERSE_OPERATIONS: Readonly<Record<string, Operation>> = { Converse: converse };
