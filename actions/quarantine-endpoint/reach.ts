import { GetPolicyCommand, GetPolicyVersionCommand, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam';
import type { Cloud } from '../../core/action/cloud.ts';
import type { Caller } from '../../core/asset/asset.ts';
import { coverageOf, deniesQuarantined, denyPolicyArn, type CallerSeen, type Coverage } from '../../core/asset/coverage.ts';
import { resourceOf, type Target } from '../../core/asset/resource.ts';
import { found } from '../../core/action/found.ts';

type Reads = Cloud<typeof ListAttachedRolePoliciesCommand | typeof GetPolicyCommand | typeof GetPolicyVersionCommand>;

const parsed = (document: string): unknown => {
  try {
    return JSON.parse(decodeURIComponent(document));
  } catch {
    return undefined;
  }
};

/** ARN of the pre-deployed deny, if its text in force is a deny; read, not believed from its name. */
const denyInForce = async (cloud: Reads, account: string): Promise<readonly string[]> => {
  const arn = denyPolicyArn(account);
  const policy = found(await cloud.attempt(GetPolicyCommand, { PolicyArn: arn }));
  const version = policy?.Policy?.DefaultVersionId;
  if (version === undefined) return [];
  const text = found(await cloud.attempt(GetPolicyVersionCommand, { PolicyArn: arn, VersionId: version }));
  return deniesQuarantined(parsed(text?.PolicyVersion?.Document ?? '')) ? [arn] : [];
};

/** IAM answers 100 policies a page; a role carries 20 at most by quota. */
const look = async (cloud: Reads, target: Target, caller: Caller): Promise<CallerSeen> => {
  const role = resourceOf(caller.principal);
  if (role?.kind !== 'role') return { caller, unknown: 'it is not a role' };
  if (role.account !== target.account) return { caller, unknown: `its account ${role.account} is not the endpoint's` };
  const answer = await cloud.attempt(ListAttachedRolePoliciesCommand, { RoleName: role.name.split('/').at(-1) ?? role.name });
  if (!answer.ok) return { caller, unknown: answer.failure.why };
  return { caller, policies: (answer.value.AttachedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []) };
};

/** Whom the deny reaches right now. One caller after another: IAM throttles an account early. */
export const reach = async (cloud: Reads, target: Target, callers: readonly Caller[]): Promise<Coverage> => {
  const denies = await denyInForce(cloud, target.account);
  const seen: CallerSeen[] = [];
  for (const caller of callers) seen.push(await look(cloud, target, caller));
  return coverageOf(seen, denies);
};
