import { evidenceLines, verificationLines } from '../../core/report/text-evidence.ts';
import type { Run } from '../verb.ts';
import { allIncidents, findIncident, noSuch, pageOf, plainOf, refusal } from './answer.ts';
import { readIncident } from '../append.ts';

export const evidenceList: Run<'evidence list'> = async (desk, { incident }) => {
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
};

export const evidenceVerify: Run<'evidence verify'> = async (desk, { evidence: number, trust }) => {
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
};
