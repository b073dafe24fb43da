/** What a person says on the phone: INC-1 incident, A-1 approval, E-1 evidence, T-1 task, C-1 choice. Case does not matter. */
export type ShortIdKind = 'INC' | 'A' | 'E' | 'T' | 'C';
export interface ShortId {
  readonly kind: ShortIdKind;
  readonly number: number;
}

const SHORT = /^(INC|A|E|T|C)-([1-9]\d{0,8})$/i;
const KINDS: Readonly<Record<string, ShortIdKind>> = { INC: 'INC', A: 'A', E: 'E', T: 'T', C: 'C' };

export const parseShortId = (text: string): ShortId | undefined => {
  const [, kind = '', number = ''] = SHORT.exec(text.trim()) ?? [];
  const known = KINDS[kind.toUpperCase()];
  return known === undefined ? undefined : { kind: known, number: Number(number) };
};
export const shortId = ({ kind, number }: ShortId): string => `${kind}-${number}`;

/** The id of one kind, where a bare number is also clear. */
export const numberOf = (kind: ShortIdKind, text: string): number | undefined => {
  const id = parseShortId(text) ?? parseShortId(`${kind}-${text.trim()}`);
  return id?.kind === kind ? id.number : undefined;
};
