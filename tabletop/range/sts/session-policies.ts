import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import type { JsonObject } from '../../../core/json.ts';
import { policiesOf } from '../iam/state.ts';
import { storedPolicy } from '../iam/documents.ts';
import type { Context, Present, Token } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';

type Input = Present<AssumeRoleCommandInput>;
/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const MOST_CHARACTERS = 2048;
const MOST_ARNS = 10;

const invalid = (message: string): AwsFault => new AwsFault('ValidationError', message, { status: 400 });

/** What limits the session; undefined: nothing does. */
export const sessionPolicies = ({ world }: Context, account: string, { Policy, PolicyArns }: Input): Token['policies'] => {
  const arns = (PolicyArns ?? []).map(({ arn }) => arn ?? '');
  if (arns.length > MOST_ARNS) throw invalid(`Cannot exceed quota for PolicyArns: ${MOST_ARNS}`);
  for (const arn of arns) {
    const policy = policiesOf(world).get(arn);
    if (policy === undefined || (policy.account !== account && policy.account !== 'aws')) throw invalid(`Invalid policy ARN: ${arn}`);
  }
  const documents: readonly JsonObject[] = Policy === undefined ? [] : [storedPolicy(Policy, 'session')];
  return arns.length + documents.length === 0 ? undefined : { documents, arns };
};

/** In percent of what fits (behaviour `sts.packed-size`); undefined: there is nothing to pack. */
export const packedSize = ({ Policy, PolicyArns, Tags }: Input): number | undefined => {
  const texts = [Policy ?? '', ...(PolicyArns ?? []).map(({ arn }) => arn ?? ''), ...(Tags ?? []).map(({ Key, Value }) => Key + Value)];
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  if (length === 0) return undefined;
  const percent = Math.ceil((length * 100) / MOST_CHARACTERS);
  if (percent > 100)
    throw new AwsFault(
      'PackedPolicyTooLargeException',
      `Packed size of session tags and session policies consumes ${percent}% of allotted space.`,
    );
  return percent;
};
