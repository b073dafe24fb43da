import type { Behaviour } from '../behaviour.ts';

export const policySpreading = {
  id: 'organizations.policy-spreading',
  says: 'A control policy that was attached, detached or changed is enforced 10 seconds later, while the list operations show it at once.',
  mark: 'assumed',
  source: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_troubleshoot.html (eventual consistency, no number given)',
  seconds: 10,
} as const satisfies Behaviour;

export const ORGANIZATIONS_BEHAVIOURS: readonly Behaviour[] = [
  policySpreading,
  {
    id: 'organizations.scp-levels',
    says: 'A service control policy must allow an action at the root, at every unit and at the account; a deny at any of them denies. The management account and service-linked roles are not limited.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html',
  },
  {
    id: 'organizations.rcp-services',
    says: 'Resource control policies limit who uses resources of S3, STS, KMS, Secrets Manager, SQS and ECR in member accounts; SageMaker is not among them. Service-linked roles are not limited.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html',
  },
  {
    id: 'organizations.who-may',
    says: 'Only the management account, and for reads a delegated administrator, may look into the organisation; a member may change policies only as far as the delegation policy lets it. DescribeOrganization is open to every member.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html',
  },
  {
    id: 'organizations.last-scp',
    says: 'The last service control policy of a root, unit or account cannot be detached (ConstraintViolationException, MIN_POLICY_TYPE_LIMIT_EXCEEDED), and five may be attached to each.',
    mark: 'documented',
    source: 'https://docs.aws.amazon.com/organizations/latest/APIReference/API_DetachPolicy.html',
  },
  {
    id: 'organizations.content-text',
    says: 'A document that is no control policy is refused with MalformedPolicyDocumentException; the words after the sentence of AWS are those of IAM.',
    mark: 'assumed',
    source: 'https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreatePolicy.html (names the error, not the text)',
  },
];
