import type { Verification } from '../evidence/verify.ts';
import type { EvidenceCard } from './card.ts';
import { paragraph, row } from './layout.ts';
import { evidenceText } from './text-incident.ts';
import type { Page } from './text-page.ts';

/** `cordon evidence verify E-1`: the verdict, then every item that differs, then the verdict's own counts. */
export const verificationLines = (
  number: number,
  { ok, lines, problems }: Verification,
  { width }: Pick<Page, 'width'>,
): readonly string[] => [
  ...paragraph(`E-${number}  ${ok ? 'VERIFIED' : 'NOT VERIFIED'}: ${lines[0] ?? 'nothing was checked'}`, width),
  ...row('Differs', problems, width),
];

/** `cordon evidence list`. */
export const evidenceLines = (
  incidents: readonly { readonly number: number; readonly evidence: readonly EvidenceCard[] }[],
  { width }: Pick<Page, 'width'>,
): readonly string[] => {
  const lines = incidents.flatMap(({ number, evidence }) => row(`INC-${number}`, evidence.map(evidenceText), width));
  return lines.length === 0 ? ['No evidence has been sealed.'] : lines;
};
