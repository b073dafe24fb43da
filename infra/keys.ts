import { aws_iam as iam, aws_kms as kms, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';

/** Everything that administers a key and none of what uses it: no Sign, and no CreateGrant, which would hand Sign on. */
export const ADMINISTRATION = [
  'kms:CancelKeyDeletion',
  'kms:Describe*',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:Get*',
  'kms:List*',
  'kms:PutKeyPolicy',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateKeyDescription',
];

/**
 * A signing key whose own policy says who signs. It has no statement that hands permissions on to IAM, so no IAM policy, however wide, can
 * let anybody else sign; the deny says the same again, for whoever edits the allow.
 */
export const signingKey = (
  stack: Stack,
  id: string,
  { says, signers, checkers }: { readonly says: string; readonly signers: readonly iam.IRole[]; readonly checkers: readonly iam.IRole[] },
): kms.Key => {
  const arns = signers.map(({ roleArn }) => roleArn);
  return new kms.Key(stack, id, {
    description: says,
    keySpec: kms.KeySpec.ECC_NIST_P256,
    keyUsage: kms.KeyUsage.SIGN_VERIFY,
    removalPolicy: RemovalPolicy.RETAIN,
    pendingWindow: Duration.days(30),
    policy: new iam.PolicyDocument({
      statements: [
        new iam.PolicyStatement({
          sid: 'Administer',
          principals: [new iam.AccountRootPrincipal()],
          actions: ADMINISTRATION,
          resources: ['*'],
        }),
        new iam.PolicyStatement({
          sid: 'Sign',
          principals: signers.map((role) => new iam.ArnPrincipal(role.roleArn)),
          actions: ['kms:Sign'],
          resources: ['*'],
          conditions: { StringEquals: { 'kms:MessageType': 'DIGEST', 'kms:SigningAlgorithm': 'ECDSA_SHA_256' } },
        }),
        new iam.PolicyStatement({
          sid: 'Check',
          principals: [...signers, ...checkers].map((role) => new iam.ArnPrincipal(role.roleArn)),
          actions: ['kms:GetPublicKey'],
          resources: ['*'],
        }),
        new iam.PolicyStatement({
          sid: 'NobodyElseSigns',
          effect: iam.Effect.DENY,
          principals: [new iam.AnyPrincipal()],
          actions: ['kms:Sign', 'kms:CreateGrant'],
          resources: ['*'],
          conditions: { ArnNotEquals: { 'aws:PrincipalArn': arns } },
        }),
      ],
    }),
  });
};
