import type { JsonObject } from '../../../core/json.ts';
import type { Context } from '../operation.ts';
import { accountsOf } from '../organizations/state.ts';
import { PolicyDocument } from '../policy/document.ts';
import { AwsFault } from '../protocol/errors.ts';
import { sizeOf, storedPolicy } from './documents.ts';
import { overLimit } from './lookup.ts';
import { rolesOf, usersOf } from './state.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_CHARACTERS = 2048;

/** Whoever is named must be there. Accounts outside of the organisation are not the range's to judge. */
const isThere = ({ world }: Context, principal: string): boolean => {
  const [, , , , account = '', resource = ''] = principal.split(':');
  if (accountsOf(world).get(account) === undefined) return true;
  if (resource.startsWith('role/')) return rolesOf(world).get(principal) !== undefined;
  return resource.startsWith('user/') ? usersOf(world).get(principal) !== undefined : true;
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export const storedTrust = (context: Context, text: string): JsonObject => {
  const document = storedPolicy(text, 'trust');
  const absent = PolicyDocument.parse(document)
    .Statement.flatMap(({ Principal }) => Principal?.AWS ?? [])
    .find((principal) => principal.startsWith('arn:') && !isThere(context, principal));
  if (absent !== undefined) throw new AwsFault('MalformedPolicyDocumentException', `Invalid principal in policy: "AWS":"${absent}"`);
  if (sizeOf(document) > MOST_CHARACTERS) throw overLimit(`Cannot exceed quota for ACLSizePerRole: ${MOST_CHARACTERS}`);
  return document;
};
