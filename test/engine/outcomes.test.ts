import { AttachRolePolicyCommand, DetachRolePolicyCommand } from '@aws-sdk/client-iam';
import { DescribeEndpointCommand, DeleteTagsCommand } from '@aws-sdk/client-sagemaker';
import { instantOf } from '../../core/time.ts';
import type { ActionCaller } from '../../engine/ports.ts';
import { sweep } from '../../engine/sweep.ts';
import { ACCOUNT, FRAUD_SCORER, makeWorld, type World, type WorldOptions } from './world.ts';

/** A step of which nobody can prove what it did: people are asked, nothing is sent again, and until they answer it counts as done. */
const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/cordon-quarantine-deny`;
let world: World;
afterEach(() => world.close());

const canary = { RoleName: 'cordon-canary-covered', PolicyArn };
const blind = () => world.as('admin').iam.send(new DetachRolePolicyCommand(canary));
const seeing = () => world.as('admin').iam.send(new AttachRolePolicyCommand(canary));
/** The canary cannot tell: the tag is set, and nobody can prove that it denies. */
const toUnknown = async (options: WorldOptions = {}): Promise<void> => {
  world = await makeWorld(options);
  await blind();
  await world.pass(30);
  await world.send('poisoned-training');
  await world.settled();
  await world.vote(1, 'you', 'grant');
  await world.settled();
};
const only = async () => {
  const [state] = await world.incidents();
  if (state === undefined) throw new Error('there is no incident');
  return state;
};
const said = async (verb: string, args: object = {}) =>
  (await world.command(verb, { ...args }, 'you')).lines.join(' ').replaceAll(/\s+/g, ' ');
const word = async () => (await world.command('status', { incident: 'INC-1' }, 'you')).data['word'];
const settle = (found: string, person: string, step = 'deny') =>
  world.command('settle', { incident: 'INC-1', step, found, reason: 'list-tags shows it' }, person);
const applies = async (path: string) =>
  (await world.ledger()).filter((event) => event.type === 'step.started' && event.data.path === path).length;

test('people are asked, with what was sent, how to look, and what to say; it counts as held; nothing is sent again', async () => {
  await toUnknown();
  expect(await word()).toBe('UNKNOWN');
  const [task] = (await only()).tasks;
  expect(task).toMatchObject({ number: 1, people: ['bo', 'dee', 'you', 'ann', 'cy'], title: 'fraud-scorer: did deny take effect?' });
  for (const part of [
    /Sent 2026-11-20T03:0\d:\d\d\.\d{3}Z as the role of sagemaker\.quarantine-endpoint: sagemaker:AddTags .*cordon:quarantine/,
    /aws sagemaker list-tags --resource-arn arn:aws:sagemaker:eu-west-1:111122223333:endpoint\/fraud-scorer --region eu-west-1/,
    /npx cordon settle INC-1 deny changed --reason/,
    /What the look saw: still open after 900 s/,
  ])
    expect(task?.instruct).toMatch(part);
  expect(await said('status')).toContain('nobody knows whether deny took effect on fraud-scorer');
  expect(await said('timeline', { incident: 'INC-1' })).toContain('UNKNOWN: deny: nobody knows whether it took effect; T-1 asks people');
  expect(await applies('deny')).toBe(1);
  expect(await world.command('contain', { endpoint: 'fraud-scorer' }, 'you')).toMatchObject({
    lines: [expect.stringContaining('already held')],
  });
});

test('as soon as the last look knew nothing', async () => {
  await toUnknown();
  const events = await world.ledger();
  const ended = events.find((event) => event.type === 'step.ended' && event.data.path === 'deny');
  expect(events.find(({ type }) => type === 'outcome.asked')?.at).toBe(ended?.at);
});

describe('a person who looked says', () => {
  test('changed: it is held, and not called contained by that word', async () => {
    await toUnknown();
    expect(await settle('changed', 'bo')).toMatchObject({ exit: 0 });
    expect(await word()).toBe('UNKNOWN');
    expect(await said('status')).toContain('bo looked by hand and says changed: list-tags shows it');
    expect((await only()).tasks[0]?.done).toMatchObject({ by: 'bo' });
    expect(await settle('no-change', 'you')).toMatchObject({ exit: 7 });
    for (const { number } of await world.waiting()) await world.vote(number, 'you', 'deny');
    await world.settled();
    expect((await world.command('release', { endpoint: 'fraud-scorer' }, 'you')).exit).not.toBe(6);
  });
  test('no-change: it is not held', async () => {
    await toUnknown();
    await world.as('admin').sagemaker.send(new DeleteTagsCommand({ ResourceArn: FRAUD_SCORER, TagKeys: ['cordon:quarantine'] }));
    expect(await settle('no-change', 'cy')).toMatchObject({ exit: 0 });
    expect(await word()).toBe('NOT CONTAINED');
    expect(await world.command('release', { endpoint: 'fraud-scorer' }, 'you')).toMatchObject({ exit: 6 });
    expect(await said('timeline', { incident: 'INC-1' })).toContain('cy looked by hand: deny: no-change: list-tags shows it');
  });
  test('no-change, and a look proves the opposite: the look counts', async () => {
    await toUnknown();
    await settle('no-change', 'cy');
    await seeing();
    await world.pass(7200);
    expect(await word()).toBe('CONTAINED');
  });
  test('somebody else, of another step, twice, or by task done: refused, and nothing is recorded', async () => {
    await toUnknown();
    const before = (await world.ledger()).length;
    expect(await settle('changed', 'mallory')).toMatchObject({ exit: 5 });
    expect(await settle('changed', 'bo', 'rollback')).toMatchObject({ exit: 6 });
    expect(await settle('perhaps', 'bo')).toMatchObject({ exit: 2 });
    expect(await world.command('task-done', { task: 'T-1', said: 'looked' }, 'bo')).toMatchObject({
      exit: 7,
      next: expect.stringContaining('settle INC-1 deny'),
    });
    expect(await world.ledger()).toHaveLength(before);
  });
  test('a word that was written into the ledger without the seal of approve is nobody’s word', async () => {
    await toUnknown();
    const state = await only();
    const step = state.runs[0]?.steps.find(({ path }) => path === 'deny');
    const data = { runId: step?.runId ?? 'run-', path: 'deny', verb: 'apply', answer: 'no-change', reason: 'trust me' } as const;
    await world.sandbox.desk.ledger.append(state.incidentId, state.seq, [
      { id: 'forged', type: 'outcome.settled', actor: { kind: 'human', id: 'bo', via: 'cli' }, data },
    ]);
    expect(await word()).toBe('UNKNOWN');
  });
});

test('a late look that proves it answers by itself, and what it left can be released', async () => {
  await toUnknown();
  for (const { number } of await world.waiting()) await world.vote(number, 'you', 'deny');
  await world.settled();
  await seeing();
  await world.pass(3600);
  expect(await word()).toBe('CONTAINED');
  expect((await only()).tasks[0]?.done).toMatchObject({ by: 'sweep', said: expect.stringContaining('a look proved it') });
  expect(await settle('no-change', 'bo')).toMatchObject({ exit: 7 });
  expect((await world.command('release', { endpoint: 'fraud-scorer' }, 'you')).exit).toBe(4);
});

test('a change that nothing contains by is asked about, too, and looked at again', async () => {
  let deaf = true;
  const between = (caller: ActionCaller): ActionCaller => ({
    call: async (action, target, request) =>
      deaf && action === 'sagemaker.rollback-endpoint' && request.verb === 'verify'
        ? { ok: true, value: { verb: 'verify', proof: { kind: 'unknown', because: 'the line is dead' } } }
        : caller.call(action, target, request),
  });
  world = await makeWorld({ between });
  await world.send('poisoned-training');
  await world.settled();
  await world.vote(1, 'you', 'grant');
  await world.settled();
  for (const person of ['you', 'bo']) await world.vote(2, person, 'grant');
  await world.settled();
  expect(await said('status')).toContain('nobody knows whether rollback took effect');
  await world.until(async () => {
    const { EndpointStatus } = await world.as('admin').sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' }));
    return EndpointStatus === 'InService';
  });
  deaf = false;
  await world.pass(7200);
  expect(await said('status')).not.toContain('nobody knows');
  expect(await applies('rollback')).toBe(1);
});

test('a step that never comes back is asked about by the sweep', async () => {
  const between = (caller: ActionCaller): ActionCaller => ({
    call: (action, target, request) =>
      request.verb === 'apply' && action === 'sagemaker.quarantine-endpoint' ? new Promise(() => {}) : caller.call(action, target, request),
  });
  world = await makeWorld({ between, clock: 'real' });
  await world.send('poisoned-training');
  await world.until(async () => (await world.waiting()).length > 0);
  await world.vote(1, 'you', 'grant');
  await world.until(async () => (await applies('deny')) === 1);
  const { desk } = world.sandbox;
  const later = (minutes: number) => sweep({ ...desk, clock: { now: () => instantOf(Date.now() + minutes * 60_000) } });
  await later(20);
  expect((await only()).tasks).toEqual([]);
  for (const minutes of [26, 27]) await later(minutes);
  expect((await only()).tasks).toMatchObject([{ title: 'fraud-scorer: did deny take effect?' }]);
  expect(await word()).toBe('UNKNOWN');
});
