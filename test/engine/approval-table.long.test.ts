import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDiskEvidence } from '../../adapters/evidence-disk.ts';
import { makeLocalSigner } from '../../adapters/signer-local.ts';
import { catalogFrom } from '../../core/action/catalog.ts';
import { isDone } from './approval/by-authority.ts';
import { decideByFunctions } from './approval/by-functions.ts';
import { everyCell, isAllowed, type Cell } from './approval/cells.ts';
import { everyAllowedKind, everyThree, oneStepAside } from './approval/choose.ts';
import { openOffice, type Office } from './approval/office.ts';

const directory = mkdtempSync(join(tmpdir(), 'cordon-table-'));
const signer = await makeLocalSigner(join(directory, 'keys'), 'cordon');
const cells = everyCell();
const three = everyThree(cells);
const kinds = everyAllowedKind(cells);
/** Nearly twenty thousand stand beside an allowed one; every thirteenth is played through. */
const aside = oneStepAside(kinds, 13);
let office: Office;
beforeAll(() => {
  office = openOffice(signer, makeDiskEvidence({ directory: join(directory, 'evidence'), signer }));
});
afterAll(() => {
  office.close();
  rmSync(directory, { recursive: true, force: true });
});

const unlike = async (some: readonly Cell[]): Promise<readonly Cell[]> => {
  const wrong: Cell[] = [];
  for (const cell of some) if ((await isDone(office, cell)) !== isAllowed(cell)) wrong.push(cell);
  return wrong;
};

describe('role × risk × tier × requester × surface × time × stale × fail mode × whenUnavailable × mode: only the allowed cells execute', () => {
  test(`all ${cells.length}, of which ${cells.filter(isAllowed).length} are allowed, by the functions that decide`, async () => {
    const decide = await decideByFunctions(cells, office.desk.catalog, signer);
    expect(cells.filter((cell) => decide(cell) !== isAllowed(cell))).toEqual([]);
  }, 120_000);
  test(`${kinds.length}, one allowed cell of every kind, by the real authority and the real action function`, async () => {
    expect(kinds.length).toBeGreaterThan(2000);
    expect(kinds.every(isAllowed)).toBe(true);
    expect(await unlike(kinds)).toEqual([]);
  }, 120_000);
  test(`${three.length}, in which every three values meet, by the same`, async () => {
    expect(await unlike(three)).toEqual([]);
  }, 120_000);
  test(`${aside.length} forbidden ones that differ from an allowed one in a single value, by the same`, async () => {
    expect(aside.some(isAllowed)).toBe(false);
    expect(await unlike(aside)).toEqual([]);
  }, 120_000);
  test('what is refused is refused without an effect, and every grant that was outlived is among it', () => {
    expect(new Set(office.refusals.map((why) => why.replace(/ at .*/, '')))).toEqual(
      new Set(['the grant expired', 'mode observe permits no effect']),
    );
  });
  test('a table that is wrong in one row is noticed, and in that row only', async () => {
    const entries = [...office.desk.catalog.values()].map((entry) =>
      entry.id === 'table.a3' ? { ...entry, risk: 'A2-change' as const } : entry,
    );
    const some = cells.filter((_, index) => index % 7 === 0);
    const decide = await decideByFunctions(some, catalogFrom(entries), signer);
    expect(new Set(some.filter((cell) => decide(cell) !== isAllowed(cell)).map(({ risk }) => risk))).toEqual(new Set(['A3']));
  });
});
