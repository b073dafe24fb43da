import { statementsOf } from '../iam/state.ts';
import type { Caller } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import type { World } from '../world.ts';
import { evaluate, type Access, type Decision } from './evaluate.ts';

export const decide = (world: World, role: string, access: Access): Decision => evaluate(statementsOf(world, role), access);

/** AWS's own sentence. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export const refusal = (caller: Caller, access: Access, decision: 'explicit-deny' | 'implicit-deny' | 'no-resource-policy'): string => {
  const on = access.resource === '*' ? '' : ` on resource: ${access.resource}`;
  const head = `User: ${caller.arn} is not authorized to perform: ${access.action}${on}`;
  if (decision === 'explicit-deny') return `${head} with an explicit deny in an identity-based policy`;
  const kind = decision === 'implicit-deny' ? 'identity-based' : 'resource-based';
  return `${head} because no ${kind} policy allows the ${access.action} action`;
};

/** Throws the service's own denial for the first access that is not allowed. */
export const authorise = (
  world: World,
  caller: Caller,
  accesses: readonly Access[],
  denied: { readonly code: string; readonly status: number },
): void => {
  for (const access of accesses) {
    const decision = decide(world, caller.roleArn, access);
    if (decision !== 'allow') throw new AwsFault(denied.code, refusal(caller, access, decision), { status: denied.status });
  }
};
