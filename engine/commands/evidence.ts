import * as z from 'zod';
import { evidenceLines, verificationLines } from '../../core/report/text-evidence.ts';
import type { Desk } from '../desk.ts';
import type { Verb } from '../verb.ts';
import { allIncidents, findIncident, noSuch, pageOf, plainOf, refusal } from './answer.ts';
import { readIncident } from '../append.ts';
import { shortIdArg } from './args.ts';

const listArgs = z.strictObject({ incident: shortIdArg('INC', 'only this incident').optional() });
export const evidenceList: Verb<Desk, typeof listArgs> = {
  name: 'evidence list',
  summary: 'List the evidence that was sealed, and what could not be collected.',
  args: listArgs,
  positional: ['incident'],
  effect: 'read',
  run: async (desk, { incident }) => {
    const one = incident === undefined ? undefined : await findIncident(desk, incident);
    if (incident !== undefined && one === undefined) return noSuch(`INC-${incident}`);
    const cards = (one ? [one] : await allIncidents(desk)).map(({ card }) => card);
    const first = cards.flatMap(({ evidence }) => evidence)[0];
    return {
      exit: 0,
      lines: evidenceLines(cards, pageOf(desk)),
      data: { evidence: cards.flatMap(({ evidence }) => evidence.map(plainOf)) },
      next: first === undefined ? 'npx cordon list' : `npx cordon evidence verify E-${first.number}`,
    };
  },
};

const verifyArgs = z.strictObject({
  evidence: shortIdArg('E', 'the bundle'),
  trust: z.string().max(128).optional().describe('fingerprint of the key that must have signed it'),
});
export const evidenceVerify: Verb<Desk, typeof verifyArgs> = {
  name: 'evidence verify',
  summary: 'Read every item of a bundle again and compare it with what was sealed.',
  args: verifyArgs,
  positional: ['evidence'],
  effect: 'read',
  run: async (desk, { evidence: number, trust }) => {
    const id = await desk.ledger.byNumber('evidence', number);
    const state = id === undefined ? undefined : await readIncident(desk, id);
    const sealed = state?.evidence.find((one) => one.number === number);
    if (state === undefined || sealed === undefined) return noSuch(`E-${number}`);
    const checked = await desk.checkEvidence(sealed.bundle, trust);
    if (checked === undefined)
      return refusal(
        3,
        'evidence-missing',
        `E-${number}: there is nothing under ${sealed.bundle} any more.`,
        `npx cordon timeline INC-${state.opened?.number ?? 0}`,
      );
    const broken = state.believed.brokenAt;
    const good = checked.ok && broken === undefined;
    const chain = broken === undefined ? 'ledger chain unbroken' : `THE LEDGER CHAIN IS BROKEN at event ${broken}`;
    const lines = [...verificationLines(number, { ...checked, ok: good }, pageOf(desk)), chain];
    const data = { ...plainOf(checked), number, chainBrokenAt: broken ?? null };
    if (good) return { exit: 0, lines, data, next: `npx cordon status INC-${state.opened?.number ?? 0}` };
    const hint = `npx cordon timeline INC-${state.opened?.number ?? 0}`;
    return {
      exit: 3,
      lines,
      data,
      next: hint,
      error: { code: 'evidence-differs', message: checked.lines[0] ?? '', hint, effect: 'no-change' },
    };
  },
};
