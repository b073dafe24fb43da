import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDiskEvidence } from '../../adapters/evidence-disk.ts';
import { makeLocalSigner } from '../../adapters/signer-local.ts';
import { openDatabase } from '../../adapters/sqlite.ts';
import type { ActionCaller } from '../../engine/ports.ts';
import { asking } from './approval/by-authority.ts';
import type { Cell } from './approval/cells.ts';
import { openOffice } from './approval/office.ts';
import { stateOf } from './asked.ts';
import { makeWorld, type World } from './world.ts';

/** Everything at once, a hundred of each: answers, looks at the clock, requests to sign, and wake-ups of the run that waits. */
const HUNDRED = Array.from({ length: 100 }, (_, index) => index);
const PEOPLE = ['you', 'ann', 'cy', 'bo', 'dee'];

describe('a hundred of everything at once on one approval', () => {
  const applied: string[] = [];
  const counted = (caller: ActionCaller): ActionCaller => ({
    call: (action, target, request) => {
      if (request.verb === 'apply') applied.push(action);
      return caller.call(action, target, request);
    },
  });
  const calls: string[] = [];
  let world: World;
  beforeAll(async () => {
    world = await makeWorld({
      between: counted,
      opened: (range) => void range.events.subscribe((event) => calls.push(JSON.stringify(event.detail['eventName']))),
    });
    await world.send('poisoned-training');
    await world.settled();
  });
  afterAll(() => world.close());

  const ofStep = async (step: string) =>
    (await world.ledger()).flatMap((event) => {
      if (event.type === 'grant.issued') return event.data.grant.step === step ? [event.type] : [];
      return (event.type === 'step.started' || event.type === 'step.ended') && event.data.path === step ? [event.type] : [];
    });
  const ofApproval = async (id: string) =>
    (await world.ledger()).flatMap((event) => {
      if (event.type === 'approval.voted') return event.data.vote.approvalId === id ? [event.type] : [];
      return event.type === 'approval.closed' && event.data.approvalId === id ? [event.type] : [];
    });
  const rush = async (number: number) => {
    const { authority, runs } = world.sandbox.desk;
    const { incidentId, approvals } = await stateOf(world);
    const view = approvals.find(({ approval }) => approval.number === number);
    if (view === undefined) throw new Error(`there is no A-${number}`);
    const { id: approvalId, run: runId, step, verb, planDigest } = view.approval;
    const release = world.timeline.hold();
    const all = await Promise.all(
      HUNDRED.map((index) =>
        Promise.all([
          world.vote(number, PEOPLE[index % PEOPLE.length] ?? 'you', 'grant'),
          authority.grant({ incidentId, runId, step, verb, planDigest }),
          authority.settle({ incidentId, approvalId }),
          ...view.waiting.map((callback) => runs.answer(callback, { index })),
        ]),
      ),
    ).finally(release);
    await world.settled();
    const nonces = new Set(all.flatMap(([, grant]) => ('refused' in grant ? [] : [grant.payload.nonce])));
    return { recorded: all.filter(([{ kind }]) => kind === 'recorded').length, nonces: nonces.size, approvalId, step };
  };

  test.each([
    [1, 1, 'sagemaker.quarantine-endpoint'],
    [2, 2, 'sagemaker.rollback-endpoint'],
  ])('A-%i asks for %i yes, and %s is done once', async (number, seats, action) => {
    const { recorded, nonces, approvalId, step } = await rush(number);
    // Three may sit in the seat of security, and each of them may have said yes before the owner did.
    expect(recorded).toBeGreaterThanOrEqual(seats);
    expect(recorded).toBeLessThanOrEqual(number === 1 ? 1 : 4);
    expect(nonces).toBeLessThanOrEqual(1);
    expect(await ofApproval(approvalId)).toEqual([...Array.from({ length: recorded }, () => 'approval.voted'), 'approval.closed']);
    expect(await ofStep(step)).toEqual(['grant.issued', 'step.started', 'step.ended']);
    expect(applied.filter((one) => one === action)).toHaveLength(1);
  });
  test('and when all is over, a hundred more change nothing', async () => {
    const before = (await world.ledger()).filter(({ type }) => type !== 'hold.observed').length;
    for (const number of [1, 2]) expect(await rush(number)).toMatchObject({ recorded: 0 });
    expect(applied.filter((one) => one.startsWith('sagemaker.'))).toHaveLength(2);
    const after = (await world.ledger()).filter(({ type }) => type !== 'hold.observed');
    expect(after.slice(before)).toEqual([]);
  });
  test('CloudTrail saw each call once', async () => {
    await world.pass(1200);
    expect(calls.filter((one) => one === '"AddTags"' || one === '"UpdateEndpoint"')).toEqual(['"AddTags"', '"UpdateEndpoint"']);
  });
});

const VOTER = fileURLToPath(new URL('approval/voter.ts', import.meta.url));
interface Said {
  readonly voted: string;
  readonly nonces: readonly string[];
}
const ASSET = { tier: 'medium', failMode: 'contain', whenUnavailable: 'fallback' } as const;
const CELL: Cell = {
  ...ASSET,
  risk: 'A2-contain',
  mode: 'enforce',
  requester: 'run',
  role: 'responder',
  surface: 'cli',
  time: 'at once',
  stale: 'no',
};

test('four processes answer a hundred times at once: one answer counts, and one grant is signed', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cordon-hundred-'));
  const children: ChildProcessWithoutNullStreams[] = [];
  const file = join(directory, 'ledger.db');
  const signer = await makeLocalSigner(directory, 'cordon');
  const office = openOffice(signer, makeDiskEvidence({ directory, signer }), openDatabase(file, 'NORMAL'));
  try {
    const began = await asking(office, CELL);
    if (began?.asked.kind !== 'waiting') throw new Error('nobody was asked');
    const { incidentId } = began.ask;
    const { approvalId } = began.asked;
    const starting = ['1', '2', '3', '4'].map(async () => {
      const child = spawn(process.execPath, [VOTER, file, directory, incidentId, approvalId], { timeout: 25_000 });
      children.push(child);
      const lines: string[] = [];
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
      const ended = once(child, 'close').then(() => lines.join(''));
      await Promise.race([once(child.stdout, 'data'), ended]);
      return { child, ended };
    });
    const ready = await Promise.all(starting);
    for (const { child } of ready) child.stdin.write('go\n');
    const texts = await Promise.all(ready.map(({ ended }) => ended));
    const all: readonly Said[] = texts.flatMap((text) => JSON.parse(text.slice(text.indexOf('['))));
    expect(all).toHaveLength(100);
    expect(all.filter(({ voted }) => voted === 'recorded')).toHaveLength(1);
    const refusal = 'no approval for exactly this plan was granted';
    expect(new Set(all.flatMap(({ nonces }) => nonces).filter((nonce) => nonce !== refusal)).size).toBe(1);
    expect(all.every(({ nonces }) => nonces.at(-1) !== refusal)).toBe(true);
    const types = (await office.desk.ledger.read(incidentId)).map(({ type }) => type);
    expect(types.filter((type) => type.startsWith('approval.') || type === 'grant.issued')).toEqual([
      'approval.requested',
      'approval.voted',
      'approval.closed',
      'grant.issued',
    ]);
  } finally {
    for (const child of children) child.kill();
    office.close();
    rmSync(directory, { recursive: true, force: true });
  }
});
