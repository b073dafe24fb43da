import { pageOf } from '../page.ts';
import type { AwsFault } from '../protocol/errors.ts';

/** @default 100 a page */
export const paged = <T>(
  items: readonly T[],
  input: { readonly maxResults?: number; readonly nextToken?: string },
  invalid: (message: string) => AwsFault,
): { readonly page: readonly T[]; readonly next: string | undefined } => {
  const page = pageOf(items, input.maxResults ?? 100, input.nextToken);
  if (page === undefined) throw invalid('The provided next token is invalid.');
  return page;
};
