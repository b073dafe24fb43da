import type {
  AttachPolicyCommandInput,
  AttachPolicyCommandOutput,
  DetachPolicyCommandInput,
  DetachPolicyCommandOutput,
  DisablePolicyTypeCommandInput,
  DisablePolicyTypeCommandOutput,
  EnablePolicyTypeCommandInput,
  EnablePolicyTypeCommandOutput,
  ListPoliciesForTargetCommandInput,
  ListPoliciesForTargetCommandOutput,
  ListTargetsForPolicyCommandInput,
  ListTargetsForPolicyCommandOutput,
} from '@aws-sdk/client-organizations';
import { operation, type Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { arnIn, change, controlType, insight, listed, look, memberOf, policyArnIn, policyOf, targetOf } from './lookup.ts';
import { summary } from './policies.ts';
import {
  attachedTo,
  changeAttached,
  FULL_ACCESS,
  policiesOf,
  setOrganization,
  type ControlPolicy,
  type Organization,
  type PolicyType,
} from './state.ts';
import { everyTarget, targetsOf } from './targets.ts';

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const MOST_ATTACHED = 5;

const violation = (Reason: string, message: string): AwsFault =>
  new AwsFault('ConstraintViolationException', message, { members: { Reason } });
interface Pair {
  readonly PolicyId: string;
  readonly TargetId: string;
}
const onPair = (context: Context, action: string, { PolicyId, TargetId }: Pair) => {
  const policy = policiesOf(context.world).get(PolicyId);
  const organization = memberOf(context);
  const resources = policy === undefined ? [] : [policyArnIn(organization, policy)];
  return change(context, action, [...resources, arnIn(organization, TargetId)], policy?.type);
};
const pairOf = (context: Context, { PolicyId, TargetId }: Pair): { readonly policy: ControlPolicy; readonly ids: readonly string[] } => {
  const policy = policyOf(context, PolicyId);
  targetOf(context, TargetId);
  if (!memberOf(context).enabled.includes(policy.type))
    throw new AwsFault(
      'PolicyTypeNotEnabledException',
      'This operation can be performed only for enabled policy types. The specified policy type is not enabled in this root.',
    );
  return { policy, ids: attachedTo(context.world, TargetId)[policy.type] };
};
const setIds = ({ world }: Context, target: string, type: PolicyType, ids: readonly string[]): void =>
  changeAttached(world, target, { ...attachedTo(world, target), [type]: ids });

const attach = operation<AttachPolicyCommandInput, AttachPolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => onPair(context, 'AttachPolicy', input),
  run: (input, context) => {
    const { policy, ids } = pairOf(context, input);
    if (ids.includes(policy.id))
      throw new AwsFault('DuplicatePolicyAttachmentException', 'The selected policy is already attached to the specified target.');
    if (ids.length >= MOST_ATTACHED)
      throw violation('MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED', 'You have attached the maximum number of policies to the target.');
    setIds(context, input.TargetId, policy.type, [...ids, policy.id]);
    return {};
  },
});
const detach = operation<DetachPolicyCommandInput, DetachPolicyCommandOutput>({
  trail: 'write',
  access: (input, context) => onPair(context, 'DetachPolicy', input),
  run: (input, context) => {
    const { policy, ids } = pairOf(context, input);
    if (!ids.includes(policy.id))
      throw new AwsFault('PolicyNotAttachedException', "The policy isn't attached to the specified target in the specified root.");
    if (ids.length === 1 || policy.id === FULL_ACCESS.RESOURCE_CONTROL_POLICY)
      throw violation('MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED', 'You must keep the minimum number of policies attached to the target.');
    setIds(
      context,
      input.TargetId,
      policy.type,
      ids.filter((id) => id !== policy.id),
    );
    return {};
  },
});
const listPolicies = operation<ListPoliciesForTargetCommandInput, ListPoliciesForTargetCommandOutput>({
  trail: 'read',
  access: ({ Filter }) => look('ListPoliciesForTarget', Filter),
  run: (input, context) => {
    const organization = insight(context);
    const type = controlType(input.Filter);
    targetOf(context, input.TargetId);
    const { rows, next } = listed(attachedTo(context.world, input.TargetId)[type], input);
    return { Policies: rows.map((id) => summary(organization, policyOf(context, id))), NextToken: next };
  },
});
const listTargets = operation<ListTargetsForPolicyCommandInput, ListTargetsForPolicyCommandOutput>({
  trail: 'read',
  access: ({ PolicyId }, { world }) => look('ListTargetsForPolicy', policiesOf(world).get(PolicyId)?.type),
  run: (input, context) => {
    const organization = insight(context);
    const { rows, next } = listed(targetsOf(context, policyOf(context, input.PolicyId)), input);
    return {
      Targets: rows.map(({ id, name, type }) => ({ TargetId: id, Arn: arnIn(organization, id), Name: name, Type: type })),
      NextToken: next,
    };
  },
});

const rootShape = (organization: Organization) => ({
  Id: organization.root,
  Arn: arnIn(organization, organization.root),
  Name: 'Root',
  PolicyTypes: organization.enabled.map((Type) => ({ Type, Status: 'ENABLED' as const })),
});
/** The root, the type asked for, and whether it is on. */
const switchOf = (context: Context, input: { readonly RootId: string; readonly PolicyType: string }) => {
  const organization = memberOf(context);
  if (organization.root !== input.RootId) throw new AwsFault('RootNotFoundException', "You specified a root that doesn't exist.");
  const type = controlType(input.PolicyType);
  return { organization, type, isOn: organization.enabled.includes(type) };
};
const enable = operation<EnablePolicyTypeCommandInput, EnablePolicyTypeCommandOutput>({
  trail: 'write',
  access: (input, context) => change(context, 'EnablePolicyType', [arnIn(memberOf(context), input.RootId)], input.PolicyType),
  run: (input, context) => {
    const { organization, type, isOn } = switchOf(context, input);
    if (isOn)
      throw new AwsFault('PolicyTypeAlreadyEnabledException', 'The specified policy type is already enabled in the specified root.');
    const changed = { ...organization, enabled: [...organization.enabled, type] };
    setOrganization(context.world, changed);
    // Everything is allowed everywhere until somebody attaches less.
    for (const target of everyTarget(context)) setIds(context, target, type, [FULL_ACCESS[type]]);
    return { Root: rootShape(changed) };
  },
});
const disable = operation<DisablePolicyTypeCommandInput, DisablePolicyTypeCommandOutput>({
  trail: 'write',
  access: (input, context) => change(context, 'DisablePolicyType', [arnIn(memberOf(context), input.RootId)], input.PolicyType),
  run: (input, context) => {
    const { organization, type, isOn } = switchOf(context, input);
    if (!isOn) throw new AwsFault('PolicyTypeNotEnabledException', 'The specified policy type is not enabled in this root.');
    const changed = { ...organization, enabled: organization.enabled.filter((one) => one !== type) };
    setOrganization(context.world, changed);
    for (const target of everyTarget(context)) setIds(context, target, type, []);
    return { Root: rootShape(changed) };
  },
});

export const ATTACHMENT_OPERATIONS = {
  AttachPolicy: attach,
  DetachPolicy: detach,
  ListPoliciesForTarget: listPolicies,
  ListTargetsForPolicy: listTargets,
  EnablePolicyType: enable,
  DisablePolicyType: disable,
} as const;
