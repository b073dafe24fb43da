import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListAttachedRolePoliciesCommand,
  type AttachRolePolicyCommand,
  type DetachRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { Cloud } from '../../core/action/cloud.ts';
import type { Assets } from '../../core/action/define.ts';
import { found } from '../../core/action/found.ts';
import type { Asset, Caller } from '../../core/asset/asset.ts';
import { clientDenyArn, deniesModelCalls } from '../../core/asset/client-deny.ts';
import { targetOf, type Arn, type Target } from '../../core/asset/resource.ts';
import { refuse } from '../refuse.ts';

export const READS = [ListAttachedRolePoliciesCommand, GetPolicyCommand, GetPolicyVersionCommand] as const;
export type Reads = Cloud<(typeof READS)[number]>;
export type Writes = Cloud<(typeof READS)[number] | typeof AttachRolePolicyCommand | typeof DetachRolePolicyCommand>;

/** IAM wants the name alone, also of a role that has a path. */
export const roleName = ({ name }: Target): string => name.split('/').at(-1) ?? name;
export const attachment = (target: Target) => ({ RoleName: roleName(target), PolicyArn: clientDenyArn(target.account) });

/** Roles whose loss would blind or bind Cordon itself, or that AWS works with; never a client, whatever assets.yaml says. */
const untouchable = (target: Target): string | undefined => {
  if (/^cordon-/i.test(roleName(target))) return 'it is a role of Cordon';
  return /(^|\/)aws-(service-role|reserved)\//.test(target.name) || /^AWS(ServiceRoleFor|ReservedSSO_)/.test(roleName(target))
    ? 'it belongs to an AWS service'
    : undefined;
};

/** The client as the asset's owner declared it, in the asset's own account. */
export const declaredCaller = async (
  assets: Assets,
  arn: Arn,
  target: Target,
): Promise<{ readonly asset: Asset; readonly caller: Caller }> => {
  const asset = await assets.find(arn);
  const caller = asset?.callers.find(({ principal }) => principal === target.arn);
  const barred =
    untouchable(target) ??
    (asset?.adopted === true ? undefined : `${arn} is not adopted in assets.yaml`) ??
    (targetOf(arn).account === target.account ? undefined : `it is in account ${target.account}, not in that of the asset`);
  if (barred === undefined && asset !== undefined && caller !== undefined) return { asset, caller };
  const why = barred ?? `assets.yaml does not name it as a caller of ${targetOf(arn).name}`;
  throw refuse('denied', `${roleName(target)} may not be quarantined`, why, 'npx cordon inventory list');
};

const parsed = (document: string): unknown => {
  try {
    return JSON.parse(decodeURIComponent(document));
  } catch {
    return undefined;
  }
};
/** Version of the pre-deployed deny that is in force; its text is read, not believed from its name. */
export const denyInForce = async (cloud: Reads, { account }: Target): Promise<string> => {
  const arn = clientDenyArn(account);
  const policy = found(await cloud.attempt(GetPolicyCommand, { PolicyArn: arn }));
  const version = policy?.Policy?.DefaultVersionId;
  const text =
    version === undefined ? undefined : found(await cloud.attempt(GetPolicyVersionCommand, { PolicyArn: arn, VersionId: version }));
  if (version !== undefined && deniesModelCalls(parsed(text?.PolicyVersion?.Document ?? ''))) return version;
  const why = version === undefined ? `there is no policy ${arn}` : `version ${version} of ${arn} does not deny every model call`;
  throw refuse('invalid', 'No client can be quarantined in this account', why, 'npx cordon inventory list');
};

/** IAM answers 100 policies a page; a role carries 20 at most by quota. */
export const isAttached = async (cloud: Reads, target: Target): Promise<boolean> => {
  const { AttachedPolicies = [] } = await cloud.call(ListAttachedRolePoliciesCommand, { RoleName: roleName(target) });
  return AttachedPolicies.some(({ PolicyArn }) => PolicyArn === clientDenyArn(target.account));
};
