import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { requestTags, resourceTags, type TagMap } from '../tag-keys.ts';
import { missing } from './faults.ts';
import { DRAFT, guardrailsOf, type Guardrail, type GuardrailVersion } from './state.ts';

/** Operations take an id or an ARN. */
export const guardrailArn = ({ account, region }: Pick<Context, 'account' | 'region'>, identifier: string): string =>
  identifier.startsWith('arn:') ? identifier : `arn:aws:bedrock:${region}:${account}:guardrail/${identifier}`;
export const onGuardrail = (context: Context, action: string, identifier: string, tags: TagMap = {}): Access => {
  const arn = guardrailArn(context, identifier);
  return {
    action: `bedrock:${action}`,
    resource: arn,
    resourceAccount: arn.split(':')[4],
    context: { ...resourceTags(guardrailsOf(context.world).get(arn)?.tags), ...requestTags(tags) },
  };
};
export const guardrailNamed = (context: Context, identifier: string): Guardrail => {
  const found = guardrailsOf(context.world).get(guardrailArn(context, identifier));
  if (found === undefined || found.account !== context.account)
    throw missing(`The guardrail with the identifier ${identifier} was not found. Provide an identifier of an existing guardrail.`);
  return found;
};
/** @default the draft */
export const versionOf = (guardrail: Guardrail, version: string = DRAFT): GuardrailVersion => {
  const found = version === DRAFT ? guardrail.draft : guardrail.versions.find((one) => one.version === version);
  if (found === undefined) throw missing(`The guardrail ${guardrail.id} has no version ${version}.`);
  return found;
};
