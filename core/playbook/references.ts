import * as z from 'zod';
import type { Known } from './known.ts';

const names = z.record(z.string(), z.string().min(1));
/** playbooks/references.json: the ids of public catalogues that a playbook may name, pinned so that a lint needs no network. */
export const References = z.strictObject({
  atlas: z.strictObject({ source: z.url(), version: z.string(), techniques: names }),
  owaspLlm: z.strictObject({ source: z.url(), version: z.string(), risks: names }),
});
export type References = z.output<typeof References>;

export const knownReferences = ({ atlas, owaspLlm }: References): NonNullable<Known['references']> => ({
  atlas: Object.keys(atlas.techniques),
  owaspLlm: Object.keys(owaspLlm.risks),
});
