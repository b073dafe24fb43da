import { isObject, type JsonObject } from '../../core/json.ts';
import { documentOf } from './iam/state.ts';
import { AwsFault } from './protocol/errors.ts';

/**
 * A policy that a caller gives for a resource. What is no policy at all is the service's own error; what the range could not evaluate is refused,
 * because a policy that is stored and not followed would be a lie.
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
    documentOf(parsed);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AwsFault('NotImplemented', `The range does not evaluate this policy: ${why}`, { status: 501 });
  }
  return parsed;
};
