import type { Overview } from './card.ts';

/** The first line of every answer: where you are, and as whom. */
export const placeLine = ({ kind, company, account, region }: Overview['place'], actingAs?: string): string =>
  `${kind} ${company.toLowerCase()} ${account}/${region}${actingAs === undefined ? '' : ` as ${actingAs}`}`;
