import { aws_iam as iam, aws_kms as kms, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import type { SlackName } from './bundle.ts';
import type { SlackConfig } from './config.ts';
import { ADMINISTRATION } from './keys.ts';

/** What somebody names when they store the two secrets: `aws ssm put-parameter --key-id alias/cordon-slack`. */
const SECRETS_ALIAS = 'cordon-slack';
/** Which secrets a function reads: only the ingress may know with what Slack signs, or what it lets in could be made by others. */
const SECRETS: Readonly<Record<SlackName, readonly ('signingParameter' | 'tokenParameter')[]>> = {
  'slack-ingress': ['signingParameter', 'tokenParameter'],
  'slack-worker': ['tokenParameter'],
  'slack-outbox': ['tokenParameter'],
};
const NAMES = ['slack-ingress', 'slack-worker', 'slack-outbox'] as const satisfies readonly SlackName[];

/** `/a/b` has its slash in the ARN only once. */
const parameterArn = ({ account, region }: Stack, name: string): string => `arn:aws:ssm:${region}:${account}:parameter${name}`;
export const readSecrets = (stack: Stack, slack: SlackConfig, name: SlackName): iam.PolicyStatement =>
  new iam.PolicyStatement({ actions: ['ssm:GetParameter'], resources: SECRETS[name].map((which) => parameterArn(stack, slack[which])) });

/**
 * The key of Slack's secrets. AWS's own key for parameters lets everybody in the account decrypt who may read a parameter; this one lets the
 * three functions, each its own secrets, through Parameter Store only. It hands nothing on to IAM but storing a new secret.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-restrict-decryption.html
 */
export const secretsKey = (stack: Stack, slack: SlackConfig, roles: Readonly<Record<SlackName, iam.Role>>): kms.Key => {
  const through = { 'kms:ViaService': `ssm.${stack.region}.amazonaws.com` };
  const key = new kms.Key(stack, 'SlackKey', {
    description: "Cordon: encrypts Slack's signing secret and bot token",
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
    pendingWindow: Duration.days(30),
    policy: new iam.PolicyDocument({
      statements: [
        new iam.PolicyStatement({
          sid: 'Administer',
          principals: [new iam.AccountRootPrincipal()],
          actions: [...ADMINISTRATION, 'kms:EnableKeyRotation', 'kms:CreateAlias', 'kms:DeleteAlias'],
          resources: ['*'],
        }),
        new iam.PolicyStatement({
          sid: 'Store',
          principals: [new iam.AccountRootPrincipal()],
          actions: ['kms:Encrypt'],
          resources: ['*'],
          conditions: { StringEquals: through },
        }),
        ...NAMES.map(
          (name) =>
            new iam.PolicyStatement({
              sid: `Read${NAMES.indexOf(name)}`,
              principals: [new iam.ArnPrincipal(roles[name].roleArn)],
              actions: ['kms:Decrypt'],
              resources: ['*'],
              conditions: {
                StringEquals: {
                  ...through,
                  'kms:EncryptionContext:PARAMETER_ARN': SECRETS[name].map((which) => parameterArn(stack, slack[which])),
                },
              },
            }),
        ),
      ],
    }),
  });
  key.addAlias(SECRETS_ALIAS);
  return key;
};
