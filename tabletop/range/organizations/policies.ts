import type {
  CreatePolicyCommandInput,
  CreatePolicyCommandOutput,
  DeletePolicyCommandInput,
  DeletePolicyCommandOutput,
  DescribePolicyCommandInput,
  DescribePolicyCommandOutput,
  ListPoliciesCommandInput,
  ListPoliciesCommandOutput,
  UpdatePolicyCommandInput,
  UpdatePolicyCommandOutput,
} from '@aws-sdk/client-organizations';
import { isObject, type JsonObject } from '../../../core/json.ts';
import { operation, type Context } from '../operation.ts';
import { problemIn } from '../policy/grammar.ts';
import { AwsFault } from '../protocol/errors.ts';
import { change, controlType, insight, listed, look, memberOf, policyArnIn, policyOf } from './lookup.ts';
import { changePolicy, policiesOf, type ControlPolicy, type Organization, type PolicyType } from './state.ts';
import { targetsOf } from './targets.ts';

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const MOST_CHARACTERS = 5120;

export const summary = (organization: Organization, policy: ControlPolicy) => ({
  Id: policy.id,
  Arn: policyArnIn(organization, policy),
  Name: policy.name,
  Description: policy.description,
  Type: policy.type,
  AwsManaged: policy.awsManaged,
});
const whole = (organization: Organization, policy: ControlPolicy) => ({
  PolicySummary: summary(organization, policy),
  Content: JSON.stringify(policy.content),
});

const contentOf = (text: string, type: PolicyType): JsonObject => {
  const malformed = (why: string): AwsFault =>
    new AwsFault(
      'MalformedPolicyDocumentException',
      `The provided policy document does not meet the requirements of the specified policy type. ${why}`,
    );
  const document = ((): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      throw malformed('Syntax errors in policy.');
    }
  })();
  const problem = problemIn(document, type === 'SERVICE_CONTROL_POLICY' ? 'scp' : 'rcp');
  if (problem !== undefined || !isObject(document)) throw malformed(problem ?? 'Syntax errors in policy.');
  if (text.length > MOST_CHARACTERS)
    throw new AwsFault('ConstraintViolationException', 'You have exceeded the maximum size of a policy.', {
      members: { Reason: 'POLICY_CONTENT_LIMIT_EXCEEDED' },
    });
  return document;
};
const notTaken = ({ world }: Context, type: PolicyType, name: string, but?: string): void => {
  const taken = policiesOf(world)
    .values()
    .some((one) => one.type === type && one.name === name && one.id !== but);
  if (taken) throw new AwsFault('DuplicatePolicyException', 'A policy with the same name already exists.');
};
/** Where a policy is told by its id, its type and ARN follow from it. */
const onPolicy = (context: Context, action: string, id: string) => {
  const policy = policiesOf(context.world).get(id);
  const arn = policy === undefined ? '*' : policyArnIn(memberOf(context), policy);
  return change(context, action, [arn], policy?.type);
};
const ownPolicy = (context: Context, id: string): ControlPolicy => {
  const policy = policyOf(context, id);
  if (policy.awsManaged)
    throw new AwsFault('InvalidInputException', "You specified a policy that is managed by AWS and can't be modified.", {
      members: { Reason: 'IMMUTABLE_POLICY' },
    });
  return policy;
};

const create = operation<CreatePolicyCommandInput, CreatePolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => change(context, 'CreatePolicy', ['*'], input.Type),
  run: (input, context) => {
    const organization = memberOf(context);
    if (input.Tags !== undefined && input.Tags.length > 0)
      throw new AwsFault('NotImplemented', 'The range puts no tags on control policies', { status: 501 });
    const type = controlType(input.Type);
    notTaken(context, type, input.Name);
    const policy: ControlPolicy = {
      id: `p-${context.world.ids.code('control-policy', 8).toLowerCase()}`,
      type,
      name: input.Name,
      description: input.Description,
      content: contentOf(input.Content, type),
      awsManaged: false,
    };
    changePolicy(context.world, policy.id, policy);
    return { Policy: whole(organization, policy) };
  },
});
const update = operation<UpdatePolicyCommandInput, UpdatePolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => onPolicy(context, 'UpdatePolicy', input.PolicyId),
  run: (input, context) => {
    const policy = ownPolicy(context, input.PolicyId);
    if (input.Name !== undefined) notTaken(context, policy.type, input.Name, policy.id);
    const changed = {
      ...policy,
      name: input.Name ?? policy.name,
      description: input.Description ?? policy.description,
      content: input.Content === undefined ? policy.content : contentOf(input.Content, policy.type),
    };
    changePolicy(context.world, policy.id, changed);
    return { Policy: whole(memberOf(context), changed) };
  },
});
const describe = operation<DescribePolicyCommandInput, DescribePolicyCommandOutput>({
  trail: 'read',
  access: ({ PolicyId }, { world }) => look('DescribePolicy', policiesOf(world).get(PolicyId)?.type),
  run: ({ PolicyId }, context) => ({ Policy: whole(insight(context), policyOf(context, PolicyId)) }),
});
const list = operation<ListPoliciesCommandInput, ListPoliciesCommandOutput>({
  trail: 'read',
  access: ({ Filter }) => look('ListPolicies', Filter),
  run: (input, context) => {
    const organization = insight(context);
    const type = controlType(input.Filter);
    const { rows, next } = listed(
      policiesOf(context.world)
        .values()
        .filter((policy) => policy.type === type),
      input,
    );
    return { Policies: rows.map((policy) => summary(organization, policy)), NextToken: next };
  },
});
const remove = operation<DeletePolicyCommandInput, DeletePolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => onPolicy(context, 'DeletePolicy', input.PolicyId),
  run: (input, context) => {
    const policy = ownPolicy(context, input.PolicyId);
    if (targetsOf(context, policy).length > 0)
      throw new AwsFault(
        'PolicyInUseException',
        'The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation.',
      );
    changePolicy(context.world, policy.id, undefined);
    return {};
  },
});

export const POLICY_OPERATIONS = {
  CreatePolicy: create,
  UpdatePolicy: update,
  DescribePolicy: describe,
  ListPolicies: list,
  DeletePolicy: remove,
} as const;
