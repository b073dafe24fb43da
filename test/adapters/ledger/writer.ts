// A process that appends: node writer.ts <file> <label> <count>. Says each round once it is safe; KILL_AT is the hook at which it dies.
import { writeSync } from 'node:fs';
import { sqliteLedger } from '../../../adapters/ledger-sqlite.ts';
import { openDatabase } from '../../../adapters/sqlite.ts';
import type { IncidentId } from '../../../core/id.ts';
import type { LedgerDraft } from '../../../core/ledger/facts.ts';
import { note, opened, ticking } from './drafts.ts';

const [file = '', label = 'w', count = '0'] = process.argv.slice(2);
const killAt = Number(process.env['KILL_AT'] ?? 0);
let hooks = 0;
const hook = (): void => {
  hooks += 1;
  if (hooks === killAt) process.kill(process.pid, 'SIGKILL');
};

const ledger = sqliteLedger({ database: openDatabase(file), clock: ticking(), exercise: false, hook });
const shared: IncidentId = 'inc-shared';
const record = async (incident: IncidentId, drafts: readonly LedgerDraft[]): Promise<void> => {
  for (let tries = 0; tries < 2000; tries += 1) {
    const head = (await ledger.read(incident)).length;
    if ((await ledger.append(incident, head, drafts)).kind !== 'conflict') return;
  }
  throw new Error('2000 writers were faster');
};

for (let round = 0; round < Number(count); round += 1) {
  const id = `${label}-${round}`;
  await record(shared, [note(`${id}.1`), note(`${id}.2`), note(`${id}.3`)]);
  await record(`inc-${id}`, [opened('o', id, 1, await ledger.nextNumber('incident'))]);
  writeSync(1, `${round}\n`);
}
writeSync(1, `hooks ${hooks}\n`);
