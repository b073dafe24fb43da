import type {
  DeleteResourcePolicyCommandInput,
  DeleteResourcePolicyCommandOutput,
  GetResourcePolicyCommandInput,
  GetResourcePolicyCommandOutput,
  PutResourcePolicyCommandInput,
  PutResourcePolicyCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-secrets-manager';
import type { JsonObject } from '../../../core/json.ts';
import { operation, type Operation } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { resourcePolicyOf } from '../resource-policy.ts';
import { requestTags, tagMap, tagProblem, withoutTags } from '../tag-keys.ts';
import { invalidParameter, liveSecret, on, secretOf } from './access.ts';
import { secretsOf } from './state.ts';

/** Open to everybody: an allowed principal `*` without a condition. */
const isPublic = (policy: JsonObject): boolean => {
  const statements = Array.isArray(policy['Statement']) ? policy['Statement'] : [policy['Statement']];
  return statements.some(
    (statement: JsonObject) =>
      statement['Effect'] === 'Allow' && statement['Condition'] === undefined && /"\*"/.test(JSON.stringify(statement['Principal'] ?? '')),
  );
};

const put = operation<PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput>({
  trail: 'write',
  access: ({ SecretId, BlockPublicPolicy }, context) => [
    on(context, 'PutResourcePolicy', SecretId, { 'secretsmanager:BlockPublicPolicy': [String(BlockPublicPolicy === true)] }),
  ],
  run: ({ SecretId, ResourcePolicy, BlockPublicPolicy }, context) => {
    const secret = liveSecret(context, SecretId);
    const policy = resourcePolicyOf(
      ResourcePolicy,
      () => new AwsFault('MalformedPolicyDocumentException', 'This resource policy contains invalid JSON.'),
    );
    if (BlockPublicPolicy === true && isPublic(policy))
      throw new AwsFault('PublicPolicyException', 'This resource policy grants public access to the secret.');
    secretsOf(context.world).put(secret.arn, { ...secret, policy });
    return { ARN: secret.arn, Name: secret.name };
  },
});
const get = operation<GetResourcePolicyCommandInput, GetResourcePolicyCommandOutput>({
  trail: 'read',
  access: ({ SecretId }, context) => [on(context, 'GetResourcePolicy', SecretId)],
  run: ({ SecretId }, context) => {
    const { arn, name, policy } = liveSecret(context, SecretId);
    return { ARN: arn, Name: name, ResourcePolicy: policy === undefined ? undefined : JSON.stringify(policy) };
  },
});
const remove = operation<DeleteResourcePolicyCommandInput, DeleteResourcePolicyCommandOutput>({
  trail: 'write',
  access: ({ SecretId }, context) => [on(context, 'DeleteResourcePolicy', SecretId)],
  run: ({ SecretId }, context) => {
    const { policy: _, ...secret } = secretOf(context, SecretId);
    secretsOf(context.world).put(secret.arn, secret);
    return { ARN: secret.arn, Name: secret.name };
  },
});

const tag = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  trail: 'write',
  access: ({ SecretId, Tags }, context) => [on(context, 'TagResource', SecretId, requestTags(tagMap(Tags)))],
  run: ({ SecretId, Tags }, context) => {
    const secret = liveSecret(context, SecretId);
    const added = tagMap(Tags);
    const problem = tagProblem(secret.tags, added);
    if (problem !== undefined) throw invalidParameter(problem);
    secretsOf(context.world).put(secret.arn, { ...secret, tags: { ...secret.tags, ...added } });
    return {};
  },
});
const untag = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  trail: 'write',
  access: ({ SecretId, TagKeys }, context) => [on(context, 'UntagResource', SecretId, { 'aws:TagKeys': TagKeys })],
  run: ({ SecretId, TagKeys }, context) => {
    const secret = liveSecret(context, SecretId);
    secretsOf(context.world).put(secret.arn, { ...secret, tags: withoutTags(secret.tags, TagKeys) });
    return {};
  },
});

export const POLICY_OPERATIONS: Readonly<Record<string, Operation>> = {
  PutResourcePolicy: put,
  GetResourcePolicy: get,
  DeleteResourcePolicy: remove,
  TagResource: tag,
  UntagResource: untag,
};
