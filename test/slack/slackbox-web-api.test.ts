import { WebClientEvent } from '@slack/web-api';
import { virtualClock } from '../../adapters/clock.ts';
import { APP_TOKEN, BO, button, errorOf, section, world, YOU, type World } from './slackbox-world.ts';

// The real @slack/web-api client, over HTTP.
let w: World;
beforeEach(async () => {
  w = await world();
});
afterEach(() => w.close());
const post = (more: object) => errorOf(w.web.chat.postMessage({ channel: w.incidents, text: 'card', ...more }));
const raw = async (method: string, body: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${w.url}${method}`, { method: 'POST', body, headers });
  return { status: response.status, body: (await response.json()) as { error?: string; response_metadata?: { messages: string[] } } };
};

describe('messages', () => {
  test('posted, edited, pinned, read back, deleted', async () => {
    const posted = await w.web.chat.postMessage({ channel: '#incidents', text: 'INC-1', blocks: [section('*INC-1*')] });
    expect(posted).toMatchObject({ ok: true, channel: w.incidents, message: { text: 'INC-1', bot_id: expect.any(String) } });
    const at = { channel: w.incidents, ts: posted.ts ?? '' };
    await w.web.chat.update({ ...at, text: 'INC-1, contained' });
    await w.web.pins.add({ channel: w.incidents, timestamp: at.ts });
    expect(await errorOf(w.web.pins.add({ channel: w.incidents, timestamp: at.ts }))).toBe('already_pinned');
    expect((await w.web.pins.list({ channel: w.incidents })).items).toHaveLength(1);
    const [found] = (await w.web.conversations.history({ channel: w.incidents })).messages ?? [];
    expect(found).toMatchObject({ ts: at.ts, text: 'INC-1, contained', edited: { ts: expect.any(String) } });
    expect(found).not.toHaveProperty('blocks');
    await w.web.chat.delete(at);
    expect((await w.web.pins.list({ channel: w.incidents })).items).toEqual([]);
    expect(await errorOf(w.web.chat.update({ ...at, text: 'x' }))).toBe('message_not_found');
  });

  test('metadata is kept, and shown to who asks for it', async () => {
    const metadata = { event_type: 'cordon_card', event_payload: { incident: 'INC-1', seq: 12 } };
    await w.web.chat.postMessage({ channel: w.incidents, text: 'card', metadata });
    const read = async (include_all_metadata: boolean) =>
      (await w.web.conversations.history({ channel: w.incidents, include_all_metadata })).messages?.[0]?.metadata;
    expect([await read(false), await read(true)]).toEqual([undefined, metadata]);
    expect(await post({ metadata: { event_type: 'x' } })).toBe('invalid_metadata_format');
  });

  test('threads: replies stay out of the channel, unless broadcast; one level only', async () => {
    w.box.limit('chat.postMessage', 100);
    const { ts = '' } = await w.web.chat.postMessage({ channel: w.incidents, text: 'parent' });
    const first = await w.web.chat.postMessage({ channel: w.incidents, text: 'reply', thread_ts: ts });
    await w.web.chat.postMessage({ channel: w.incidents, text: 'reply to the reply', thread_ts: first.ts ?? '', reply_broadcast: true });
    const history = await w.web.conversations.history({ channel: w.incidents });
    expect(history.messages?.map(({ text }) => text)).toEqual(['reply to the reply', 'parent']);
    expect(history.messages?.[1]).toMatchObject({ reply_count: 2, thread_ts: ts });
    const replies = await w.web.conversations.replies({ channel: w.incidents, ts });
    expect(replies.messages?.map(({ text }) => text)).toEqual(['parent', 'reply', 'reply to the reply']);
    expect(await post({ thread_ts: '1.000001' })).toBe('thread_not_found');
  });

  test('history in pages, newest first', async () => {
    w.box.limit('chat.postMessage', 100);
    for (const text of ['1', '2', '3', '4', '5']) await w.web.chat.postMessage({ channel: w.incidents, text });
    const seen: (string | undefined)[] = [];
    for await (const page of w.web.paginate('conversations.history', { channel: w.incidents, limit: 2 })) {
      seen.push(...((page as { messages?: { text?: string }[] }).messages ?? []).map(({ text }) => text));
    }
    expect(seen).toEqual(['5', '4', '3', '2', '1']);
  });

  test('only for one person: nobody else sees it, and history does not know it', async () => {
    await w.web.chat.postEphemeral({ channel: w.incidents, user: BO, text: 'for bo' });
    expect(w.box.look(BO)?.channels[0]?.messages).toMatchObject([{ text: 'for bo', onlyYou: true }]);
    expect(w.box.look(YOU)?.channels[0]?.messages).toEqual([]);
    expect((await w.web.conversations.history({ channel: w.incidents })).messages).toEqual([]);
    expect(await errorOf(w.web.chat.postEphemeral({ channel: w.incidents, user: 'U0NOBODY', text: 'x' }))).toBe('user_not_in_channel');
  });

  test('a message to a person opens the direct conversation, which nobody else sees', async () => {
    const { channel = '' } = await w.web.chat.postMessage({ channel: BO, text: 'May we switch off the fraud model?' });
    expect(channel).toMatch(/^D/);
    expect((await w.web.conversations.open({ users: BO })).channel?.id).toBe(channel);
    expect(w.box.look(BO)?.channels.map(({ id }) => id)).toContain(channel);
    expect(w.box.look(YOU)?.channels.map(({ id }) => id)).not.toContain(channel);
    expect(await w.box.act.say(YOU, channel, 'me too')).toMatchObject({ error: 'channel_not_found' });
  });
});

const buttons = (count: number) => Array.from({ length: count }, (_, index) => button(`a${index}`, 'Go', 'v'));
const plain = (text: string) => ({ type: 'plain_text', text });
describe('limits', () => {
  test.each([
    ['50 blocks', Array.from({ length: 50 }, () => ({ type: 'divider' })), Array.from({ length: 51 }, () => ({ type: 'divider' }))],
    ['section text 3000', [section('x'.repeat(3000))], [section('x'.repeat(3001))]],
    ['section text not empty', [section('x')], [section('')]],
    ['ten fields', [{ type: 'section', fields: Array(10).fill(plain('f')) }], [{ type: 'section', fields: Array(11).fill(plain('f')) }]],
    ['field 2000', [{ type: 'section', fields: [plain('x'.repeat(2000))] }], [{ type: 'section', fields: [plain('x'.repeat(2001))] }]],
    ['header 150', [{ type: 'header', text: plain('x'.repeat(150)) }], [{ type: 'header', text: plain('x'.repeat(151)) }]],
    ['header plain', [{ type: 'header', text: plain('x') }], [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }]],
    ['25 elements', [{ type: 'actions', elements: buttons(25) }], [{ type: 'actions', elements: buttons(26) }]],
    [
      'ten in a context',
      [{ type: 'context', elements: Array(10).fill(plain('c')) }],
      [{ type: 'context', elements: Array(11).fill(plain('c')) }],
    ],
    [
      'button text 75',
      [{ type: 'actions', elements: [button('a', 'x'.repeat(75), 'v')] }],
      [{ type: 'actions', elements: [button('a', 'x'.repeat(76), 'v')] }],
    ],
    [
      'button value 2000',
      [{ type: 'actions', elements: [button('a', 'x', 'v'.repeat(2000))] }],
      [{ type: 'actions', elements: [button('a', 'x', 'v'.repeat(2001))] }],
    ],
    [
      'action_id 255',
      [{ type: 'actions', elements: [button('a'.repeat(255), 'x', 'v')] }],
      [{ type: 'actions', elements: [button('a'.repeat(256), 'x', 'v')] }],
    ],
    [
      'action ids differ',
      [{ type: 'actions', elements: [button('a', 'x', 'v'), button('b', 'x', 'v')] }],
      [{ type: 'actions', elements: [button('a', 'x', 'v'), button('a', 'y', 'w')] }],
    ],
    [
      'block ids differ',
      [
        { ...section('x'), block_id: 'a' },
        { ...section('x'), block_id: 'b' },
      ],
      [
        { ...section('x'), block_id: 'a' },
        { ...section('x'), block_id: 'a' },
      ],
    ],
    ['known types', [{ type: 'divider' }], [{ type: 'hologram' }]],
    ['known properties', [{ type: 'divider' }], [{ type: 'divider', colour: 'red' }]],
  ])('%s', async (_name, good, bad) => {
    expect(await post({ blocks: good })).toBe('ok');
    expect(await post({ blocks: bad })).toBe('invalid_blocks');
  });

  test('the refusal says where', async () => {
    const refused = await raw(
      'chat.postMessage',
      JSON.stringify({ token: 'xoxb-northbank', channel: w.incidents, blocks: [section('x'.repeat(3001))] }),
      {
        'content-type': 'application/json',
      },
    );
    expect(refused.body.response_metadata?.messages).toEqual([expect.stringContaining('[json-pointer:/blocks/0/text/text]')]);
  });

  test('text: 40,000 characters in a new message, 4,000 in an edited one', async () => {
    w.box.limit('chat.postMessage', 100);
    const { ts = '' } = await w.web.chat.postMessage({ channel: w.incidents, text: 'x'.repeat(40_000) });
    expect(await post({ text: 'x'.repeat(40_001) })).toBe('msg_too_long');
    const edit = (length: number) => errorOf(w.web.chat.update({ channel: w.incidents, ts, text: 'x'.repeat(length) }));
    expect([await edit(4_000), await edit(4_001)]).toEqual(['ok', 'msg_too_long']);
    expect(await post({ text: '' })).toBe('no_text');
    expect(await post({ blocks: '{"not":"a list"}' })).toBe('invalid_blocks_format');
  });

  test('channels', async () => {
    const create = (name: string) => errorOf(w.web.conversations.create({ name }));
    expect([await create('inc-1'), await create('inc-1'), await create('Inc 1!'), await create('x'.repeat(81))]).toEqual([
      'ok',
      'name_taken',
      'invalid_name_specials',
      'invalid_name_maxlength',
    ]);
    const [, made] = (await w.web.conversations.list()).channels ?? [];
    expect(made).toMatchObject({ name: 'inc-1', is_member: true });
    const channel = made?.id ?? '';
    await w.web.conversations.invite({ channel, users: `${YOU},${BO}` });
    expect(await errorOf(w.web.conversations.setTopic({ channel, topic: 'x'.repeat(251) }))).toBe('too_long');
    await w.web.conversations.archive({ channel });
    expect(await errorOf(w.web.chat.postMessage({ channel, text: 'x' }))).toBe('is_archived');
    expect(await post({ channel: 'C0NOWHERE' })).toBe('channel_not_found');
  });
});

describe('who calls, and how often', () => {
  test('tokens: the right one, of the right kind', async () => {
    expect(await w.web.auth.test()).toMatchObject({ ok: true, user: 'cordon', team: 'northbank' });
    expect(await errorOf(w.client({}, 'xoxb-wrong').auth.test())).toBe('invalid_auth');
    expect((await raw('auth.test', '')).body).toEqual({ ok: false, error: 'not_authed' });
    expect(await errorOf(w.web.apps.connections.open({}))).toBe('not_allowed_token_type');
    expect(await errorOf(w.client({}, APP_TOKEN).auth.test())).toBe('not_allowed_token_type');
  });

  test('what is not there says so; what is broken says how', async () => {
    expect(await errorOf(w.web.apiCall('files.completeUploadExternal'))).toBe('unknown_method');
    expect(await errorOf(w.web.apiCall('users.info'))).toBe('invalid_arguments');
    expect((await raw('auth.test', '{', { 'content-type': 'application/json' })).body.error).toBe('invalid_json');
    expect((await raw('auth.test', 'x', { 'content-type': 'text/plain' })).body.error).toBe('invalid_post_type');
    expect((await raw('auth.test', 'x'.repeat(1_048_577))).status).toBe(413);
  });

  test('a tier: 429 with the seconds to wait, and then it goes on', async () => {
    const clock = virtualClock(Date.parse('2026-11-20T02:40:00Z'));
    const timed = await world({}, clock);
    timed.box.limit('users.info', 2);
    const call = () =>
      fetch(`${timed.url}users.info`, {
        method: 'POST',
        headers: { authorization: 'Bearer xoxb-northbank' },
        body: new URLSearchParams({ user: YOU }),
      });
    expect([(await call()).status, (await call()).status]).toEqual([200, 200]);
    const refused = await call();
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
      429,
      '60',
      { ok: false, error: 'ratelimited' },
    ]);
    await clock.advanceTo(clock.now() + 60_000);
    expect((await call()).status).toBe(200);
    await timed.close();
  });

  test('messages to one channel: a burst is allowed, then one waits; the client tries again by itself', async () => {
    const limited: number[] = [];
    const web = w.client({ retryConfig: { retries: 5, minTimeout: 10, factor: 1 } });
    web.on(WebClientEvent.RATE_LIMITED, (seconds: number) => limited.push(seconds));
    await Promise.all(['1', '2', '3', '4'].map((text) => web.chat.postMessage({ channel: w.incidents, text })));
    expect(limited.length).toBeGreaterThan(0);
    expect(w.box.state().messages).toHaveLength(4);
    const impatient = w.client({ rejectRateLimitedCalls: true });
    const another = (await w.web.conversations.create({ name: 'inc-9' })).channel?.id ?? '';
    expect(await errorOf(impatient.chat.postMessage({ channel: another, text: 'elsewhere' }))).toBe('ok');
  }, 20_000);

  test('an outage answers 503, and afterwards everything is still there', async () => {
    expect(await post({})).toBe('ok');
    w.box.outage(true);
    expect(await post({})).toMatch(/503/);
    w.box.outage(false);
    expect((await w.web.conversations.history({ channel: w.incidents })).messages).toHaveLength(1);
  });
});

test('its state survives a restart: messages, members, names in order', async () => {
  await w.web.chat.postMessage({ channel: BO, text: 'kept', blocks: [{ type: 'actions', elements: [button('a', 'Go', 'v')] }] });
  const seed = JSON.parse(JSON.stringify(w.box.exportState()));
  const again = await world({ seed });
  expect(again.box.look(BO)).toEqual(w.box.look(BO));
  const { ts = '0' } = await again.web.chat.postMessage({ channel: again.incidents, text: 'later' });
  expect(Number(ts)).toBeGreaterThan(Number(seed.messages[0].ts));
  await again.close();
  await expect(world({ seed: { ...seed, messages: 'lost' } })).rejects.toThrow();
});

test('a WebSocket opens only with a ticket, and a ticket is good once', async () => {
  const { url = '' } = await w.client({}, APP_TOKEN).apps.connections.open({});
  const upgrade = async (where: string): Promise<string> => {
    const socket = new WebSocket(where);
    return new Promise((resolve) => {
      socket.addEventListener('open', () => resolve('open'));
      socket.addEventListener('error', () => resolve('refused'));
    });
  };
  expect([await upgrade(url.replace(/ticket=.*/, 'ticket=guess')), await upgrade(url), await upgrade(url)]).toEqual([
    'refused',
    'open',
    'refused',
  ]);
});
