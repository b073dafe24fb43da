import type { Failure } from '../failure.ts';
import type { JsonObject } from '../json.ts';
import { iamActionsOfOperation } from './iam.ts';

/** A permission that a call lacked. */
export interface MissingRight {
  /** As AWS names it in its refusal; where AWS names none, everything that the call needs. */
  readonly actions: readonly string[];
  /** `*`: AWS did not say on what. */
  readonly resource: string;
  /** Some policy denies it: another allow would change nothing. */
  readonly explicit: boolean;
}

/** Refused before anybody looked at permissions: who these credentials are is the question, not what they may do. */
const NOT_RIGHTS = /^(Expired|InvalidClientToken|InvalidAccessKey|UnrecognizedClient|CredentialsProvider|Signature|IncompleteSignature)/;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const SAID = /not authorized to perform: ([a-z0-9-]{2,32}:[A-Za-z0-9]{2,64})(?:\s+on resource: "?(arn:[\x21-\x7e]{1,1024}))?/;

const resourceIn = (said: string | undefined, { Bucket, Key }: JsonObject): string => {
  if (said !== undefined) return said.replace(/[".,]+$/, '');
  // HEAD is answered without a body, so nobody says on what.
  if (typeof Bucket !== 'string') return '*';
  return `arn:aws:s3:::${Bucket}${typeof Key === 'string' ? `/${Key}` : ''}`;
};

/** Which right a refused call lacked; `undefined`: it failed for another reason. */
export const missingRight = (operation: string, input: JsonObject, { kind, why }: Failure): MissingRight | undefined => {
  if (kind !== 'denied' || NOT_RIGHTS.test(why)) return undefined;
  const [, action, resource] = SAID.exec(why) ?? [];
  return {
    actions: action === undefined ? iamActionsOfOperation(operation) : [action],
    resource: resourceIn(resource, input),
    explicit: /\bexplicit deny\b/i.test(why),
  };
};

/** `iam:GetRole on arn:…`; for lists and sentences. */
export const spokenRight = ({ actions, resource, explicit }: MissingRight): string =>
  `${actions.join(' or ')} on ${resource}${explicit ? ' (a policy denies it explicitly)' : ''}`;
