import { createPolicy, createRole, rolesOf } from '../iam/state.ts';
import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';

const SERVICE = 'sagemaker.application-autoscaling.amazonaws.com';
const ROLE = 'AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint';

const known = ({ world, account }: Context): string | undefined =>
  rolesOf(world)
    .values()
    .find((role) => role.account === account && role.name === ROLE)?.arn;

/** The first registration in an account makes the role, and needs the permission to. */
export const makingRole = (context: Context): readonly Access[] =>
  known(context) !== undefined
    ? []
    : [
        {
          action: 'iam:CreateServiceLinkedRole',
          resource: `arn:aws:iam::${context.account}:role/aws-service-role/${SERVICE}/${ROLE}`,
          context: { 'iam:AWSServiceName': [SERVICE] },
        },
      ];
export const serviceRole = (context: Context): string => {
  const { world, account } = context;
  const found = known(context);
  if (found !== undefined) return found;
  const policy = createPolicy(world, {
    account,
    name: 'AWSApplicationAutoscalingSageMakerEndpointPolicy',
    description: 'What Application Auto Scaling does to endpoints',
    document: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: [
            'sagemaker:DescribeEndpoint',
            'sagemaker:DescribeInferenceComponent',
            'sagemaker:UpdateEndpointWeightsAndCapacities',
            'sagemaker:UpdateInferenceComponentRuntimeConfig',
          ],
          Resource: '*',
        },
      ],
    },
  });
  return createRole(world, {
    account,
    name: ROLE,
    attached: [policy],
    description: 'Auto scaling',
    trust: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: SERVICE } }] },
  });
};
