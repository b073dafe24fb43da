/** Edits between two words: insert, delete, replace one character. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

/** The known word that was probably meant, or undefined when none is near. Longer words may differ more. */
const nearest = (word: string, known: Iterable<string>): string | undefined => {
  const cut = word.slice(0, 64).toLowerCase();
  const ranked = [...known]
    .filter((other) => Math.abs(other.length - cut.length) <= 8)
    .map((other) => ({ other, edits: distance(cut, other.toLowerCase()) }))
    .filter(({ other, edits }) => edits <= Math.max(1, Math.floor(Math.max(other.length, cut.length) / 3)) || other.startsWith(`${cut}-`))
    .toSorted((a, b) => a.edits - b.edits || a.other.localeCompare(b.other));
  return ranked[0]?.other;
};

/** The fix of a finding about an unknown word. */
export const didYouMean = (word: string, known: Iterable<string>, what: string): string => {
  const list = [...known];
  const near = nearest(word, list);
  if (near !== undefined) return `Did you mean ${near}?`;
  return list.length === 0 ? `There is no ${what}.` : `Known: ${list.toSorted().slice(0, 24).join(', ')}.`;
};
