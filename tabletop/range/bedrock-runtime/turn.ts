import type { GuardrailAssessment } from '@aws-sdk/client-bedrock-runtime';
import type { Context } from '../operation.ts';
import { answerOf } from '../northbank/assistant.ts';
import { countCall, tokensOf } from './model.ts';
import { guarded, type Chosen } from './guard.ts';

export interface Turn {
  readonly answer: string;
  readonly intervened: boolean;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly before?: GuardrailAssessment;
  readonly after?: GuardrailAssessment;
  /** What the model said before the guardrail saw it; absent when it was never asked. */
  readonly said?: string;
}
/** One question: the guardrail reads it, the model answers, the guardrail reads the answer. */
export const taken = (
  context: Context,
  operation: string,
  modelId: string,
  question: string,
  system: string,
  chosen: Chosen | undefined,
): Turn => {
  const inputTokens = tokensOf(system + question);
  const asked = chosen === undefined ? undefined : guarded(context, chosen, question, 'INPUT', operation);
  const ended = (turn: Omit<Turn, 'inputTokens' | 'outputTokens'>): Turn => {
    const outputTokens = turn.said === undefined ? 0 : tokensOf(turn.answer);
    countCall(context, modelId, inputTokens, outputTokens);
    return { ...turn, inputTokens, outputTokens };
  };
  const before = asked === undefined ? {} : { before: asked.assessment };
  if (asked?.verdict === 'blocked') return ended({ answer: asked.text, intervened: true, ...before });
  const said = answerOf(asked?.text ?? question, system);
  if (chosen === undefined) return ended({ answer: said, intervened: false, said });
  const told = guarded(context, chosen, said, 'OUTPUT', operation);
  return ended({
    answer: told.text,
    intervened: told.verdict !== 'none' || asked?.verdict === 'masked',
    said,
    ...before,
    after: told.assessment,
  });
};
