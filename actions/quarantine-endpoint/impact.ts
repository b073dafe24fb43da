import type { Asset } from '../../core/asset/asset.ts';
import type { Coverage } from '../../core/asset/coverage.ts';
import type { Target } from '../../core/asset/resource.ts';
import { oneLine } from '../refuse.ts';

/** A plan holds 32 lines; the rest is for what is not a caller. */
const MAX_CALLERS = 20;
const rounded = (rate: number): string => (rate >= 10 ? String(Math.round(rate)) : rate.toFixed(1));

/** Who notices, as sentences; the first is the summary. Says what is known, and what is not. */
export const impactOf = (
  target: Target,
  asset: Asset | undefined,
  perSecond: number | undefined,
  coverage: Coverage,
): readonly string[] => {
  const callers = asset?.callers ?? [];
  const now = perSecond === undefined ? 'CloudWatch does not say how many' : `${rounded(perSecond)} requests/s at present (CloudWatch)`;
  return [
    `every covered caller of ${target.name} gets AccessDenied: ${now}`,
    ...callers
      .slice(0, MAX_CALLERS)
      .map(({ name, fallback }) =>
        fallback === undefined ? `${name}: NO fallback declared: its jobs will fail` : `${name}: has a fallback: ${oneLine(fallback, 200)}`,
      ),
    ...(callers.length > MAX_CALLERS ? [`and ${callers.length - MAX_CALLERS} more callers (assets.yaml)`] : []),
    ...(callers.length > 1 ? ['how the requests divide among callers is not measured; callers as declared in assets.yaml'] : []),
    ...coverage.sentences.slice(0, 8),
  ];
};
