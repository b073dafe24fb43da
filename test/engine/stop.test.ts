import { AttachRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { HOUSE } from '../../core/house/house.ts';
import type { Actor } from '../../core/approval/approval.ts';
import type { Arn } from '../../core/asset/resource.ts';
import { keyOf } from '../../core/id.ts';
import type { RunOrder } from '../../core/ledger/facts.ts';
import { runCommand } from '../../engine/commands/index.ts';
import { readHouse } from '../../engine/house.ts';
import type { ActionCaller } from '../../engine/ports.ts';
import { asked, stateOf } from './asked.ts';
import { makeWorld, type World, type WorldOptions } from './world.ts';

const you = { kind: 'human', id: 'you', via: 'cli' } as const;
const ASSISTANT: Arn = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/assistant';
const switchArn = (index: number): Arn => `arn:aws:ssm:eu-west-1:111122223333:parameter/northbank/assistant/many-${index}`;
/** As many switches as there are effects: each run changes its own, so that none waits for another's lease. */
const MANY = 100;
/** So many have had their effect when somebody presses stop. */
const FIRST = 20;

const manySwitches: NonNullable<WorldOptions['policy']> = (policy) => ({
  ...policy,
  assets: {
    ...policy.assets,
    assets: policy.assets.assets.map((entry) =>
      entry.arn === ASSISTANT
        ? {
            ...entry,
            switches: Array.from({ length: MANY }, (_, index) => ({ id: `many-${index}`, does: 'nothing else', store: switchArn(index) })),
          }
        : entry,
    ),
  },
});
const order = (index: number): RunOrder => ({
  kind: 'manual',
  by: you,
  document: {
    apiVersion: 'cordon/v1',
    kind: 'Playbook',
    metadata: { id: 'many', version: '1.0.0', title: 'many', owner: 'cordon', references: { atlas: [], owaspLlm: [] } },
    mode: 'enforce',
    steps: [{ id: 'flip', phase: 'contain', uses: 'ssm.flip-switch', with: { asset: ASSISTANT, switch: switchArn(index) } }],
  },
});

const stopNow = async (world: World, person = 'you', via: Extract<Actor, { kind: 'human' }>['via'] = 'cli') => {
  const release = world.timeline.hold();
  try {
    return await runCommand(
      world.sandbox.desk,
      'stop',
      { all: true, reason: 'it hits the wrong endpoint' },
      { kind: 'human', id: person, via },
    );
  } finally {
    release();
  }
};
const goOn = async (world: World): Promise<void> => {
  const answer = await world.command('resume', { all: true }, 'you');
  expect(answer).toMatchObject({ exit: 4 });
  const number = 'number' in answer.data ? Number(answer.data['number']) : 0;
  expect(await world.command('approve', { approval: `A-${number}` }, 'cy')).toMatchObject({ exit: 2, error: { code: 'typed-target' } });
  expect(await world.command('approve', { approval: `A-${number}`, target: 'all' }, 'you')).toMatchObject({
    exit: 5,
    error: { code: 'requester' },
  });
  expect(await world.command('approve', { approval: `A-${number}`, target: 'all' }, 'cy')).toMatchObject({ exit: 4 });
  expect(await world.command('approve', { approval: `A-${number}`, target: 'all' }, 'bo')).toMatchObject({ exit: 0 });
};
const stoppedAt = async (world: World): Promise<string> => (await readHouse(world.sandbox.desk)).house.stop?.since ?? '';

test('100 effects under way: after the stop is recorded not one more reaches the account, and all are done once people let them go on', async () => {
  let world: World | undefined;
  let effects = 0;
  let isStopped = false;
  const calls: { readonly begunAt: number; readonly afterStop: boolean; readonly effect: boolean }[] = [];
  const between = (caller: ActionCaller): ActionCaller => ({
    call: async (action, target, request) => {
      if (request.verb !== 'apply' || world === undefined) return caller.call(action, target, request);
      const [begunAt, afterStop] = [world.now(), isStopped];
      const reply = await caller.call(action, target, request);
      const effect = reply.ok && reply.value.verb === 'apply' && reply.value.applied.effect === 'changed';
      calls.push({ begunAt, afterStop, effect });
      // In the middle of the crowd: others have their grants already, or are on their way to their actions.
      if (effect && (effects += 1) === FIRST) {
        await stopNow(world);
        isStopped = true;
      }
      return reply;
    },
  });
  world = await makeWorld({ between, policy: manySwitches, sweepSeconds: 600 });
  const here = world;
  const seen = { held: 0, freed: 0, ended: 0 };
  here.sandbox.subscribe((events) => {
    for (const { type } of events) {
      if (type === 'run.held') seen.held += 1;
      if (type === 'run.freed') seen.freed += 1;
      if (type === 'run.ended') seen.ended += 1;
    }
  });
  try {
    const ssm = new SSMClient(here.range.clientConfig('admin'));
    for (let index = 0; index < MANY; index += 1)
      await ssm.send(new PutParameterCommand({ Name: `/northbank/assistant/many-${index}`, Value: 'on', Type: 'String', Overwrite: true }));
    // Northbank's own policy permits one switch; this test needs a hundred.
    await new IAMClient(here.range.clientConfig('admin')).send(
      new AttachRolePolicyCommand({ RoleName: 'cordon-member', PolicyArn: 'arn:aws:iam::111122223333:policy/administrator' }),
    );
    // IAM needs a while to know.
    await here.pass(60);
    const { desk } = here.sandbox;
    const release = here.timeline.hold();
    for (let index = 0; index < MANY; index += 1) {
      const incidentId = `inc-many-${index}` as const;
      const data = {
        incidentClass: 'open-incident',
        title: 'many',
        sev: 3,
        sevBecause: 'a test',
        number: index + 1,
        correlationKey: `many-${index}`,
        generation: 1,
      } as const;
      const facts = [{ id: `${incidentId}:opened`, type: 'incident.opened', actor: you, data }] as const;
      const { runId } = await desk.authority.admit({
        incidentId,
        facts,
        order: { order: order(index), mode: 'enforce', actor: you, once: false },
      });
      if (runId !== undefined) await desk.runs.start({ runId, incidentId });
    }
    release();
    await here.until(() => seen.held + seen.ended === MANY);

    const stopped = Date.parse(await stoppedAt(here));
    const runs = async () => (await here.incidents()).flatMap((incident) => incident.runs);
    const done = (await runs()).filter(({ status }) => status === 'completed').length;
    const held = (await runs()).filter((run) => run.held !== undefined);
    expect(done).toBeGreaterThanOrEqual(FIRST);
    expect(held.length).toBeGreaterThan(0);
    expect(done + held.length).toBe(MANY);
    // What set out after the stop had no effect, and five seconds later nothing set out at all.
    expect(calls.filter(({ afterStop, effect }) => afterStop && effect)).toEqual([]);
    expect(calls.filter(({ begunAt }) => begunAt > stopped + 5000)).toEqual([]);
    const flipped = async (): Promise<number> =>
      (await here.ledger()).filter((event) => event.type === 'step.ended' && event.data.result.effect === 'changed').length;
    expect(await flipped()).toBe(done);
    const before = calls.length;
    await here.pass(3600);
    expect(calls.length).toBe(before);

    isStopped = false;
    await goOn(here);
    await here.until(() => seen.ended === MANY + 1);
    expect((await runs()).filter(({ status }) => status !== 'completed')).toEqual([]);
    expect(seen.freed).toBe(held.length);
    expect(await flipped()).toBe(MANY);
    expect(effects).toBe(MANY);
  } finally {
    await here.close();
  }
});

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
    await world.until(async () => (await stateOf(world)).runs[0]?.held !== undefined, 600);
    await world.pass(7200);
    expect(await world.calls('checkout-api')).toBe('answered');
    expect((await stateOf(world)).runs[0]).toMatchObject({ status: 'running', held: { path: 'deny' } });
    await goOn(world);
    await world.settled();
    expect(await world.calls('checkout-api')).toBe('denied');
    expect((await stateOf(world)).runs[0]?.held).toBeUndefined();
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
    expect(reply).toMatchObject({ ok: false, failure: { kind: 'stopped', effect: 'no-change' } });
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
    await world.until(async () => (await stateOf(world)).runs.some(({ held }) => held !== undefined), 600);
    expect(await world.calls('checkout-api')).toBe('denied');
    await goOn(world);
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
  const { haltOf } = await import('../../engine/house.ts');
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
