import type { Template } from 'aws-cdk-lib/assertions';
import { denyPolicyArn } from '../../core/asset/coverage.ts';
import { northbankJwk } from '../../tabletop/range/kms/jwk.ts';
import { defaultPolicy, type Key } from '../../tabletop/range/kms/state.ts';
import { northbankState } from '../../tabletop/range/northbank/world.ts';
import { documentOf } from '../../tabletop/range/iam/state.ts';
import { evaluate, type Access } from '../../tabletop/range/policy/evaluate.ts';
import type { RangeState } from '../../tabletop/range/store.ts';
import { flat, HOME, MEMBER, resources, statementsOf, type Loose, type Statement } from '../infra/deployment.ts';

const REGION = 'eu-west-1';
/** Keys by what their description says; the template knows no ids. */
export const GRANT_KEY = `arn:aws:kms:${REGION}:${HOME}:key/grant`;
export const EVIDENCE_KEY = `arn:aws:kms:${REGION}:${HOME}:key/evidence`;
export const EVIDENCE_BUCKET = 'nb-cordon-evidence';
export const TABLE = 'cordon-ledger';
const TABLE_ARN = `arn:aws:dynamodb:${REGION}:${HOME}:table/${TABLE}`;

const roleArn = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;
/** The test key under which the range knows a role of the deployment. */
export const accessKeyOf = (name: string): string => `DEPLOYED-${name.toUpperCase()}`;

/** A queue of Slack's, by its logical id. */
export const queueArn = (id: string): string => `arn:aws:sqs:${REGION}:${HOME}:${id}`;
const arnOf = (intrinsic: string): readonly string[] => {
  const [, id = ''] = /\["(\w+)","Arn"\]/.exec(intrinsic) ?? [];
  return /^Ledger[0-9A-F]{8}$/.test(id) ? [TABLE_ARN] : /^Slack(Requests|News)[0-9A-F]{8}$/.test(id) ? [queueArn(id)] : [];
};

type Plain = Omit<Statement, 'Resource'> & { readonly Resource: readonly string[] };
/** Intrinsic functions as the ARNs that CloudFormation would put there; a resource that has none here is left out. */
const plain = (statement: Statement): readonly Plain[] => {
  const all: readonly unknown[] = Array.isArray(statement.Resource) ? statement.Resource : [statement.Resource];
  const arns = all.flatMap((one) => (typeof one === 'string' ? [one] : arnOf(flat(one))));
  if (arns.length === 0) return [];
  const { StringEquals: equals, ...rest } = statement.Condition ?? {};
  // The range names no owner of an S3 resource; its buckets let in their own account only.
  const { 'aws:ResourceAccount': _owner, ...others } = equals ?? {};
  const conditions = Object.keys(others).length === 0 ? rest : { ...rest, StringEquals: others };
  const { Condition: _condition, ...bare } = statement;
  return [{ ...bare, Resource: arns, ...(Object.keys(conditions).length > 0 && { Condition: conditions }) }];
};
/** What the policies of the keys allow a role, as if its own policy said so: the range weighs no key policy within one account. */
const onKeys = (home: Template, name: string): readonly Plain[] => {
  const id = [...resources(home, 'AWS::IAM::Role')].find(([, { Properties }]) => Properties['RoleName'] === name)?.[0];
  return [...resources(home, 'AWS::KMS::Key').values()].flatMap(({ Properties }) => {
    const arn = /grants/.test(Properties['Description']) ? GRANT_KEY : EVIDENCE_KEY;
    const allowing = (Properties['KeyPolicy'].Statement as Statement[]).filter(
      ({ Effect, Principal }) => Effect === 'Allow' && flat(Principal).includes(`"${id}"`),
    );
    return allowing.map(({ Action }): Plain => ({ Effect: 'Allow', Action, Resource: [arn] }));
  });
};

/** Every permission that a role of the deployment has, as plain policy text. */
export const permissionsIn = (home: Template, name: string): readonly Plain[] => [
  ...statementsOf(home, name).flatMap(plain),
  ...onKeys(home, name),
];
/** May this role do it, by what was synthesised? */
export const may = (statements: readonly Plain[], access: Access): boolean =>
  evaluate(documentOf({ Version: '2012-10-17', Statement: statements }).Statement, access) === 'allow';

/** Northbank with the synthesised roles in it: the member's, the functions' in the security account, and keys and bucket that know them. */
export const deployedState = (home: Template, member: Template, shiftDays: number): RangeState => {
  const state: Record<string, string> = { ...northbankState('northbank', shiftDays) };
  const put = (table: string, key: string, row: object): void => void (state[`${table}/${key}`] = JSON.stringify(row));
  const get = (table: string, key: string): Loose => JSON.parse(state[`${table}/${key}`] ?? 'null');
  const role = (account: string, name: string, trust: object, statements: readonly object[], more: readonly string[] = []): void => {
    const [arn, policy] = [roleArn(account, name), `arn:aws:iam::${account}:policy/derived-${name}`];
    const attached = [policy, ...more];
    put('iam.policy', policy, {
      name: `derived-${name}`,
      account,
      arn: policy,
      id: `ANPA${name}`,
      createdAt: 0,
      document: { Version: '2012-10-17', Statement: statements },
      description: '',
    });
    put('iam.role', arn, { name, account, arn, id: `AROA${name}`, createdAt: 0, trust, attached, description: '' });
    put('iam.effective', arn, attached);
    put('sts.test-key', accessKeyOf(name), { accessKeyId: accessKeyOf(name), roleArn: arn, session: name });
  };
  const named = (template: Template) =>
    [...resources(template, 'AWS::IAM::Role').values()].filter(({ Properties }) =>
      String(Properties['RoleName'] ?? '').startsWith('cordon-'),
    );
  for (const { Properties } of named(member)) {
    const name: string = Properties['RoleName'];
    const isCanary = name === 'cordon-canary-covered';
    role(
      MEMBER,
      name,
      Properties['AssumeRolePolicyDocument'],
      statementsOf(member, name).flatMap(plain),
      isCanary ? [denyPolicyArn(MEMBER)] : [],
    );
  }
  const functions = named(home).map(({ Properties }) => String(Properties['RoleName']));
  const service = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
  };
  for (const name of functions) role(HOME, name, service, permissionsIn(home, name));
  for (const [arn, seed] of [
    [GRANT_KEY, 'grant'],
    [EVIDENCE_KEY, 'evidence'],
  ] as const)
    put('kms.key', arn, {
      id: seed,
      arn,
      account: HOME,
      region: REGION,
      createdAt: 0,
      description: seed,
      spec: 'ECC_NIST_P256',
      usage: 'SIGN_VERIFY',
      // The account decides: what the policies of the keys say stands with the roles' own.
      policy: defaultPolicy(HOME),
      isEnabled: true,
      tags: {},
      jwk: northbankJwk(seed),
      rotations: [],
    } satisfies Key);
  const bucket = get('s3.bucket', EVIDENCE_BUCKET);
  const [first] = bucket.policy.Statement;
  const letIn = { ...first, Sid: 'Functions', Principal: { AWS: functions.map((name) => roleArn(HOME, name)) } };
  put('s3.bucket', EVIDENCE_BUCKET, { ...bucket, policy: { ...bucket.policy, Statement: [...bucket.policy.Statement, letIn] } });
  return state;
};
