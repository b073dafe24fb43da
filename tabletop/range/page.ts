/** One page of a list. The token is the position; anything else in it is refused by the caller. */
export const pageOf = <T>(
  items: readonly T[],
  size: number,
  token: string | undefined,
): { readonly page: readonly T[]; readonly next: string | undefined } | undefined => {
  const from = token === undefined ? 0 : /^at-(\d{1,9})$/.exec(token)?.[1];
  if (from === undefined) return undefined;
  const start = Number(from);
  const next = start + size;
  return { page: items.slice(start, next), next: next < items.length ? `at-${next}` : undefined };
};
