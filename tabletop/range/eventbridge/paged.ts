import { pageOf } from '../page.ts';
import { AwsFault } from '../protocol/errors.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html */
const MOST_A_PAGE = 100;
export const paged = <T>(
  items: readonly T[],
  { Limit = MOST_A_PAGE, NextToken }: { readonly Limit?: number | undefined; readonly NextToken?: string | undefined },
): { readonly page: readonly T[]; readonly next: string | undefined } => {
  const page = pageOf(items, Limit, NextToken);
  if (page === undefined) throw new AwsFault('ValidationException', 'Parameter NextToken is not valid.');
  return page;
};
