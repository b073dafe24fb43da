import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { ACCOUNT, makeWorld, type World } from './world.ts';

const TOOLS = '/northbank/assistant/tools';
const ssm = (world: World) => new SSMClient(world.range.clientConfig('admin'));
const tools = async (world: World) => (await ssm(world).send(new GetParameterCommand({ Name: TOOLS }))).Parameter?.Value;
const chats = (world: World, role: string) => world.calls(role, 'assistant');
const card = async (world: World) => (await world.command('status', {}, 'you')).data;
const started = async (world: World): Promise<World> => {
  await world.send('prompt-injection');
  await world.settled();
  return world;
};
const finished = async (world: World): Promise<World> => {
  await started(world);
  await world.vote(1, 'you', 'grant');
  await world.settled();
  await world.vote(2, 'you', 'grant');
  await world.settled();
  return world;
};

describe('one night with the assistant, step by step', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
  });
  afterAll(() => world.close());

  test('the event is likely, names the playbook, and nothing is done without a person', async () => {
    const [receipt] = await world.send('prompt-injection');
    expect(receipt).toMatchObject({ outcome: 'respond', incident: 1, playbook: 'prompt-injection@1.0.0', mode: 'propose' });
    expect(receipt?.reasons.join(' ')).toContain('level "likely"');
    await world.settled();
    expect(await tools(world)).toBe('on');
    expect(await chats(world, 'partner-bot')).toBe('answered');
    expect((await world.waiting()).map(({ number, risk, asks }) => ({ number, risk, asks }))).toEqual([
      { number: 1, risk: 'A1', asks: ['you', 'ann', 'cy', 'dee'] },
    ]);
  });
  test('evidence is sealed first, and people have their first task while the question waits', async () => {
    const { evidence, tasks } = await card(world);
    expect(evidence).toMatchObject([{ number: 1, missing: [] }]);
    expect(tasks).toMatchObject([
      { number: 1, role: 'security', who: ['you', 'ann', 'cy'], state: 'open', due: expect.stringMatching(/^2026-11-20T07:00/) },
    ]);
    const { lines } = await world.command('status', {}, 'you');
    expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toMatch(
      /Tasks T-1 Read what it said and did: security \(you, ann, cy\), due 07:00:\d\dZ, (3:59:\d\d|4:00:00) left/,
    );
  });
  test('a yes takes the tools away, proven by reading back; the other callers notice nothing', async () => {
    await world.vote(1, 'you', 'grant');
    await world.settled();
    expect(await tools(world)).toBe('off');
    expect(await chats(world, 'web-chat')).toBe('answered');
    const [question] = await world.waiting();
    expect(question).toMatchObject({ number: 2, risk: 'A1', target: { name: 'partner-bot' } });
    expect(question?.impact.join(' ')).toContain('partner-bot has NO fallback declared');
  });
  test('a second yes refuses the one client; nobody claims that the assistant is contained', async () => {
    await world.vote(2, 'cy', 'grant');
    await world.settled();
    await world.pass(60);
    expect(await chats(world, 'partner-bot')).toBe('denied');
    expect(await chats(world, 'web-chat')).toBe('answered');
    const { word, because, steps } = await card(world);
    expect(word).toBe('PARTLY CONTAINED');
    expect(because).toEqual([
      'only partner-bot is refused; every other caller is still answered',
      expect.stringContaining('read back'),
      'effect on live sessions: within minutes, not measured',
    ]);
    expect(steps).toMatchObject([
      { status: 'proven' },
      { path: 'tools', detail: expect.stringContaining('the switch says off (read back)') },
      { path: 'client' },
    ]);
  });
  test('every task stands there with a number, the run has ended without waiting for any, and no rollback was planned', async () => {
    const [state] = await world.incidents();
    expect(state?.runs).toMatchObject([{ status: 'completed' }]);
    expect(state?.tasks.map(({ number, path, ask, people }) => [number, path, ask, people])).toEqual([
      [1, 'transcripts', 'security', ['you', 'ann', 'cy']],
      [2, 'guardrail', 'owner', ['cy', 'dee']],
      [3, 'offers', 'owner', ['cy', 'dee']],
    ]);
    expect(state?.runs.flatMap(({ steps }) => steps.map(({ action }) => action))).toEqual([
      'evidence.snapshot-endpoint',
      'ssm.flip-switch',
      'iam.quarantine-client',
    ]);
    expect((await card(world))['next']).toBe('npx cordon task list INC-1');
  });
  test('tasks are listed by what is due first, closed once by a known person, and kept under that name', async () => {
    const list = await world.command('task-list', {}, 'you');
    expect(list.lines.filter((line) => /^T-\d/.test(line)).map((line) => line.slice(0, 3))).toEqual(['T-1', 'T-3', 'T-2']);
    expect(list.next).toBe('npx cordon task done T-1 "what was done"');
    expect(await world.command('show', { what: 't-3' }, 'you')).toMatchObject({ exit: 0, data: { number: 3, state: 'open' } });
    expect(await world.command('task-done', { task: 'T-1', said: 'three conversations, listed' }, 'ann')).toMatchObject({
      exit: 0,
      data: { left: 2 },
    });
    expect(await world.command('task-done', { task: 'T-1', said: 'me too' }, 'cy')).toMatchObject({
      exit: 7,
      lines: ['T-1 was done by ann already: three conversations, listed'],
    });
    expect(await world.command('task-done', { task: 'T-9', said: 'x' }, 'cy')).toMatchObject({ exit: 6 });
    expect(await world.command('task-done', { task: 'T-2', said: ' ' }, 'cy')).toMatchObject({ exit: 2 });
    expect(await world.command('task-done', { task: 'T-2', said: 'x' }, 'mallory')).toMatchObject({ exit: 5 });
    const { lines } = await world.command('timeline', { incident: 'INC-1', human: true }, 'you');
    expect(lines.join('\n')).toMatch(/ann +T-1 done: three conversations, listed/);
    expect((await world.command('task-list', { incident: 'INC-1', all: true }, 'you')).data['tasks']).toHaveLength(3);
    expect((await world.command('task-list', {}, 'you')).data['tasks']).toHaveLength(2);
  });
  test('what is late is called overdue, on the card and in the list', async () => {
    await world.pass(25 * 3600);
    for (const verb of ['status', 'task-list']) {
      const text = (await world.command(verb, {}, 'you')).lines.join(' ').replaceAll(/\s+/g, ' ');
      expect(text).toMatch(/T-3 Honour or withdraw what it promised.*OVERDUE since 03:0\d:\d\dZ/);
    }
  });
  test('four hours later people were asked whether both should stay, with a command that exists', async () => {
    const reviews = (await world.ledger()).flatMap((event) => (event.type === 'review.due' ? [event.data.sentence] : []));
    expect(reviews.slice(0, 2).map((sentence) => /npx cordon release .*$/.exec(sentence)?.[0])).toEqual([
      'npx cordon release northbank/assistant/tools',
      'npx cordon release partner-bot',
    ]);
  });
});

describe('the way back', () => {
  let world: World;
  beforeAll(async () => {
    world = await finished(await makeWorld());
    await world.pass(60);
  });
  afterAll(() => world.close());

  test('the client comes back when an approver who did not ask for it types its name', async () => {
    expect(await world.command('release', { endpoint: 'partner-bot' }, 'you')).toMatchObject({
      exit: 4,
      lines: [expect.stringContaining('A-3 asks'), expect.any(String)],
    });
    expect(await world.command('approve', { approval: 'A-3', target: 'partner-bot' }, 'you')).toMatchObject({ exit: 5 });
    expect(await world.command('approve', { approval: 'A-3' }, 'bo')).toMatchObject({ exit: 2 });
    expect(await world.command('approve', { approval: 'A-3', target: 'partner-bot' }, 'bo')).toMatchObject({ exit: 0 });
    await world.settled();
    await world.pass(60);
    expect(await chats(world, 'partner-bot')).toBe('answered');
    expect(await tools(world)).toBe('off');
    expect((await card(world))['word']).toBe('RECOVERING');
    expect(await world.command('release', { endpoint: 'partner-bot' }, 'you')).toMatchObject({ exit: 6 });
  });
  test('the tools come back the same way, by the name of the switch', async () => {
    await world.command('release', { endpoint: 'assistant-tools' }, 'you');
    expect(await world.command('approve', { approval: 'A-4', target: 'northbank/assistant/tools' }, 'cy')).toMatchObject({ exit: 0 });
    await world.settled();
    expect(await tools(world)).toBe('on');
  });
});

describe('somebody else was there meanwhile', () => {
  test('a switch that says something else since is not overwritten', async () => {
    const world = await finished(await makeWorld());
    await ssm(world).send(new PutParameterCommand({ Name: TOOLS, Value: 'read-only', Overwrite: true }));
    expect(await world.command('release', { endpoint: 'assistant-tools' }, 'you')).toMatchObject({ exit: 7, error: { code: 'drift' } });
    expect(await tools(world)).toBe('read-only');
    await world.close();
  });
  test('a switch that was flipped while the question waited makes the plan stale', async () => {
    const world = await started(await makeWorld());
    await ssm(world).send(new PutParameterCommand({ Name: TOOLS, Value: 'off', Overwrite: true }));
    expect(await world.vote(1, 'you', 'grant')).toMatchObject({ kind: 'refused', because: 'plan-changed' });
    await world.close();
  });
});

test('a no to both leaves everything as it is, and the tasks are asked all the same', async () => {
  const world = await started(await makeWorld());
  await world.vote(1, 'you', 'deny');
  await world.settled();
  await world.vote(2, 'you', 'deny');
  await world.settled();
  expect(await tools(world)).toBe('on');
  expect(await chats(world, 'partner-bot')).toBe('answered');
  const [state] = await world.incidents();
  expect(state?.tasks).toHaveLength(3);
  await world.close();
});

test('an asset without a switch and a finding that names no declared caller ask for tasks only', async () => {
  const world = await makeWorld({
    policy: (policy) => ({
      ...policy,
      assets: {
        ...policy.assets,
        assets: policy.assets.assets.map((entry) =>
          entry.arn.endsWith('/assistant') ? { ...entry, switches: [], callers: entry.callers.slice(0, 1) } : entry,
        ),
      },
    }),
  });
  await started(world);
  const [state] = await world.incidents();
  expect(state?.runs).toMatchObject([{ status: 'completed', skipped: [{ path: 'tools' }, { path: 'client' }] }]);
  expect(state?.tasks).toHaveLength(3);
  expect(await world.waiting()).toEqual([]);
  await world.close();
});

test('a client that also calls a high-tier asset answers to that one: blocking it needs what that asset asks', async () => {
  const world = await makeWorld({
    policy: (policy) => ({
      ...policy,
      assets: {
        ...policy.assets,
        assets: policy.assets.assets.map((entry) => {
          const bot = { principal: `arn:aws:iam::${ACCOUNT}:role/partner-bot` as const, name: 'partner-bot' };
          return entry.arn.endsWith('/credit') ? { ...entry, callers: [...entry.callers, bot] } : entry;
        }),
      },
    }),
  });
  await finished(world);
  await world.command('release', { endpoint: 'partner-bot' }, 'you');
  const [question] = await world.waiting();
  expect(question?.seats).toMatchObject([{ role: 'security' }, { role: 'owner', people: ['bo', 'cy'] }]);
  await world.close();
});
