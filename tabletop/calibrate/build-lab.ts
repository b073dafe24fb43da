import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateEndpointConfigCommand,
  DeleteEndpointConfigCommand,
  DescribeModelCommand,
  ListEndpointsCommand,
} from '@aws-sdk/client-sagemaker';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { secondsUntil } from './asking.ts';
import type { Lab, LabClients, LabPlace, LabTime } from './lab.ts';
import { callerPolicy, callerTrust, denyPolicy, endpointArn } from './policies.ts';
import type { Undoing } from './undo.ts';

const VARIANT = 'AllTraffic';
/** IAM is eventually consistent: a role that was just made cannot be assumed at once. In seconds. */
const ROLE_EVERY = 5;
const ROLE_LONGEST = 300;

export interface LabOptions extends LabPlace, LabTime {
  readonly clients: LabClients;
  readonly note: (line: string) => void;
  /** Who answers, where that is not AWS. */
  readonly notAws?: string | undefined;
}

/** Somebody's production is not for experiments: the account must hold no endpoint but ours. */
export const foreignEndpoints = async (clients: LabClients): Promise<readonly string[]> => {
  const { Endpoints = [] } = await clients.sagemaker.send(new ListEndpointsCommand({ MaxResults: 100 }));
  return Endpoints.map(({ EndpointName = '' }) => EndpointName).filter((name) => !name.startsWith('cordon-calibrate-'));
};

const makeConfigs = async (
  { clients, model, instanceType }: LabOptions,
  name: string,
  undoing: Undoing,
): Promise<readonly [string, string]> => {
  await clients.sagemaker.send(new DescribeModelCommand({ ModelName: model }));
  const names = [`${name}-a`, `${name}-b`] as const;
  for (const EndpointConfigName of names) {
    await clients.sagemaker.send(
      new CreateEndpointConfigCommand({
        EndpointConfigName,
        ProductionVariants: [{ VariantName: VARIANT, ModelName: model, InstanceType: instanceType, InitialInstanceCount: 1 }],
      }),
    );
    undoing.made(
      `endpoint config ${EndpointConfigName}`,
      `aws sagemaker delete-endpoint-config --endpoint-config-name ${EndpointConfigName}`,
      () => clients.sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName })),
    );
  }
  return names;
};

const makeCaller = async (
  options: LabOptions,
  name: string,
  undoing: Undoing,
): Promise<{ readonly role: string; readonly arn: string }> => {
  const { iam } = options.clients;
  const [RoleName, PolicyName] = [`${name}-caller`, 'call'];
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: callerTrust(options) }));
  undoing.made(`role ${RoleName}`, `aws iam delete-role --role-name ${RoleName}`, () => iam.send(new DeleteRoleCommand({ RoleName })));
  const PolicyDocument = callerPolicy(endpointArn(options, name));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  undoing.made(`policy of ${RoleName}`, `aws iam delete-role-policy --role-name ${RoleName} --policy-name ${PolicyName}`, () =>
    iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })),
  );
  return { role: RoleName, arn: Role?.Arn ?? '' };
};

const makeDeny = async ({ clients }: LabOptions, name: string, undoing: Undoing): Promise<string> => {
  const { Policy } = await clients.iam.send(new CreatePolicyCommand({ PolicyName: `${name}-deny`, PolicyDocument: denyPolicy }));
  const PolicyArn = Policy?.Arn ?? '';
  undoing.made(`policy ${PolicyArn}`, `aws iam delete-policy --policy-arn ${PolicyArn}`, () =>
    clients.iam.send(new DeletePolicyCommand({ PolicyArn })),
  );
  return PolicyArn;
};

/** Everything that the probes need but the endpoint, which is itself measured while it is made. */
export const buildLab = async (options: LabOptions, undoing: Undoing): Promise<Lab> => {
  const name = `cordon-calibrate-${options.run}`;
  const configs = await makeConfigs(options, name, undoing);
  const caller = await makeCaller(options, name, undoing);
  const denyPolicyArn = await makeDeny(options, name, undoing);
  const assume = () => options.clients.sts.send(new AssumeRoleCommand({ RoleArn: caller.arn, RoleSessionName: 'cordon-calibrate' }));
  let session: Awaited<ReturnType<typeof assume>> | undefined;
  const isAssumable = async (): Promise<boolean> => {
    session = await assume().catch((thrown: unknown) => {
      if (thrown instanceof Error && thrown.name === 'AccessDenied') return undefined;
      throw thrown;
    });
    return session !== undefined;
  };
  await secondsUntil(options, isAssumable, ROLE_EVERY, ROLE_LONGEST, `becoming ${caller.role}`);
  const {
    AccessKeyId: accessKeyId = '',
    SecretAccessKey: secretAccessKey = '',
    SessionToken: sessionToken = '',
  } = session?.Credentials ?? {};
  return {
    ...options,
    endpoint: { name, arn: endpointArn(options, name) },
    configs,
    variant: VARIANT,
    caller: { role: caller.role, runtime: options.clients.runtimeAs({ accessKeyId, secretAccessKey, sessionToken }) },
    denyPolicyArn,
  };
};

export const attachDeny = async ({ clients, caller, denyPolicyArn }: Lab): Promise<unknown> =>
  clients.iam.send(new AttachRolePolicyCommand({ RoleName: caller.role, PolicyArn: denyPolicyArn }));
export const detachDeny = async ({ clients, caller, denyPolicyArn }: Lab): Promise<unknown> =>
  clients.iam.send(new DetachRolePolicyCommand({ RoleName: caller.role, PolicyArn: denyPolicyArn }));
