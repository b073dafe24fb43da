import type { ApplyGuardrailCommandInput, ApplyGuardrailCommandOutput } from '@aws-sdk/client-bedrock-runtime';
import { onGuardrail } from '../bedrock/find-guardrail.ts';
import { partsOf } from '../bedrock/guardrail-config.ts';
import { invalid, notSimulated } from '../bedrock/faults.ts';
import { operation, type Operation } from '../operation.ts';
import { chosenBy, guarded } from './guard.ts';

/** A text unit is up to 1,000 characters, per policy that is configured. https://aws.amazon.com/bedrock/pricing/ */
const UNIT = 1000;

const apply = operation<ApplyGuardrailCommandInput, ApplyGuardrailCommandOutput>({
  trail: 'data',
  access: (input, context) => [onGuardrail(context, 'ApplyGuardrail', input.guardrailIdentifier)],
  run: (input, context) => {
    const chosen = chosenBy(context, input.guardrailIdentifier, input.guardrailVersion);
    if (chosen === undefined) throw invalid('guardrailIdentifier is required.');
    const text = input.content
      .map((block) => {
        if (block.text === undefined) throw notSimulated('look at images');
        return block.text.text;
      })
      .join('\n');
    const { verdict, text: answer, assessment } = guarded(context, chosen, text, input.source, 'ApplyGuardrail');
    const parts = partsOf(chosen.version.config);
    const units = (has: boolean): number => (has ? Math.ceil(text.length / UNIT) : 0);
    return {
      usage: {
        topicPolicyUnits: units(parts.topics.length > 0),
        contentPolicyUnits: units(parts.filters.length > 0),
        wordPolicyUnits: units(parts.words.length + parts.managedWords.length > 0),
        sensitiveInformationPolicyUnits: units(parts.pii.length > 0),
        sensitiveInformationPolicyFreeUnits: units(parts.regexes.length > 0),
        contextualGroundingPolicyUnits: 0,
      },
      action: verdict === 'none' ? 'NONE' : 'GUARDRAIL_INTERVENED',
      actionReason: verdict === 'none' ? 'No action.' : verdict === 'blocked' ? 'Guardrail blocked.' : 'Guardrail masked.',
      outputs: verdict === 'none' ? [] : [{ text: answer }],
      assessments: [assessment],
      guardrailCoverage: { textCharacters: { guarded: text.length, total: text.length } },
    };
  },
});

export const APPLY_OPERATIONS: Readonly<Record<string, Operation>> = { ApplyGuardrail: apply };
