// node voter.ts <ledger file> <directory of keys> <incident> <approval>    one of several processes that answer, look at the clock and ask for the grant, all at once
import { makeDiskEvidence } from '../../../adapters/evidence-disk.ts';
import { makeLocalSigner } from '../../../adapters/signer-local.ts';
import { openDatabase } from '../../../adapters/sqlite.ts';
import { readIncident } from '../../../engine/append.ts';
import { makeAuthority } from '../../../engine/authority/authority.ts';
import { STEP } from './ask.ts';
import { colleague, openOffice } from './office.ts';

const [file = '', keys = '', incident = '', approvalId = ''] = process.argv.slice(2);
const signer = await makeLocalSigner(keys, 'cordon');
const office = openOffice(signer, makeDiskEvidence({ directory: keys, signer }), openDatabase(file, 'NORMAL'));
const authority = makeAuthority(office.desk);
const incidentId = `inc-${incident.slice(4)}` as const;
const [step] = (await readIncident(office.desk, incidentId)).runs.flatMap(({ steps }) => steps);
if (step === undefined) throw new Error('there is no plan');
const { runId, planDigest, verb } = step;

process.stdout.write('ready\n');
await new Promise((go) => process.stdin.once('data', go));
const people = ['responder', colleague('responder'), 'sleeper', 'sleeper-2'];
const all = await Promise.all(
  Array.from({ length: 25 }, async (_, index) => {
    const actor = { kind: 'human', id: people[index % people.length] ?? '', via: 'cli' } as const;
    const [voted, grant] = await Promise.all([
      authority.vote({ incidentId, approvalId, actor, vote: 'grant' }),
      authority.grant({ incidentId, runId, step: STEP, verb, planDigest }),
      authority.settle({ incidentId, approvalId }),
    ]);
    const later = await authority.grant({ incidentId, runId, step: STEP, verb, planDigest });
    return { voted: voted.kind, nonces: [grant, later].map((one) => ('refused' in one ? one.refused : one.payload.nonce)) };
  }),
);
process.stdout.write(`${JSON.stringify(all)}\n`);
process.exit(0);
