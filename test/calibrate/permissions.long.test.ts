import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { calibrate, type Calibration } from '../../tabletop/calibrate/calibrate.ts';
import { calibratePolicy } from '../../tabletop/calibrate/policies.ts';
import { UNANSWERABLE } from '../../tabletop/calibrate/probes.ts';
import { WORKLOAD } from '../range/clients.ts';
import { labClients, labOptions, sandboxAccount } from './lab-account.ts';

const Policy = z.object({
  Version: z.string(),
  Statement: z.array(z.looseObject({ Action: z.union([z.string(), z.array(z.string())]) })),
});
const policy = Policy.parse(calibratePolicy({ account: WORKLOAD, region: 'eu-west-1' }));
const actions = policy.Statement.flatMap(({ Action }) => Action);
const without = (lost: string | undefined): object => ({
  ...policy,
  Statement: policy.Statement.flatMap((statement) => {
    const left = [statement.Action].flat().filter((action) => action !== lost);
    return left.length === 0 ? [] : [{ ...statement, Action: left }];
  }),
});

/** Calibrates as a role that may do what the printed policy says, less one action; undefined: it did not get as far as a result. */
const calibratedWith = async (lost?: string): Promise<Calibration | undefined> => {
  const account = sandboxAccount();
  const { iam, sts } = labClients(account.range, 'admin');
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${WORKLOAD}:root` } };
  const text = (Statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'calibrator', AssumeRolePolicyDocument: text([trust]) }));
  const PolicyDocument = JSON.stringify(without(lost));
  await iam.send(new PutRolePolicyCommand({ RoleName: 'calibrator', PolicyName: 'calibrate', PolicyDocument }));
  account.clock.advance(60);
  const assume = new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'calibrate', DurationSeconds: 3600 });
  const { Credentials: { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = {} } = await sts.send(assume);
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  const clients = labClients(account.range, 'admin', credentials);
  try {
    return await calibrate(labOptions(account, { clients }).options);
  } catch {
    return undefined;
  }
};

test('the printed policy is enough', async () => {
  const result = await calibratedWith();
  expect(result?.left).toEqual([]);
  expect(result?.notMeasured).toEqual(UNANSWERABLE);
});

/** Asked before anything else, by the command line itself. */
const ASKED_ELSEWHERE = ['sts:GetCallerIdentity'];
test.each(actions.filter((action) => !ASKED_ELSEWHERE.includes(action)))('%s is needed', async (action) => {
  const result = await calibratedWith(action);
  expect(result === undefined || result.left.length > 0 || result.notMeasured.length > UNANSWERABLE.length).toBe(true);
});
