import * as z from 'zod';
import type { Arn } from './resource.ts';

/** Managed policy in every member account, attached to nobody until an incident: who carries it may call no model. */
const CLIENT_DENY = 'cordon-client-deny';
export const clientDenyArn = (account: string): Arn => `arn:aws:iam::${account}:policy/${CLIENT_DENY}`;
/** InvokeEndpoint* covers streams and asynchronous calls, InvokeModel* streams too; the bare names would leave doors open. */
export const CLIENT_DENIES: readonly string[] = ['sagemaker:InvokeEndpoint*', 'bedrock:InvokeModel*'];

const one = (value: unknown): unknown => (Array.isArray(value) ? value : [value]);
const Texts = z.preprocess(one, z.array(z.string()));
const Statements = z.object({ Statement: z.preprocess(one, z.array(z.record(z.string(), z.unknown()))) });

/** Does the policy really deny every model call, of everything and always? One of the right name with other text blocks nobody. */
export const deniesModelCalls = (document: unknown): boolean => {
  const parsed = Statements.safeParse(document);
  if (!parsed.success) return false;
  const denied = parsed.data.Statement.flatMap(({ Effect, Action, Resource, Condition, ...rest }) => {
    const [actions, resources] = [Texts.safeParse(Action), Texts.safeParse(Resource)];
    const always = Condition === undefined && Object.keys(rest).every((key) => key === 'Sid');
    return Effect === 'Deny' && always && actions.success && resources.success && resources.data.includes('*') ? actions.data : [];
  });
  return CLIENT_DENIES.every((action) => denied.some((wide) => [action, `${action.split(':')[0] ?? ''}:*`, '*'].includes(wide)));
};
