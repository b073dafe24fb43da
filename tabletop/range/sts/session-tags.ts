import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import type { Caller, Present, Token } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { tagMap } from '../tag-keys.ts';

type Input = Present<AssumeRoleCommandInput>;
const MOST_TAGS = 50;

const refused = (message: string): AwsFault => new AwsFault('InvalidParameterValue', message, { status: 400 });

/**
 * The tags and the source identity of the new session: what is asked for, and what the chain hands on.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export const sessionTags = (caller: Caller, input: Input): Pick<Token, 'tags' | 'transitive' | 'sourceIdentity'> => {
  const asked = input.Tags ?? [];
  const keys = asked.map(({ Key }) => Key.toLowerCase());
  if (new Set(keys).size < keys.length) throw refused('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  if (keys.some((key) => key.startsWith('aws:'))) throw refused('Tag keys beginning with aws: are reserved.');
  if (keys.length > MOST_TAGS) throw refused(`Session tags cannot be more than ${MOST_TAGS}.`);
  const marked = input.TransitiveTagKeys ?? [];
  if (marked.some((key) => !keys.includes(key.toLowerCase())))
    throw refused('The specified transitive tag key must be included in the requested tags.');

  const handed = (caller.token?.transitive ?? []).map((key) => [key, caller.token?.tags?.[key] ?? ''] as const);
  if (handed.some(([key]) => keys.includes(key.toLowerCase())))
    throw refused("One of the specified tag keys can't be set because it conflicts with a transitive tag key from the calling session.");
  const inherited = caller.token?.sourceIdentity;
  if (inherited !== undefined && input.SourceIdentity !== undefined && input.SourceIdentity !== inherited)
    throw refused('The source identity of a session cannot be changed.');

  const tags = { ...Object.fromEntries(handed), ...tagMap(asked) };
  const transitive = [...handed.map(([key]) => key), ...marked];
  const sourceIdentity = inherited ?? input.SourceIdentity;
  return {
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    ...(transitive.length === 0 ? {} : { transitive }),
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
  };
};
