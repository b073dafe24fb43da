import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { tell } from '../../engine/outbox.ts';
import { makeWorld, type World } from '../engine/world.ts';
import { openChat, type Chat, type Posted } from './chat.ts';
import { connect, quiet, type Connected } from './outbox-world.ts';

interface Scene {
  readonly world: World;
  readonly chat: Chat;
  readonly connected: Connected;
  /** Until Slack knows everything. */
  readonly quiet: () => Promise<void>;
  readonly close: () => Promise<void>;
}
const scene = async (): Promise<Scene> => {
  const chat = await openChat();
  let database: DatabaseSync | undefined;
  const world = await makeWorld({ opened: (_, opened) => void (database = opened) });
  if (database === undefined) throw new Error('no database');
  const connected = connect(world, { apiUrl: chat.line.apiUrl, channel: chat.channel }, { database, timeline: world.timeline });
  return {
    world,
    chat,
    connected,
    quiet: () => quiet(world, connected),
    close: async () => {
      await connected.driver.stop();
      await world.close();
      await chat.close();
    },
  };
};
/** Steps 1 to 3 of the reference incident, with the votes of people. */
const toRejected = async ({ world }: Scene): Promise<void> => {
  await world.send('poisoned-training');
  await world.settled();
  for (const [approval, person] of [
    [1, 'you'],
    [2, 'you'],
    [2, 'bo'],
    [3, 'cy'],
  ] as const) {
    await world.vote(approval, person, 'grant');
    await world.settled();
  }
};
const textOf = ({ blocks }: Posted): string => JSON.stringify(blocks);
const cardOf = (messages: readonly Posted[]) => messages.filter(({ key }) => key.endsWith(':card'));
const replies = (messages: readonly Posted[]) => messages.filter(({ thread }) => thread !== undefined);
const linesIn = (messages: readonly Posted[]): readonly string[] =>
  replies(messages).flatMap(({ blocks }) => blocks.flatMap((block) => (block['text'] as { text: string }).text.split('\n')));
const expectedLines = async (world: World): Promise<readonly string[]> => {
  const { data } = await world.command('timeline', { incident: 'INC-1' }, 'you');
  return (data['timeline'] as readonly { readonly sentence: string }[]).map(({ sentence }) => sentence);
};
/** Every line of the timeline once, in order, and nothing else; one card; each approval once. */
const expectWhole = async ({ world, chat }: Scene): Promise<readonly Posted[]> => {
  const messages = await chat.messages();
  const [lines, expected] = [linesIn(messages), await expectedLines(world)];
  expect(lines).toHaveLength(expected.length);
  for (const [index, sentence] of expected.entries()) expect(lines[index]).toContain(sentence.slice(0, 60));
  expect(cardOf(messages)).toHaveLength(1);
  expect(messages.filter(({ key }) => /:A-\d+$/.test(key)).map(({ key }) => key.split(':')[1])).toEqual(['A-1', 'A-2', 'A-3']);
  expect(new Set(messages.map(({ key }) => key)).size).toBe(messages.length);
  return messages;
};

describe('the reference incident', () => {
  let stage: Scene;
  beforeAll(async () => {
    stage = await scene();
    await toRejected(stage);
    await stage.quiet();
  });
  afterAll(() => stage.close());

  test('is one pinned card, one message per approval, and its whole timeline as replies, in order', async () => {
    const messages = await expectWhole(stage);
    const [card] = cardOf(messages);
    expect(messages[0]).toEqual(card);
    expect(replies(messages).every(({ thread }) => thread === card?.ts)).toBe(true);
    const { items = [] } = (await stage.chat.outside.pins.list({ channel: stage.chat.channel })) as {
      items?: { message?: { ts?: string } }[];
    };
    expect(items.map(({ message }) => message?.ts)).toEqual([card?.ts]);
  });
  test('the card says what is true now, and approvals that are decided have no buttons', async () => {
    const messages = await stage.chat.messages();
    expect(textOf(cardOf(messages)[0] ?? ({ blocks: [] } as never))).toContain('CONTAINED');
    for (const message of messages.filter(({ key }) => /:A-\d+$/.test(key))) {
      expect(textOf(message)).not.toContain('"button"');
      expect(textOf(message)).toContain('approved');
    }
  });
  test('it does not shout: the card and three questions in the channel', async () => {
    const messages = await stage.chat.messages();
    expect(messages.filter(({ thread, key }) => thread === undefined || key.endsWith(':card'))).toHaveLength(4);
  });
  test('telling it again sends nothing', async () => {
    const before = stage.chat.line.calls.length;
    const [incident] = await stage.world.sandbox.desk.ledger.incidents();
    expect(await tell(stage.connected.desk, incident ?? 'inc-0')).toEqual({ kind: 'told' });
    expect(stage.chat.line.calls.slice(before)).toEqual([]);
  });
});

test('Slack is away for 20 minutes: the incident goes on, and afterwards nothing is missing and nothing is there twice', async () => {
  const stage = await scene();
  const { world, chat, connected } = stage;
  await world.send('poisoned-training');
  await world.settled();
  await stage.quiet();
  for (const state of ['down', 'dead', 'deaf'] as const) {
    chat.line.state = state;
    await world.pass(state === 'down' ? 60 : 20);
    if (state === 'down') {
      await world.vote(1, 'you', 'grant');
      await world.settled();
      expect(await world.calls('checkout-api')).toBe('denied');
      await world.vote(2, 'you', 'grant');
      await world.vote(2, 'bo', 'grant');
      await world.settled();
    }
  }
  chat.line.state = 'down';
  await world.pass(1100);
  await world.vote(3, 'cy', 'grant');
  await world.settled();
  const tries = chat.line.calls.filter(({ status }) => status === 503).length;
  chat.line.state = 'up';
  await stage.quiet();
  const messages = await expectWhole(stage);
  expect(messages.filter((message) => textOf(message).includes('"button"'))).toEqual([]);
  expect(connected.waits.length).toBeGreaterThan(0);
  // Patience, not hammering: 20 minutes are about 30 attempts.
  expect(tries).toBeGreaterThan(10);
  expect(tries).toBeLessThan(80);
  await stage.close();
});

test('429 is obeyed: nothing is asked again before Retry-After is over', async () => {
  const stage = await scene();
  const { world, chat } = stage;
  const at: number[] = [];
  chat.line.limit('chat.postMessage', 1, 37);
  chat.line.before = ({ method }) => {
    if (method === 'chat.postMessage') at.push(world.now());
    return undefined;
  };
  const began = world.now();
  await world.send('poisoned-training');
  await world.settled();
  await stage.quiet();
  expect(chat.line.calls.filter(({ status }) => status === 429)).toHaveLength(1);
  expect((at[0] ?? 0) - began).toBeGreaterThanOrEqual(37_000);
  expect(cardOf(await chat.messages())).toHaveLength(1);
  await stage.close();
});

test('a refusal of the blocks costs the layout, not the message', async () => {
  const stage = await scene();
  const { world, chat } = stage;
  chat.line.before = ({ body }) => ((JSON.parse(body['blocks'] ?? '[]') as unknown[]).length > 0 ? 'invalid_blocks' : undefined);
  await world.send('poisoned-training');
  await world.settled();
  await stage.quiet();
  const [card] = cardOf(await chat.messages());
  expect(card).toMatchObject({ blocks: [], text: expect.stringMatching(/SEV\d INC-1: .*NOT CONTAINED/) });
  await stage.close();
});

test('a refusal that somebody must mend is waited for, and said once', async () => {
  const stage = await scene();
  const { world, chat, connected } = stage;
  chat.line.before = ({ method }) => (method === 'chat.postMessage' ? 'not_in_channel' : undefined);
  await world.send('poisoned-training');
  await world.settled();
  await world.pass(200);
  expect(connected.waits).toEqual(['not_in_channel']);
  expect(await chat.messages()).toEqual([]);
  chat.line.before = () => undefined;
  await stage.quiet();
  expect(cardOf(await chat.messages())).toHaveLength(1);
  await stage.close();
});

describe('a process that is killed', () => {
  const CHILD = fileURLToPath(new URL('outbox-child.ts', import.meta.url));
  const run = (directory: string, chat: Chat, dieAt: string): Promise<{ readonly signal: string | null; readonly err: string }> =>
    new Promise((ended) => {
      const child = spawn(process.execPath, [CHILD, directory, chat.line.apiUrl, chat.channel, dieAt], {
        stdio: ['ignore', 'ignore', 'pipe'],
        timeout: 60_000,
      });
      let err = '';
      child.stderr.on('data', (chunk) => (err += String(chunk)));
      child.on('exit', (_, signal) => ended({ signal, err }));
    });
  test.each([
    'after post card',
    'after post A-1',
    'after post lines',
    'after outbox claim',
    'before outbox done',
    'after outbox done',
    'after pin',
  ])(
    'at "%s", and started again, has sent every message once',
    async (dieAt) => {
      const chat = await openChat();
      const directory = mkdtempSync(join(tmpdir(), 'cordon-outbox-'));
      expect(await run(directory, chat, dieAt)).toMatchObject({ signal: 'SIGKILL' });
      const { signal, err } = await run(directory, chat, 'never');
      expect({ signal, err: err.replaceAll(/^.*(?:Warning|node --trace).*\n/gm, '') }).toEqual({ signal: null, err: '' });
      const keys = (await chat.messages()).map(({ key }) => key.slice(key.indexOf(':') + 1));
      expect(keys.filter((key) => key === 'card')).toHaveLength(1);
      expect(keys.filter((key) => key === 'A-1')).toHaveLength(1);
      expect(new Set(keys).size).toBe(keys.length);
      rmSync(directory, { recursive: true, force: true });
      await chat.close();
    },
    120_000,
  );
});
