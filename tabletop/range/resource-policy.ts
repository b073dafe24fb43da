import { isObject, type JsonObject } from '../../core/json.ts';
import { documentOf } from './iam/state.ts';
import type { AwsFault } from './protocol/errors.ts';

/**
 * A policy that a caller gives for a resource. What is no policy is the service's own error: one that is stored and not followed would be a lie.
 */
export const resourcePolicyOf = (text: string, malformed: (why: string) => AwsFault): JsonObject => {
  const parsed = ((): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      throw malformed('The policy is not valid JSON.');
    }
  })();
  if (!isObject(parsed) || parsed['Statement'] === undefined) throw malformed('The policy has no statement.');
  try {
    documentOf(parsed, 'resource');
  } catch (thrown) {
    throw malformed(thrown instanceof Error ? thrown.message : String(thrown));
  }
  return parsed;
};
