import { AddTagsCommand, DeleteTagsCommand } from '@aws-sdk/client-sagemaker';
import { runIn } from '../../core/ledger/incident.ts';
import type { ActionCaller } from '../../engine/ports.ts';
import { another, quarantine, QUARANTINE, reject, rollback } from './second-incident.ts';
import { FRAUD_SCORER, makeWorld, type World } from './world.ts';

/** Two incidents about one endpoint: the second joins what is done already, or waits and says so. */
let world: World;
afterEach(() => world.close());

const contained = async (options: Parameters<typeof makeWorld>[0] = {}): Promise<void> => {
  world = await makeWorld(options);
  await world.send('poisoned-training');
  await world.settled();
  await world.vote(1, 'you', 'grant');
  await world.settled();
};
const status = async (number: number) => {
  const { data, lines } = await world.command('status', { incident: `INC-${number}` }, 'you');
  return { word: data['word'], text: lines.join(' ').replaceAll(/\s+/g, ' ') };
};
const denyAll = async (): Promise<void> => {
  for (const { number } of await world.waiting()) await world.vote(number, 'you', 'deny');
  await world.settled();
};
const release = async (incident?: string) => world.command('release', { endpoint: 'fraud-scorer', ...(incident && { incident }) }, 'you');
const agreeToRelease = async (): Promise<void> => {
  const asked = (await world.waiting()).find(({ risk }) => risk === 'L');
  for (const person of ['cy', 'bo']) await world.vote(asked?.number ?? 0, person, 'grant', 'fraud-scorer');
  await world.settled();
};
const timeline = async (number: number) =>
  (await world.command('timeline', { incident: `INC-${number}` }, 'you')).lines.join(' ').replaceAll(/\s+/g, ' ');

describe('what is contained already', () => {
  test('is shared at once, asks nobody, writes nothing, and holds on its own', async () => {
    await contained();
    const second = await another(world, 'tampering', [quarantine()]);
    await world.until(async () => runIn(await second.state(), second.runId)?.status === 'completed', 900);
    const step = runIn(await second.state(), second.runId)?.steps[0];
    expect(step).toMatchObject({
      plan: { writes: [] },
      output: { heldBy: 'INC-1' },
      result: { effect: 'no-change', proof: { kind: 'proven' } },
    });
    expect((await second.state()).approvals).toEqual([]);
    expect(await status(second.number)).toMatchObject({ word: 'CONTAINED', text: expect.stringContaining('already held by INC-1') });
    // The first one still waits for its rollback: nobody waited for that.
    expect((await world.waiting()).map(({ incident }) => incident)).toEqual([1]);
  });
  test('releasing the first is refused while the second holds it; the second first, then the first', async () => {
    await contained();
    const second = await another(world, 'tampering', [quarantine()]);
    await world.until(async () => runIn(await second.state(), second.runId)?.status === 'completed', 900);
    await denyAll();
    expect(await release('INC-1')).toMatchObject({
      exit: 7,
      error: { code: 'also-held' },
      next: expect.stringContaining('--incident INC-2'),
    });
    expect(await release('INC-2')).toMatchObject({ exit: 4 });
    await agreeToRelease();
    expect(await world.calls('checkout-api')).toBe('denied');
    expect((await status(1)).word).toBe('CONTAINED');
    expect((await status(2)).text).toContain('stays quarantined');
    expect(await release()).toMatchObject({ exit: 4 });
    await agreeToRelease();
    expect(await world.calls('checkout-api')).toBe('answered');
  });
  test('a release that was agreed to before somebody joined is refused where the power is', async () => {
    await contained();
    await denyAll();
    expect(await release()).toMatchObject({ exit: 4 });
    await world.settled();
    const second = await another(world, 'tampering', [quarantine()]);
    await world.until(async () => runIn(await second.state(), second.runId)?.status === 'completed', 900);
    await agreeToRelease();
    expect(await world.calls('checkout-api')).toBe('denied');
    expect(await timeline(1)).toContain('INC-2 also holds fraud-scorer');
  });
  test('somebody lifts it between the plan and the look: the second contains it by itself, and asks for that', async () => {
    await contained();
    const second = await another(world, 'tampering', [quarantine()]);
    await world.until(async () => runIn(await second.state(), second.runId)?.steps[0]?.status === 'started', 60);
    await world.as('admin').sagemaker.send(new DeleteTagsCommand({ ResourceArn: FRAUD_SCORER, TagKeys: ['cordon:quarantine'] }));
    await denyAll();
    await world.until(async () => (await world.calls('checkout-api')) === 'denied');
    await world.settled();
    const step = runIn(await second.state(), second.runId)?.steps[0];
    expect(step?.plan.writes).toHaveLength(1);
    expect((await status(second.number)).word).toBe('CONTAINED');
  });
  test('a tag in the name of an incident that holds nothing is not shared', async () => {
    world = await makeWorld();
    await world
      .as('admin')
      .sagemaker.send(new AddTagsCommand({ ResourceArn: FRAUD_SCORER, Tags: [{ Key: 'cordon:quarantine', Value: 'inc-nobody' }] }));
    const second = await another(world, 'tampering', [quarantine()]);
    await world.until(async () => runIn(await second.state(), second.runId)?.status === 'failed', 900);
    expect((await status(second.number)).word).toBe('NOT CONTAINED');
    expect(await timeline(second.number)).toContain('hold is not proven');
  });
});

describe('a change that another run is making', () => {
  test('is waited for: card, time line and the other incident say so; then it is planned and asked anew', async () => {
    await contained();
    const second = await another(world, 'tampering', [rollback]);
    await world.until(async () => (await status(second.number)).text.includes('waits for INC-1'), 120);
    const said = /waits for INC-1, which is changing fraud-scorer: A-2 is waiting for [a-z, ]+ \(step rollback\)/;
    expect((await status(second.number)).text).toMatch(said);
    expect(await timeline(second.number)).toMatch(said);
    expect(await timeline(1)).toContain('INC-2 waits until this run lets go of fraud-scorer');
    // Nobody is asked about a plan that will be another one.
    expect((await world.waiting()).map(({ incident }) => incident)).toEqual([1]);
    const before = world.now();
    await world.vote(2, 'you', 'deny');
    await world.until(async () => (await world.waiting()).some(({ incident }) => incident === second.number));
    // Woken, not polled: the first look by itself would have come a minute later.
    expect(world.now() - before).toBeLessThan(60_000);
    expect((await status(second.number)).text).not.toContain('waits for INC-1');
    expect(await timeline(second.number)).toContain('goes on: fraud-scorer is free');
  });
  test('nobody wakes it: it looks by itself; and in the end people are asked, while it goes on waiting', async () => {
    await contained();
    const second = await another(world, 'tampering', [rollback]);
    await world.until(async () => (await status(second.number)).text.includes('waits for INC-1'), 120);
    await world.pass(13_000);
    expect((await second.state()).tasks).toEqual([]);
    await world.until(async () => (await second.state()).tasks.length > 0, 4000);
    expect((await second.state()).tasks[0]).toMatchObject({
      ask: 'responder',
      instruct: expect.stringContaining('npx cordon abort INC-1'),
    });
    expect((await status(second.number)).text).toContain('waits for INC-1');
    expect(runIn(await second.state(), second.runId)?.status).toBe('running');
  });
});

describe('two runs that want what the other one has', () => {
  const [fraud, credit] = ['fraud-model/7', 'credit-model/3'];
  /** Lets each run finish its first step only when both have theirs. */
  const both = (): ((caller: ActionCaller) => ActionCaller) => {
    const began = new Set<string>();
    const gate = Promise.withResolvers<void>();
    return (caller) => ({
      call: async (action, target, request) => {
        if (request.verb === 'apply') {
          began.add(request.incidentId);
          if (began.size === 2) gate.resolve();
          await gate.promise;
        }
        return caller.call(action, target, request);
      },
    });
  };
  test.each([
    ['the first', [fraud, credit]],
    ['the second', [credit, fraud]],
  ])('neither waits for ever: %s begins with what the other ends with', async (_who, [one = '', two = '']) => {
    world = await makeWorld({ between: both() });
    const a = await another(world, 'a', [reject('own', one), reject('other', two)]);
    const b = await another(world, 'b', [reject('own', two), reject('other', one)]);
    const done = async () => [runIn(await a.state(), a.runId)?.status, runIn(await b.state(), b.runId)?.status];
    await world.until(async () => (await done()).every((word) => word === 'completed'), 7200);
    const waited = (await world.ledger()).filter(({ type }) => type === 'lease.waiting');
    expect(waited.length).toBeGreaterThan(0);
    const { desk } = world.sandbox;
    for (const version of [fraud, credit])
      expect(await desk.leases.holder(`arn:aws:sagemaker:eu-west-1:111122223333:model-package/${version}`)).toBeUndefined();
  });
});

describe('a lease whose owner is dead', () => {
  test('is freed by the sweep when its run has ended, and by whoever waits for it', async () => {
    await contained();
    const { desk, sweep } = world.sandbox;
    await denyAll();
    const [first] = await world.incidents();
    const owner = first?.runs[0]?.runId ?? 'run-none';
    expect(first?.runs[0]?.status).toBe('completed');
    await desk.leases.take(FRAUD_SCORER, owner);
    await sweep();
    expect(await desk.leases.holder(FRAUD_SCORER)).toBeUndefined();
    await desk.leases.take(FRAUD_SCORER, owner);
    const second = await another(world, 'tampering', [rollback]);
    await world.until(async () => (await second.state()).approvals.length > 0, 300);
    expect(runIn(await second.state(), second.runId)?.steps[0]?.action).not.toBe(QUARANTINE);
  });
});
