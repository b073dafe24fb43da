import type { Context } from '../operation.ts';
import { pageOf } from '../page.ts';
import { listLag } from './endpoint-behaviours.ts';
import { invalid } from './faults.ts';

interface Filters {
  readonly MaxResults?: number;
  readonly NextToken?: string;
  readonly SortOrder?: string;
  readonly NameContains?: string;
  readonly CreationTimeAfter?: Date | undefined;
  readonly CreationTimeBefore?: Date | undefined;
}
/** Lists are late: a describe shows a new resource earlier. */
export const isListed = ({ world, now }: Context, { createdAt }: { readonly createdAt: number }): boolean =>
  createdAt + (world.lasts(listLag) * 1000) / world.time.pace <= now;

/** The filters that all SageMaker lists share. @default 10 a page, newest first; at most 100. */
export const listed = <T extends { readonly createdAt: number }>(
  items: readonly T[],
  input: Filters,
  of: {
    readonly name: (item: T) => string;
    readonly sortKey?: ((item: T) => number | string) | undefined;
    readonly order?: 'Ascending' | 'Descending';
  },
): { readonly page: readonly T[]; readonly next: string | undefined } => {
  const key = of.sortKey ?? ((item: T) => item.createdAt);
  const direction = (input.SortOrder ?? of.order ?? 'Descending') === 'Ascending' ? 1 : -1;
  const kept = items
    .filter((item) => input.NameContains === undefined || of.name(item).includes(input.NameContains))
    .filter((item) => input.CreationTimeAfter === undefined || item.createdAt > input.CreationTimeAfter.getTime())
    .filter((item) => input.CreationTimeBefore === undefined || item.createdAt < input.CreationTimeBefore.getTime())
    .sort((a, b) => (key(a) < key(b) ? -direction : key(a) > key(b) ? direction : 0));
  const page = pageOf(kept, input.MaxResults ?? 10, input.NextToken);
  if (page === undefined) throw invalid('Invalid NextToken');
  return page;
};
