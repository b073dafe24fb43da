/**
 * Control, format (bidirectional, zero-width, tags), surrogate, private-use and line-separator characters. A terminal obeys some of them and
 * hides the others; either way the reader sees something else than what was sent. https://www.unicode.org/reports/tr36/
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u{115f}\u{1160}\u{3164}\u{ffa0}]/gu;
/** Any space but the plain one; some are wide enough to push text out of sight. */
const ODD_SPACE = /(?! )\p{Zs}/gu;
/** More marks on one letter than any living script needs smear over the lines around it. */
const PILE = /(\p{M}{3})\p{M}+/gu;

const shown = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** Untrusted text as people may see it: on one line, and nothing in it that is not visible. Safe text stays as it is, also when repeated. */
export const safe = (text: string): string => text.replace(UNSEEN, shown).replace(ODD_SPACE, ' ').replace(PILE, '$1');

/** Is there anything in this text that `safe` would change? */
export const isSafe = (text: string): boolean => safe(text) === text;
