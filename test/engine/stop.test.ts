import { HOUSE } from '../../core/house/house.ts';
import { keyOf } from '../../core/id.ts';
import { haltOf, readHouse } from '../../engine/house.ts';
import { asked, stateOf } from './asked.ts';
import { goOn, stopNow } from './stopping.ts';
import { makeWorld, type World } from './world.ts';

const freed = (world: World): Promise<void> =>
  world.until(async () => (await world.incidents()).every(({ runs }) => runs.every(({ held = [] }) => held.length === 0)), 600);

describe('one responder stops', () => {
  let world: World;
  beforeEach(async () => {
    world = await asked();
  });
  afterEach(() => world.close());

  test('everybody sees it, evidence was and is taken, a yes is kept, and nothing happens until it goes on', async () => {
    const answer = await stopNow(world);
    expect(answer).toMatchObject({ exit: 0, data: { stopped: true, sent: [] }, next: 'npx cordon resume --all' });
    for (const [verb, args] of [
      ['status', {}],
      ['status', { incident: 'INC-1' }],
      ['list', {}],
      ['show', { what: 'A-1' }],
    ] as const)
      expect((await world.command(verb, args, 'ann')).lines.join('\n')).toMatch(
        /STOPPED since 03:0\dZ by you: it hits the wrong endpoint|STOPPED +STOPPED since/,
      );
    await world.vote(1, 'cy', 'grant');
    await world.until(async () => (await stateOf(world)).runs[0]?.held?.length === 1, 600);
    await world.pass(7200);
    expect(await world.calls('checkout-api')).toBe('answered');
    expect((await stateOf(world)).runs[0]).toMatchObject({ status: 'running', held: [{ path: 'deny' }] });
    await goOn(world);
    await freed(world);
    await world.settled();
    expect(await world.calls('checkout-api')).toBe('denied');
    expect((await stateOf(world)).runs[0]?.held).toEqual([]);
    expect((await world.command('status', {}, 'you')).lines.join(' ')).not.toContain('STOPPED');
  });

  test('a grant that was signed before is worth nothing to the action, which says so without an alarm', async () => {
    const { desk } = world.sandbox;
    const [run] = (await stateOf(world)).runs;
    const step = run?.steps.find(({ path }) => path === 'deny');
    if (run === undefined || step === undefined) throw new Error('nothing was planned');
    const grants: object[] = [];
    const release = world.timeline.hold();
    const view = (await stateOf(world)).approvals[0];
    await desk.authority.vote({
      incidentId: (await stateOf(world)).incidentId,
      approvalId: view?.approval.id ?? '',
      actor: { kind: 'human', id: 'cy', via: 'cli' },
      vote: 'grant',
    });
    const ask = {
      incidentId: (await stateOf(world)).incidentId,
      runId: run.runId,
      step: 'deny',
      verb: 'apply',
      planDigest: step.planDigest,
    } as const;
    const grant = await desk.authority.grant(ask);
    if ('refused' in grant) throw new Error(grant.refused);
    grants.push(grant);
    await desk.leases.take(step.plan.target.arn, run.runId);
    await stopNow(world);
    expect(await desk.authority.grant(ask)).toMatchObject({ stopped: true, refused: expect.stringContaining('STOPPED') });
    const reply = await desk.caller.call(step.action, step.plan.target.arn, {
      incidentId: ask.incidentId,
      key: keyOf(run.runId, 'deny', 'apply'),
      at: desk.clock.now(),
      exercise: false,
      verb: 'apply',
      plan: step.plan,
      grant,
    });
    expect(reply).toMatchObject({ ok: false, failure: { kind: 'halted', effect: 'no-change' } });
    release();
    expect(await world.calls('checkout-api')).toBe('answered');
    expect((await stateOf(world)).alarms).toEqual([]);
  });

  test('from Slack as well; twice is once; who is no responder cannot, and nobody stops without saying all', async () => {
    expect(await stopNow(world, 'bo')).toMatchObject({ exit: 5, error: { code: 'not-eligible' } });
    expect(await world.command('stop', {}, 'you')).toMatchObject({ exit: 2, next: 'npx cordon stop --all' });
    expect(await world.command('resume', { all: true }, 'you')).toMatchObject({ exit: 7, error: { code: 'not-stopped' } });
    expect(await stopNow(world, 'cy', 'slack')).toMatchObject({ exit: 0 });
    expect((await stopNow(world, 'you')).lines.join(' ')).toContain('by cy');
    expect((await world.sandbox.desk.ledger.read(HOUSE)).map(({ type }) => type)).toEqual(['house.stopped']);
  });

  test('what was sent before and is not read back is listed', async () => {
    await world.vote(1, 'cy', 'grant');
    await world.until(
      async () => (await stateOf(world)).runs[0]?.steps.some(({ path, status }) => path === 'deny' && status === 'started') === true,
      600,
    );
    const answer = await stopNow(world);
    expect(answer.lines.join(' ').replaceAll(/\s+/g, ' ')).toMatch(
      /Sent before INC-1: fraud-scorer: Nobody may call the endpoint, sent .*; not proven yet/,
    );
  });

  test('a release waits too: a stop lifts nothing', async () => {
    await world.vote(1, 'cy', 'grant');
    await world.settled();
    for (let card = (await world.waiting())[0]; card !== undefined; ) {
      await world.vote(card.number, 'cy', 'deny');
      await world.settled();
      [card] = await world.waiting();
    }
    await world.command('release', { endpoint: 'fraud-scorer' }, 'you');
    await world.settled();
    const [card] = await world.waiting();
    await stopNow(world);
    await world.vote(card?.number ?? 0, 'cy', 'grant', 'fraud-scorer');
    await world.vote(card?.number ?? 0, 'bo', 'grant', 'fraud-scorer');
    await world.until(async () => (await stateOf(world)).runs.some(({ held = [] }) => held.length > 0), 600);
    expect(await world.calls('checkout-api')).toBe('denied');
    await goOn(world);
    await freed(world);
    await world.settled();
    expect(await world.calls('checkout-api')).toBe('answered');
  });
});

test('a stop holds over a restart, and a ledger of the house that somebody changed is a stop', async () => {
  const world = await asked();
  await stopNow(world);
  const { desk } = world.sandbox;
  expect((await readHouse({ ledger: desk.ledger, verify: desk.verify })).house.stop?.by).toBe('you');
  const broken = {
    ...desk.ledger,
    read: async (id: Parameters<typeof desk.ledger.read>[0]) =>
      (await desk.ledger.read(id)).map((event) => (id === HOUSE ? { ...event, seq: event.seq + 1 } : event)),
  };
  expect((await haltOf({ ledger: broken, verify: desk.verify }))?.sentence).toMatch(
    /^STOPPED: the ledger of the house does not fit together at event 1/,
  );
  await world.close();
});

test('while everything is stopped a new incident is opened, its evidence is taken and people are asked', async () => {
  const world = await makeWorld();
  await stopNow(world);
  await world.send('poisoned-training');
  await world.settled();
  const state = await stateOf(world);
  expect(state.evidence.length).toBe(1);
  expect((await world.waiting()).map(({ number }) => number)).toEqual([1]);
  await world.close();
});
