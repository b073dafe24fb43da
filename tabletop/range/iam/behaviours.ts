import type { Behaviour } from '../behaviour.ts';

export const iamPropagation = {
  id: 'iam.propagation',
  says: 'A change of a policy, a role or a user is enforced 10 seconds later, while the read operations show it at once; a new role cannot be assumed before that.',
  mark: 'assumed',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html (eventual consistency, no number given)',
  seconds: 10,
} as const satisfies Behaviour;

export const iamKeySpreading = {
  id: 'iam.key-spreading',
  says: 'An access key that was created, deactivated or deleted is known to the authoriser 4 seconds later.',
  mark: 'assumed',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html (no number given; researchers saw about four seconds)',
  seconds: 4,
} as const satisfies Behaviour;

export const lastAccessedJob = {
  id: 'iam.last-accessed-job',
  says: 'A report of the services that somebody last used is ready 5 seconds after it was asked for.',
  mark: 'assumed',
  source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateServiceLastAccessedDetails.html (asynchronous, no number given)',
  seconds: 5,
} as const satisfies Behaviour;

export const IAM_BEHAVIOURS: readonly Behaviour[] = [
  iamPropagation,
  iamKeySpreading,
  lastAccessedJob,
  {
    id: 'iam.last-used',
    says: 'When a role, a key or a service was last used follows at once from the calls that the event history kept; AWS counts more calls and reports them hours later.',
    mark: 'assumed',
    source: 'a limit of the range; AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_access-advisor.html',
  },
  {
    id: 'iam.no-groups',
    says: 'The range knows no groups, no MFA devices, no identity providers and no root user; their operations are unknown, and lists of them are empty.',
    mark: 'assumed',
    source: 'a limit of the range, not a behaviour of AWS',
  },
  {
    id: 'iam.delete-conflict',
    says: 'A role or user that still has policies, keys, a password or an instance profile, and a policy that is attached or has further versions, cannot be deleted (DeleteConflict).',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html',
  },
  {
    id: 'iam.trust-principals',
    says: 'A trust policy that names a role or user which is not there is refused: Invalid principal in policy. That a deleted and recreated principal is another one is not simulated.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  },
  {
    id: 'iam.simulate',
    says: 'SimulatePrincipalPolicy weighs the stored policies, the boundary and the service control policies; of matched statements it names the policy, not the position.',
    mark: 'assumed',
    source: 'a limit of the range; AWS: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html',
  },
  {
    id: 'iam.evaluation',
    says: 'An explicit deny in any policy wins; then control policies, identity policies, the permissions boundary and session policies must all allow. Another account must be let in by the policy of the resource, too.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html',
  },
  {
    id: 'iam.resource-grant',
    says: 'In the same account, a resource policy that names a session, a user or everybody allows by itself, past the boundary and the session policy; one that names the role is limited by both; one that names the account leaves it to identity policies.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
  },
  {
    id: 'iam.conditions',
    says: 'Condition keys are named in any letters; a negated operator, and ForAllValues, match when the key is absent, IfExists makes every operator do so. A variable without a value and without a default matches nothing.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html',
  },
  {
    id: 'iam.arn-like',
    says: 'ArnLike and ArnEquals compare the six parts of an ARN one by one, so that a wildcard does not run over a colon.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html',
  },
  {
    id: 'iam.arn-star',
    says: 'A bare * as the value of an ARN operator matches every ARN.',
    mark: 'assumed',
    source: 'written in public policies; AWS only describes patterns of six parts',
  },
  {
    id: 'iam.not-principal',
    says: 'A Deny with NotPrincipal spares only who is listed by account, role and session at once, and never a principal with a permissions boundary.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html',
  },
  {
    id: 'iam.deny-order',
    says: 'Where several kinds of policy deny, the refusal names the first of: service control, resource control, resource-based, identity-based, boundary, session.',
    mark: 'assumed',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html (one kind is named, not which)',
  },
  {
    id: 'iam.denied-text',
    says: 'A refusal names principal, action, resource and why: "with an explicit deny in an identity-based policy" or "because no identity-based policy allows the … action".',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html',
  },
  {
    id: 'iam.malformed',
    says: 'A document that breaks the grammar, or lacks or has an element that its kind of policy must or must not have, is refused with MalformedPolicyDocument when it is stored.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html',
  },
  {
    id: 'iam.malformed-text',
    says: 'The words of a MalformedPolicyDocument, e.g. "Missing required field Action", and which of several mistakes is named.',
    mark: 'assumed',
    source: 'second-hand reports of refused policies',
  },
  {
    id: 'iam.attach-idempotent',
    says: 'Attaching a policy twice succeeds; detaching one that is not attached answers NoSuchEntity.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html',
  },
];
