import type { Behaviour } from '../behaviour.ts';

export const iamPropagation = {
  id: 'iam.propagation',
  says: 'An attached or detached managed policy is enforced 10 seconds later, while ListAttachedRolePolicies shows it at once.',
  mark: 'assumed',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html (eventual consistency, no number given)',
  seconds: 10,
} as const satisfies Behaviour;

export const IAM_BEHAVIOURS: readonly Behaviour[] = [
  iamPropagation,
  {
    id: 'iam.evaluation',
    says: 'Identity policies decide: explicit deny, then allow, then implicit deny; wildcards in Action and Resource; a negated condition operator matches when its key is absent.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  },
  {
    id: 'iam.scope',
    says: 'Managed identity policies, role trust and simple allow lists on buckets and keys are evaluated; inline policies, permissions boundaries, session policies, SCPs and RCPs do not exist.',
    mark: 'assumed',
    source: 'a limit of the range, not a behaviour of AWS',
  },
  {
    id: 'iam.denied-text',
    says: 'A refusal names principal, action, resource and why: "with an explicit deny in an identity-based policy" or "because no identity-based policy allows the … action".',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html',
  },
  {
    id: 'iam.attach-idempotent',
    says: 'Attaching a policy twice succeeds; detaching one that is not attached answers NoSuchEntity.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html',
  },
];
