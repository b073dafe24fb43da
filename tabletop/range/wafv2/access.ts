import type { Context } from '../operation.ts';
import type { Access } from '../policy/evaluate.ts';
import { AwsFault } from '../protocol/errors.ts';
import { pageOf } from '../page.ts';
import { resourceTags } from '../tag-keys.ts';
import { itemsOf, type Scope, type WafItem } from './state.ts';

const SAYS: Readonly<Record<string, string>> = {
  WAFNonexistentItemException: 'AWS WAF couldn’t perform the operation because your resource doesn’t exist.',
  WAFOptimisticLockException:
    'AWS WAF couldn’t save your changes because someone changed the resource after you started to edit it. Reapply your changes.',
  WAFDuplicateItemException:
    'AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one.',
  WAFAssociatedItemException:
    'AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource.',
  WAFLimitsExceededException: 'AWS WAF couldn’t perform the operation because you exceeded your resource limit.',
};
export const refused = (code: keyof typeof SAYS): AwsFault => new AwsFault(code, SAYS[code] ?? '');
export const invalid = (Reason: string, Field: string, Parameter: string): AwsFault =>
  new AwsFault('WAFInvalidParameterException', `Error reason: ${Reason}, field: ${Field}, parameter: ${Parameter}`, {
    members: { Reason, Field, Parameter },
  });

type Kind = WafItem['kind'];
export const arnOf = ({ account, region }: Context, kind: Kind, scope: string, name: string, id: string): string =>
  `arn:aws:wafv2:${region}:${account}:${scope === 'CLOUDFRONT' ? 'global' : 'regional'}/${kind}/${name}/${id}`;
export const on = (context: Context, action: string, arn: string, more: Access['context'] = {}): Access => ({
  action: `wafv2:${action}`,
  resource: arn,
  resourceAccount: arn.split(':')[4],
  context: { ...resourceTags(itemsOf(context.world).get(arn)?.tags), ...more },
});

/** CloudFront's are kept in one Region. https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html */
export const scopeOf = ({ region }: Context, scope: string): Scope => {
  if (scope === 'CLOUDFRONT' && region !== 'us-east-1') throw invalid('The scope is not valid.', 'SCOPE_VALUE', scope);
  return scope === 'CLOUDFRONT' ? 'CLOUDFRONT' : 'REGIONAL';
};
export const itemsHere = <K extends Kind>(context: Context, kind: K, scope: string): readonly Extract<WafItem, { readonly kind: K }>[] => {
  const wanted = scopeOf(context, scope);
  const isOfKind = (item: WafItem): item is Extract<WafItem, { readonly kind: K }> => item.kind === kind;
  return itemsOf(context.world)
    .values()
    .filter(isOfKind)
    .filter((item) => item.account === context.account && item.region === context.region && item.scope === wanted);
};
interface Named {
  readonly Name: string;
  readonly Scope: string;
  readonly Id: string;
}
export const itemOf = <K extends Kind>(context: Context, kind: K, { Name, Scope, Id }: Named): Extract<WafItem, { readonly kind: K }> => {
  const found = itemsHere(context, kind, Scope).find(({ id, name }) => id === Id && name === Name);
  if (found === undefined) throw refused('WAFNonexistentItemException');
  return found;
};
export const checkLock = (item: WafItem, token: string): void => {
  if (item.lock !== token) throw refused('WAFOptimisticLockException');
};
export const checkNew = (context: Context, kind: Kind, scope: string, name: string): void => {
  if (itemsHere(context, kind, scope).some((item) => item.name === name)) throw refused('WAFDuplicateItemException');
};

export const summaryOf = ({ name, id, description, lock, arn }: WafItem) => ({
  Name: name,
  Id: id,
  Description: description ?? '',
  LockToken: lock,
  ARN: arn,
});
/** WAF's lists have a marker instead of a token, and a limit instead of a page size. */
export const listed = <T>(items: readonly T[], limit: number | undefined, marker: string | undefined) => {
  const page = pageOf(items, limit ?? 100, marker);
  if (page === undefined) throw invalid('The marker is not valid.', 'NEXT_MARKER', marker ?? '');
  return page;
};
