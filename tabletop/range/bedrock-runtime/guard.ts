import { instantOf } from '../../../core/time.ts';
import { guardrailNamed, guardrailArn, versionOf } from '../bedrock/find-guardrail.ts';
import { invalid } from '../bedrock/faults.ts';
import { DRAFT, type Guardrail, type GuardrailVersion } from '../bedrock/state.ts';
import { putMetric, sortedDimensions } from '../cloudwatch/state.ts';
import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { assess, type Assessed, type Source } from './assess.ts';

export interface Chosen {
  readonly guardrail: Guardrail;
  readonly version: GuardrailVersion;
}
/** The guardrail of a call; both members or none. */
export const chosenBy = (context: Context, identifier: string | undefined, version: string | undefined): Chosen | undefined => {
  if (identifier === undefined && version === undefined) return undefined;
  if (identifier === undefined || version === undefined) throw invalid('guardrailIdentifier and guardrailVersion must be given together.');
  const guardrail = guardrailNamed(context, identifier);
  const found = versionOf(guardrail, version);
  if (version === DRAFT && guardrail.status === 'CREATING') throw invalid(`The guardrail ${guardrail.id} is not ready yet.`);
  return { guardrail, version: found };
};
/** A model call that names a guardrail needs permission to apply it, and is known by it. */
export const guardAccess = (context: Context, identifier: string | undefined): readonly Access[] =>
  identifier === undefined ? [] : [{ action: 'bedrock:ApplyGuardrail', resource: guardrailArn(context, identifier) }];
export const guardKeys = (
  context: Context,
  identifier: string | undefined,
  version: string | undefined,
): Readonly<Record<string, readonly string[]>> =>
  identifier === undefined
    ? {}
    : {
        'bedrock:GuardrailIdentifier': [
          `${guardrailArn(context, identifier)}${version === undefined || version === DRAFT ? '' : `:${version}`}`,
        ],
      };

/** https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring-guardrails-cw-metrics.html */
const count = (context: Context, name: string, dimensions: Readonly<Record<string, string>>): void =>
  putMetric(
    context.world,
    context,
    { namespace: 'AWS/Bedrock/Guardrails', name, dimensions: sortedDimensions(dimensions) },
    { at: context.now, unit: 'Count', values: [[1, 1]] },
  );
export const guarded = (context: Context, { guardrail, version }: Chosen, text: string, source: Source, operation: string): Assessed => {
  const assessed = assess(version.config, text, source);
  const places = [{ Operation: operation }, { GuardrailArn: guardrail.arn, GuardrailVersion: version.version }];
  for (const place of places) count(context, 'Invocations', place);
  if (assessed.verdict === 'none') return assessed;
  for (const place of places) count(context, 'InvocationsIntervened', place);
  for (const policy of assessed.policies)
    count(context, 'InvocationsIntervened', {
      GuardrailContentSource: source === 'INPUT' ? 'Input' : 'Output',
      GuardrailPolicyType: policy,
    });
  return assessed;
};
/** For ids and log file names: `20261120T030000000Z`. */
export const compactTime = (at: number): string => instantOf(at).replace(/[-:.]/g, '');
