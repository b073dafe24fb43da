import { readFile } from 'node:fs/promises';
import { parseAssetsFile } from '../core/asset/assets-file.ts';
import type { Policy } from '../engine/desk.ts';

const FILE = new URL('northbank/assets.yaml', import.meta.url);

/** What the sample company decided: its reviewed assets, its people, its deadlines. */
export const northbankPolicy = async (): Promise<Policy> => {
  const parsed = parseAssetsFile('tabletop/northbank/assets.yaml', await readFile(FILE, 'utf8'));
  if (!parsed.ok) throw new Error(`${parsed.failure.what}: ${parsed.failure.why}`);
  const [member] = parsed.value.members;
  return {
    place: { kind: 'SANDBOX', company: parsed.value.company, account: member?.account ?? '', region: member?.regions[0] ?? '' },
    mode: 'propose',
    assets: parsed.value,
    minutesBySev: { 1: 5, 2: 15, 3: 60, 4: 240 },
    lapseHours: 24,
    ownRoles: parsed.value.members.flatMap(({ account }) =>
      ['cordon-member', 'cordon-canary-covered'].map((role) => `arn:aws:iam::${account}:role/${role}`),
    ),
  };
};
