import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { sqliteLedger } from '../../adapters/ledger-sqlite.ts';
import { makeLocalSigner } from '../../adapters/signer-local.ts';
import { openDatabase } from '../../adapters/sqlite.ts';
import { canonical } from '../../core/json.ts';
import { hashOf } from '../../core/ledger/chain.ts';
import { readIncident, record } from '../../engine/append.ts';
import { withSeal } from '../../engine/authority/sealed.ts';
import { note, opened, ticking } from '../adapters/ledger/drafts.ts';

const INCIDENT = 'inc-0123';
const directory = mkdtempSync(join(tmpdir(), 'cordon-forgery-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

type Row = Readonly<Record<string, unknown>>;
let files = 0;

/** A ledger of seven events, the first of them sealed, and the hand of somebody who writes into its file behind our back. */
const bench = async () => {
  const signer = await makeLocalSigner(join(directory, 'keys'), 'cordon');
  const file = join(directory, `${(files += 1)}.db`);
  const open = () => {
    const database = openDatabase(file, 'NORMAL');
    return { database, desk: { ledger: sqliteLedger({ database, clock: ticking(), exercise: false }), verify: signer.verify } };
  };
  const { database, desk } = open();
  await record(desk, INCIDENT, [await withSeal(signer, INCIDENT, opened('open', 'key', 1, 1))]);
  await record(
    desk,
    INCIDENT,
    ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => note(id)),
  );
  const intruder = new DatabaseSync(file);
  return {
    desk,
    write: (seq: number, json: string) => intruder.prepare('UPDATE event SET json = ? WHERE seq = ?').run(json, seq),
    remove: (seq: number) => intruder.prepare('DELETE FROM event WHERE seq = ?').run(seq),
    textOf: (seq: number): string => String(intruder.prepare('SELECT json FROM event WHERE seq = ?').get(seq)?.['json']),
    /** What somebody says who never saw this ledger before. */
    stranger: async () => {
      const fresh = open();
      const reading = await readIncident(fresh.desk, INCIDENT);
      fresh.database.close();
      return reading;
    },
    close: () => {
      intruder.close();
      database.close();
    },
  };
};
type Bench = Awaited<ReturnType<typeof bench>>;

/** The last word of the text is ours; everything else stays, its hash too. */
const reworded = (json: string): string => {
  const event: Row = JSON.parse(json);
  return JSON.stringify({ ...event, data: { ...(event['data'] as object), title: 'nothing', text: 'nothing' } });
};
/** The change, and every hash from there on as if it had always been so. */
const rechained = (world: Bench, from: number): void => {
  let prevHash: unknown = from === 1 ? undefined : JSON.parse(world.textOf(from - 1)).hash;
  for (let seq = from; seq <= 7; seq += 1) {
    const event: Row = JSON.parse(seq === from ? reworded(world.textOf(seq)) : world.textOf(seq));
    const relinked = { ...event, ...(prevHash !== undefined && { prevHash }) };
    const whole = { ...relinked, hash: hashOf(relinked) };
    world.write(seq, canonical(whole));
    prevHash = whole.hash;
  }
};

test('a row that is changed between two reads is found at the next one, and is well again when it is put back', async () => {
  const world = await bench();
  for (const seq of [1, 4, 7]) {
    expect((await readIncident(world.desk, INCIDENT)).believed.brokenAt).toBeUndefined();
    const before = world.textOf(seq);
    world.write(seq, reworded(before));
    expect((await readIncident(world.desk, INCIDENT)).believed.brokenAt).toBe(seq);
    world.write(seq, before);
  }
  expect((await readIncident(world.desk, INCIDENT)).believed).toMatchObject({ forged: [], events: { length: 7 } });
  world.close();
});

test('a sealed fact that is changed between two reads is forged, even when every hash was made to fit', async () => {
  const world = await bench();
  expect((await readIncident(world.desk, INCIDENT)).opened?.title).toContain('poisoned');
  rechained(world, 1);
  const { believed, opened: open } = await readIncident(world.desk, INCIDENT);
  expect(believed.brokenAt).toBeUndefined();
  expect(believed.forged.map(({ id }) => id)).toEqual(['open']);
  expect(open).toBeUndefined();
  world.close();
});

test('who has read before says what a stranger says, whatever is done to the rows and however often it is read', async () => {
  const seq = fc.integer({ min: 1, max: 7 });
  const deed = fc.oneof(
    fc.record({ kind: fc.constant('reword' as const), seq }),
    fc.record({ kind: fc.constant('rechain' as const), seq }),
    fc.record({ kind: fc.constant('copy' as const), seq, to: seq }),
    fc.record({ kind: fc.constant('remove' as const), seq }),
    fc.record({ kind: fc.constant('append' as const), seq }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 6 }), async (deeds) => {
      const world = await bench();
      const gone = new Set<number>();
      for (const [index, one] of deeds.entries()) {
        if (one.kind === 'append') await record(world.desk, INCIDENT, [note(`more ${index}`)]).catch(() => undefined);
        else if (!gone.has(one.seq)) {
          if (one.kind === 'reword') world.write(one.seq, reworded(world.textOf(one.seq)));
          if (one.kind === 'rechain' && gone.size === 0) rechained(world, one.seq);
          if (one.kind === 'copy' && !gone.has(one.to)) world.write(one.to, world.textOf(one.seq));
          if (one.kind === 'remove') {
            world.remove(one.seq);
            gone.add(one.seq);
          }
        }
        const [ours, theirs] = [await readIncident(world.desk, INCIDENT), await world.stranger()];
        expect(ours).toEqual(theirs);
      }
      world.close();
    }),
    { numRuns: 25 },
  );
}, 30_000);

test('what is handed out again cannot be changed by whoever got it', async () => {
  const world = await bench();
  const [first] = await world.desk.ledger.read(INCIDENT);
  expect(() => Object.assign(first ?? {}, { type: 'note.added' })).toThrow(TypeError);
  expect(() => Object.assign(first?.data ?? {}, { title: 'nothing' })).toThrow(TypeError);
  world.close();
});
