import { pageOf } from '../page.ts';
import { AwsFault } from '../protocol/errors.ts';

/** KMS pages with a marker; a hundred unless asked. */
const USUAL = 100;
export const listed = <T>(all: readonly T[], { Limit, Marker }: { readonly Limit?: number; readonly Marker?: string }) => {
  const page = pageOf(all, Limit ?? USUAL, Marker);
  if (page === undefined) throw new AwsFault('InvalidMarkerException', 'Invalid marker');
  return { items: [...page.page], Truncated: page.next !== undefined, ...(page.next === undefined ? {} : { NextMarker: page.next }) };
};
