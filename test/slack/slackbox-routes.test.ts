import { instantOf } from '../../core/time.ts';
import { overviewOf } from '../browser/fixtures.ts';
import { framingBackend } from '../console/framing-backend.ts';
import { jsonOf, KEY, start, type Started } from '../console/start.ts';
import { BO, button, until, world, YOU, type World } from './slackbox-world.ts';

// The doors of the console around the emulator: keys, origins, persons. No app is connected unless a test says so.
const users = [
  { id: YOU, name: 'You', person: 'you' },
  { id: BO, name: 'Bo', person: 'bo' },
];
let w: World;
let server: Started;
const backendOf = () => ({ ...framingBackend(overviewOf('NOT CONTAINED', instantOf(Date.now()))), slackbox: w.box });
beforeEach(async () => {
  w = await world({ users });
  server = await start({ backend: backendOf() });
});
afterEach(async () => {
  await server.close();
  await w.close();
});
const bearer = { authorization: `Bearer ${KEY}` };
const as = (person: string) => ({ ...bearer, 'x-cordon-as': person });
const PATHS = ['/slackbox/command', '/slackbox/press', '/slackbox/submit', '/slackbox/close', '/slackbox/outage'];

test('without the key nothing is shown and nothing is done', async () => {
  expect((await server.get('/slackbox', {})).status).toBe(401);
  for (const path of PATHS) expect((await server.post(path, { channel: w.incidents, text: 'x' }, {})).status).toBe(401);
  expect(w.box.state().messages).toEqual([]);
});

test('a page from elsewhere is turned away, key or not', async () => {
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'http://127.0.0.1:1' }, { 'sec-fetch-site': 'cross-site' }]) {
    for (const path of PATHS) {
      const refused = await server.post(path, { channel: w.incidents, text: 'x' }, { ...bearer, ...headers });
      expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([403, 'bad-origin']);
    }
  }
  expect(w.box.state().messages).toEqual([]);
});

test('who speaks is the person of the session, and a body cannot bring another', async () => {
  expect((await server.post('/slackbox/command', { channel: w.incidents, text: 'hello' }, as('bo'))).status).toBe(200);
  expect(w.box.state().messages).toMatchObject([{ user: BO, text: 'hello' }]);
  expect((await jsonOf(await server.get('/slackbox', as('bo')))).you).toEqual({ id: BO, name: 'Bo' });
  const refused = await server.post('/slackbox/command', { channel: w.incidents, text: 'x', user: YOU }, as('bo'));
  expect([refused.status, (await jsonOf(refused)).error.code]).toEqual([400, 'unreadable']);
  const other = await server.post('/slackbox/command', { channel: w.incidents, text: 'x' }, { ...as('bo'), 'x-cordon-shown-as': 'you' });
  expect([other.status, (await jsonOf(other)).error.code]).toEqual([409, 'other-person']);
  expect(w.box.state().messages).toHaveLength(1);
});

test('a person without an account in this workspace can neither read nor speak', async () => {
  for (const answer of [
    await server.get('/slackbox', as('cy')),
    await server.post('/slackbox/command', { channel: w.incidents, text: 'x' }, as('cy')),
  ]) {
    expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([403, 'no-slack-account']);
  }
});

test('what did not happen is told as an error; what may have happened is not told as nothing', async () => {
  const command = await server.post('/slackbox/command', { channel: w.incidents, text: '/cordon status' });
  expect([command.status, (await jsonOf(command)).error]).toEqual([
    502,
    expect.objectContaining({ code: 'dispatch_failed', effect: 'no-change' }),
  ]);
  const { ts = '' } = await w.web.chat.postMessage({
    channel: w.incidents,
    text: 'card',
    blocks: [{ type: 'actions', elements: [button('a', 'Go', 'v')] }],
  });
  const gone = await server.post('/slackbox/press', { channel: w.incidents, ts, action: 'other' });
  expect([gone.status, (await jsonOf(gone)).error.code]).toEqual([409, 'button_gone']);
  const closed = await server.post('/slackbox/submit', { view: 'V1', values: {} });
  expect([closed.status, (await jsonOf(closed)).error.code]).toEqual([409, 'view_gone']);
  expect((await server.post('/slackbox/outage', { down: true })).status).toBe(200);
  expect((await jsonOf(await server.get('/slackbox'))).down).toBe(true);
  const down = await server.post('/slackbox/press', { channel: w.incidents, ts, action: 'a' });
  expect([down.status, (await jsonOf(down)).error.code]).toEqual([503, 'service_unavailable']);
  await server.post('/slackbox/outage', { down: false });
  expect((await server.post('/slackbox/press', { channel: w.incidents, ts, action: 'a' })).status).toBe(502);
});

test('the page is told that the channel changed, not what', async () => {
  const leave = new AbortController();
  const response = await fetch(`${server.url}/changes`, { headers: bearer, signal: leave.signal });
  let heard = '';
  const reading = (async () => {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) heard += chunk;
  })().catch(() => undefined);
  const pings = () => heard.split('event: changed').length - 1;
  await until('the first ping', () => pings() === 1);
  await w.web.chat.postMessage({ channel: w.incidents, text: 'news' });
  await until('a ping about the news', () => pings() === 2);
  expect(heard).not.toContain('news');
  leave.abort();
  await reading;
});

test('beside real AWS there is no emulator: nobody can press as somebody else', async () => {
  const place = { ...overviewOf('QUIET', instantOf(Date.now())).place, kind: 'LIVE' as const };
  const live = await start({ backend: backendOf(), place });
  expect((await live.get('/slackbox')).status).toBe(404);
  expect((await live.post('/slackbox/command', { channel: w.incidents, text: 'x' })).status).toBe(404);
  expect(await jsonOf(await live.get('/session'))).toMatchObject({ channel: false });
  await live.close();
});
