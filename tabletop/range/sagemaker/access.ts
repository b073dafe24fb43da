import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { arnOf, tagContext } from './state.ts';

/** What IAM is asked for a call on one named resource, with the tags that the authoriser knows. */
export const on =
  (action: string, type: string) =>
  (context: Context, name: string): Access => {
    const resource = arnOf(context, type, name);
    return { action: `sagemaker:${action}`, resource, context: tagContext(context.world, resource) };
  };
export const onArn = (context: Context, action: string, arn: string, extra: Readonly<Record<string, readonly string[]>> = {}): Access => ({
  action: `sagemaker:${action}`,
  resource: arn,
  context: { ...tagContext(context.world, arn), ...extra },
});
/** Lists have no resource-level permission. */
export const onAll = (action: string): readonly Access[] => [{ action: `sagemaker:${action}`, resource: '*' }];
