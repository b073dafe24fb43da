import { aws_iam as iam } from 'aws-cdk-lib';
import type { Action } from '../core/action/define.ts';
import { actionFunctionName, CANARY_ROLE, INVENTORY_ROLE, memberRoleName } from '../core/action/role-names.ts';
import type { Config } from './config.ts';

const functionArn = ({ account, region }: Config, name: string): string => `arn:aws:lambda:${region}:${account}:function:${name}`;
const invoke = (resources: readonly string[]): iam.PolicyStatement =>
  new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [...resources] });

export const RUN_ALIAS = 'live';
/** Runs start on the alias only: an unqualified start would run code that no version keeps. */
export const startRuns = (config: Config): iam.PolicyStatement => invoke([`${functionArn(config, 'cordon-run')}:${RUN_ALIAS}`]);
/** https://docs.aws.amazon.com/lambda/latest/dg/durable-security.html */
export const wakeRuns = (config: Config): iam.PolicyStatement =>
  new iam.PolicyStatement({
    actions: ['lambda:SendDurableExecutionCallbackSuccess'],
    resources: [`${functionArn(config, 'cordon-run')}:*`],
  });
/** One door of approve (functions/doors.ts). */
export const askApprove = (config: Config, door: string): iam.PolicyStatement =>
  invoke([`${functionArn(config, 'cordon-approve')}:${door}`]);
export const callActions = (config: Config, actions: readonly Action[]): iam.PolicyStatement =>
  invoke(actions.map(({ id }) => functionArn(config, actionFunctionName(id))));

const assume = ({ assets }: Config, names: readonly string[]): iam.PolicyStatement =>
  new iam.PolicyStatement({
    actions: ['sts:AssumeRole'],
    resources: assets.members.flatMap(({ account }) => names.map((name) => `arn:aws:iam::${account}:role/${name}`)),
  });
export const takeInventory = (config: Config): iam.PolicyStatement => assume(config, [INVENTORY_ROLE]);
/** An action takes the role of that action, and those of what it declares: the canary for probes, the inventory for assets. */
export const takeMemberRoles = (config: Config, { id, probes, needs }: Action): iam.PolicyStatement =>
  assume(config, [memberRoleName(id), ...(probes.length > 0 ? [CANARY_ROLE] : []), ...(needs.includes('assets') ? [INVENTORY_ROLE] : [])]);
