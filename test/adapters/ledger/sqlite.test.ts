import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteLeases } from '../../../adapters/leases-sqlite.ts';
import { sqliteLedger } from '../../../adapters/ledger-sqlite.ts';
import { openDatabase } from '../../../adapters/sqlite.ts';
import { ledgerContract, type MakeLedger } from './contract.ts';
import { asked, newIncident, note, ticking } from './drafts.ts';
import { feedContract } from './feed-contract.ts';
import { leasesContract } from './leases-contract.ts';

const openFresh = () => {
  const directory = mkdtempSync(join(tmpdir(), 'cordon-ledger-'));
  const database = openDatabase(join(directory, 'ledger.db'));
  const close = async (): Promise<void> => {
    database.close();
    rmSync(directory, { recursive: true, force: true });
  };
  return { database, file: join(directory, 'ledger.db'), close };
};
const make: MakeLedger = async (options) => {
  const { database, close } = openFresh();
  const ledger = sqliteLedger({ database, ...options });
  return { ledger, feed: ledger, close };
};

ledgerContract('sqlite', make);
feedContract('sqlite', make);
leasesContract('sqlite', async () => {
  const { database, close } = openFresh();
  return { leases: sqliteLeases(database), close };
});

describe('sqlite', () => {
  test('is durable by default: WAL and a sync at every commit', async () => {
    const { database, close } = openFresh();
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    await close();
  });

  test('another connection to the same file sees the same ledger and the same conflicts', async () => {
    const { database, file, close } = openFresh();
    const one = sqliteLedger({ database, clock: ticking(), exercise: false });
    const second = openDatabase(file);
    const two = sqliteLedger({ database: second, clock: ticking(), exercise: false });
    const incident = newIncident();
    await one.append(incident, 0, [note('a')]);
    expect(await two.append(incident, 0, [note('b')])).toEqual({ kind: 'conflict', seq: 1 });
    expect(await two.append(incident, 1, [note('b')])).toEqual({ kind: 'appended', seq: 2 });
    expect((await one.read(incident)).map(({ id }) => id)).toEqual(['a', 'b']);
    expect([await one.nextNumber('incident'), await two.nextNumber('incident')]).toEqual([1, 2]);
    second.close();
    await close();
  });

  test('a number that an incident has is not taken over by a later fact', async () => {
    const { database, close } = openFresh();
    const ledger = sqliteLedger({ database, clock: ticking(), exercise: false });
    const [mine, forged] = [newIncident(), newIncident()];
    await ledger.append(mine, 0, [asked('a', mine, 7)]);
    await ledger.append(forged, 0, [asked('a', forged, 7)]);
    expect(await ledger.byNumber('approval', 7)).toBe(mine);
    await close();
  });
});
