import type { Drawn, DrawnVersion } from './drawn.ts';

/** From an instant on, which version answers a caller; null: it gets no answer. */
export interface Answered {
  readonly seconds: number;
  readonly caller: string;
  readonly version: string | null;
}
export interface HarmPoint {
  readonly seconds: number;
  /** Wrong answers so far. */
  readonly wrong: number;
  /** Requests without an answer so far. */
  readonly refused: number;
}
export interface Harm {
  readonly wrong: number;
  readonly refused: number;
  /** Wrong answers by what people call them: wrong approvals, wrong declines. */
  readonly byName: Readonly<Record<string, number>>;
  readonly points: readonly HarmPoint[];
}

/** Wrong answers per thousand, summed from the start to `seconds`: the integral of a rate that grows evenly and then stays. */
const summed = ({ from, to, overSeconds }: DrawnVersion, seconds: number): number => {
  const growing = Math.min(seconds, overSeconds);
  const grown = from * growing + ((to - from) * growing * growing) / (2 * overSeconds);
  return grown + to * Math.max(0, seconds - overSeconds);
};

interface Span {
  readonly caller: string;
  readonly version: string | null;
  readonly from: number;
  readonly until: number;
}
const spansOf = (answered: readonly Answered[], end: number): readonly Span[] =>
  answered.map(({ caller, version, seconds }, index) => {
    const next = answered.slice(index + 1).find((later) => later.caller === caller);
    return { caller, version, from: Math.min(seconds, end), until: Math.min(next?.seconds ?? end, end) };
  });

const within = ({ from, until }: Span, at: number): number => Math.max(0, Math.min(until, at) - from);

const wrongUntil = (drawn: Drawn, span: Span, at: number): number => {
  const version = span.version === null ? undefined : drawn.versions[span.version];
  if (version === undefined || at <= span.from) return 0;
  const rate = drawn.requestsPerSecond[span.caller] ?? 0;
  return (rate * (summed(version, Math.min(at, span.until)) - summed(version, span.from))) / 1000;
};
const refusedUntil = (drawn: Drawn, span: Span, at: number): number =>
  span.version === null ? (drawn.requestsPerSecond[span.caller] ?? 0) * within(span, at) : 0;

const total = (spans: readonly Span[], each: (span: Span) => number): number =>
  Math.round(spans.reduce((sum, span) => sum + each(span), 0));

/** What the models did to people, from who was answered by which version: no randomness, no clock. Points every half minute and at the end. */
export const harmOf = (drawn: Drawn, answered: readonly Answered[], endSeconds: number): Harm => {
  const spans = spansOf(
    answered.toSorted((a, b) => a.seconds - b.seconds),
    endSeconds,
  );
  const at = [...Array.from({ length: Math.floor(endSeconds / 30) + 1 }, (_, index) => index * 30), endSeconds];
  const names = [...new Set(Object.values(drawn.versions).map(({ called }) => called))];
  const calledBy = (name: string) => spans.filter(({ version }) => version !== null && drawn.versions[version]?.called === name);
  return {
    wrong: total(spans, (span) => wrongUntil(drawn, span, endSeconds)),
    refused: total(spans, (span) => refusedUntil(drawn, span, endSeconds)),
    byName: Object.fromEntries(names.map((name) => [name, total(calledBy(name), (span) => wrongUntil(drawn, span, endSeconds))])),
    points: [...new Set(at)].map((seconds) => ({
      seconds,
      wrong: total(spans, (span) => wrongUntil(drawn, span, seconds)),
      refused: total(spans, (span) => refusedUntil(drawn, span, seconds)),
    })),
  };
};
