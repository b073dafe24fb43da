import type {
  GetKeyPolicyCommandInput,
  GetKeyPolicyCommandOutput,
  ListKeyPoliciesCommandInput,
  ListKeyPoliciesCommandOutput,
  PutKeyPolicyCommandInput,
  PutKeyPolicyCommandOutput,
} from '@aws-sdk/client-kms';
import { operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { onKey } from './access.ts';
import { keyNamed } from './find.ts';
import { checkedPolicy, mustKeepACaretaker } from './policy-check.ts';
import { keysOf } from './state.ts';

/** The only name that there is. */
const DEFAULT = 'default';
const mustBeDefault = (name: string | undefined): void => {
  if (name !== undefined && name !== DEFAULT) throw new AwsFault('NotFoundException', `No such policy exists: ${name}`);
};

export const putPolicy = operation<PutKeyPolicyCommandInput, PutKeyPolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => [
    onKey(context, 'PutKeyPolicy', input.KeyId, {
      keys: { 'kms:BypassPolicyLockoutSafetyCheck': [String(input.BypassPolicyLockoutSafetyCheck === true)] },
    }),
  ],
  run: (input, context) => {
    mustBeDefault(input.PolicyName);
    const key = keyNamed(context.world, context, input.KeyId);
    const policy = checkedPolicy(input.Policy);
    mustKeepACaretaker(context, key, policy, input.BypassPolicyLockoutSafetyCheck === true);
    keysOf(context.world).put(key.arn, { ...key, policy });
    return {};
  },
});
export const getPolicy = operation<GetKeyPolicyCommandInput, GetKeyPolicyCommandOutput>({
  trail: 'read',
  access: (input, context) => [onKey(context, 'GetKeyPolicy', input.KeyId)],
  run: (input, context) => {
    mustBeDefault(input.PolicyName);
    return { Policy: JSON.stringify(keyNamed(context.world, context, input.KeyId).policy), PolicyName: DEFAULT };
  },
});
export const listPolicies = operation<ListKeyPoliciesCommandInput, ListKeyPoliciesCommandOutput>({
  trail: 'read',
  access: (input, context) => [onKey(context, 'ListKeyPolicies', input.KeyId)],
  run: () => ({ PolicyNames: [DEFAULT], Truncated: false }),
});
