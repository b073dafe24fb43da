import { isAllowed, seatsOf, VALUES, type Cell } from './cells.ts';

const DIMENSIONS = Object.entries(VALUES).map(([name, values]) => ({ name, values: values as readonly string[] }));
const TRIPLES = DIMENSIONS.flatMap((_, a) =>
  DIMENSIONS.slice(a + 1).flatMap((__, b) => DIMENSIONS.slice(a + b + 2).map((___, c) => [a, a + b + 1, a + b + c + 2] as const)),
);

/** Coprime to the number of cells, so that going on by it passes every cell once, in an order that mixes all values. */
const STRIDE = 350_423;

/** A few of the cells, so that every three values of different kinds meet in one of them: most first, then whoever is missing. */
export const everyThree = (cells: readonly Cell[]): readonly Cell[] => {
  const sizes = DIMENSIONS.map(({ values }) => values.length);
  const offsets = TRIPLES.map(([a, b, c]) => (sizes[a] ?? 0) * (sizes[b] ?? 0) * (sizes[c] ?? 0));
  const starts = offsets.map((_, index) => offsets.slice(0, index).reduce((sum, size) => sum + size, 0));
  const met = new Uint8Array(offsets.reduce((sum, size) => sum + size, 0));
  const chosen = new Set<Cell>();
  const missing = (cell: Cell): readonly number[] => {
    const at = DIMENSIONS.map(({ name, values }) => values.indexOf(cell[name as keyof Cell]));
    return TRIPLES.flatMap(([a, b, c], index) => {
      const place = (starts[index] ?? 0) + ((at[a] ?? 0) * (sizes[b] ?? 0) + (at[b] ?? 0)) * (sizes[c] ?? 0) + (at[c] ?? 0);
      return met[place] === 0 ? [place] : [];
    });
  };
  for (const [least, looks] of [
    [60, 2_000],
    [20, 20_000],
    [5, 40_000],
    [1, cells.length],
  ] as const)
    for (let look = 0; look < looks && met.includes(0); look += 1) {
      const cell = cells[(look * STRIDE + least) % cells.length];
      if (cell === undefined) continue;
      const places = missing(cell);
      if (places.length < least) continue;
      for (const place of places) met[place] = 1;
      chosen.add(cell);
    }
  if (met.includes(0)) throw new Error('not every three values meet');
  return [...chosen];
};

/** What an allowed cell depends on: where nobody is asked, nobody's role matters; and where silence decides, nobody's voice does. */
const kindOf = (cell: Cell): string => {
  const { risk, tier, mode, failMode, whenUnavailable, requester, role, surface, time } = cell;
  const seats = seatsOf(cell);
  const asset = risk === 'A2-contain' && tier === 'high' ? `${failMode} ${whenUnavailable}` : '';
  const how =
    seats.length === 0 ? 'by itself' : time === 'after the end' && requester !== 'voter' ? 'silence' : `${role} ${surface} ${time}`;
  return [risk, tier, mode, asset, requester, how].join('|');
};
/** One allowed cell of every kind. */
export const everyAllowedKind = (cells: readonly Cell[]): readonly Cell[] => [
  ...new Map(cells.filter(isAllowed).map((cell) => [kindOf(cell), cell])).values(),
];

/** Every `nth` of the forbidden cells that differ from an allowed one in a single value: where a rule that is too wide would show. */
export const oneStepAside = (allowed: readonly Cell[], nth: number): readonly Cell[] => {
  const aside = allowed.flatMap((cell) =>
    DIMENSIONS.flatMap(({ name, values }) => values.map((value) => ({ ...cell, [name]: value }))).filter((one) => !isAllowed(one)),
  );
  const unlike = new Map(aside.map((cell) => [Object.values(cell).join('|'), cell]));
  return [...unlike.values()].filter((_, index) => index % nth === 0);
};
