import type { JsonObject } from '../../../core/json.ts';
import type { Context } from '../operation.ts';
import { verdictFor } from '../policy/authorise.ts';
import { AwsFault } from '../protocol/errors.ts';
import { resourcePolicyOf } from '../resource-policy.ts';
import { onKeyRow } from './access.ts';
import type { Key } from './state.ts';

/** 32 KB. https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
const LARGEST = 32 * 1024;
const malformed = (why: string): AwsFault => new AwsFault('MalformedPolicyDocumentException', why);

export const checkedPolicy = (text: string): JsonObject => {
  if (Buffer.byteLength(text) > LARGEST) throw new AwsFault('LimitExceededException', 'The key policy is too large.');
  return resourcePolicyOf(text, malformed);
};
/** KMS does not let anybody lock himself out, unless he says so. */
export const mustKeepACaretaker = (context: Context, key: Key, policy: JsonObject, bypass: boolean): void => {
  if (bypass) return;
  const { decision } = verdictFor(context, onKeyRow(context, 'PutKeyPolicy', { ...key, policy }));
  if (decision !== 'allow') throw malformed('The new key policy will not allow you to update the key policy in the future.');
};
