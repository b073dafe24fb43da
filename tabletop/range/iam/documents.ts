import { isObject, type JsonObject } from '../../../core/json.ts';
import { problemIn, type PolicyKind } from '../policy/grammar.ts';
import { AwsFault } from '../protocol/errors.ts';

const malformed = (why: string): AwsFault => new AwsFault('MalformedPolicyDocumentException', why);

/** A document as a caller sends it, checked as AWS does before it is stored. */
export const storedPolicy = (text: string, kind: PolicyKind): JsonObject => {
  const document = ((): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      throw malformed(kind === 'trust' ? 'This policy contains invalid Json' : 'Syntax errors in policy.');
    }
  })();
  const problem = problemIn(document, kind);
  if (problem !== undefined || !isObject(document)) throw malformed(problem ?? 'Syntax errors in policy.');
  return document;
};
/** IAM answers documents URL-encoded. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html */
export const encoded = (document: object): string => encodeURIComponent(JSON.stringify(document));
/** Blanks do not count against the limits of IAM. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const sizeOf = (document: JsonObject): number => JSON.stringify(document).length;
