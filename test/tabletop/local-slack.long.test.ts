import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSlackbox } from '../../console/slackbox/slackbox.ts';
import type { Look, SeenMessage } from '../../console/slackbox/look.ts';
import { realClock } from '../../adapters/clock.ts';
import { COMPILED } from '../cli/run.ts';

// `cordon start` in a process of its own, killed and started again, with Bolt connected to the emulated Slack inside it or to one outside.
const dataDir = mkdtempSync(join(tmpdir(), 'cordon-slack-'));
const children: ChildProcess[] = [];
// Also after a failure: a server that lives on would hold the runner.
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const start = async (dir: string, more: NodeJS.ProcessEnv = {}): Promise<{ readonly child: ChildProcess; readonly said: () => string }> => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'cli/main.ts', 'start'], {
    env: { PATH: process.env.PATH, ...COMPILED, NO_COLOR: '1', CORDON_DATA_DIR: dir, CORDON_PORT: '0', CORDON_RANGE_PORT: '0', ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  await until(() => /^Ready in /m.test(text) || child.exitCode !== null);
  return { child, said: () => text };
};
const kill = async (child: ChildProcess): Promise<void> => {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
};
const until = async (seen: () => boolean | Promise<boolean>): Promise<void> => {
  const end = Date.now() + 30_000;
  while (!(await seen())) {
    if (Date.now() > end) throw new Error('not seen within 30 s');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
const ask = async (path: string, body?: object, person = 'you'): Promise<Response> => {
  const { url, key } = JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8'));
  return fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'x-cordon-as': person },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
};
const look = async (person = 'you'): Promise<Look> => (await ask('/slackbox', undefined, person)).json() as Promise<Look>;
const messages = async (): Promise<readonly SeenMessage[]> => (await look()).channels[0]?.messages ?? [];
const type = async (text: string, person = 'you') => ask('/slackbox/command', { channel: (await look()).channels[0]?.id, text }, person);
const cards = async () => (await messages()).filter(({ pinned }) => pinned);
/** Messages of the app that everybody sees, without the moment they were posted. */
const posted = async () => (await messages()).filter(({ from, onlyYou }) => from === 'app' && !onlyYou);

test('the channel of the console is Cordon’s Slack: told once, also across a kill and an outage', async () => {
  const first = await start(dataDir);
  expect(first.said()).toContain('emulated, in the console');
  await ask('/events', JSON.parse(readFileSync('samples/poisoned-training.json', 'utf8')) as object);
  await until(async () => (await posted()).some(({ text }) => text.includes('A-1')));
  await until(async () => (await type('/cordon status')).status === 200);
  await until(async () => (await messages()).some(({ onlyYou, text }) => onlyYou && text.includes('NOT CONTAINED')));
  await kill(first.child);

  const second = await start(dataDir);
  expect(await cards()).toHaveLength(1);
  await ask('/slackbox/outage', { down: true });
  const before = (await posted()).map(({ ts }) => ts);
  expect(before.length).toBeGreaterThan(2);
  expect((await type('/cordon status')).status).toBe(503);
  // Slack is down: the product is not.
  expect((await ask('/commands/deny', { approval: 'A-1', reason: 'not tonight' })).status).toBe(200);
  expect((await posted()).map(({ ts }) => ts)).toEqual(before);
  await ask('/slackbox/outage', { down: false });
  await until(async () => (await posted()).some(({ text }) => text.includes('denied (you: not tonight)')));
  const after = await posted();
  expect(after.slice(0, before.length).map(({ ts }) => ts)).toEqual(before);
  expect(new Set(after.map(({ text }) => text)).size).toBe(after.length);
  expect(await cards()).toHaveLength(1);
  await until(async () => (await type('/cordon status')).status === 200);
  await kill(second.child);
}, 120_000);

test('with tokens in the environment it is that Slack, the page shows no channel, and the first line says so', async () => {
  const [botToken, appToken] = ['xoxb-elsewhere', 'xapp-elsewhere'];
  const users = [{ id: 'U0ME', name: 'me' }];
  const box = createSlackbox({ clock: realClock(), users, signingSecret: 'elsewhere-secret', botToken, appToken, channels: ['drill'] });
  const { url, close } = await box.listen(0);
  const channel = box.state().channels[0]?.id ?? '';
  const tokens = { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: url, CORDON_SLACK_CHANNEL: channel };
  const { child, said } = await start(dataDir, { ...tokens, CORDON_SLACK_PEOPLE: 'you=U0ME' });
  expect(said()).toMatch(/REAL SLACK: what happens here is posted there/);
  expect((await ask('/slackbox')).status).toBe(404);
  await until(() => box.connections() === 1);
  expect(await box.act.command('U0ME', '/cordon', 'status', channel)).toEqual({ ok: true });
  await until(() => box.state().ephemerals.some(({ text }) => text.includes('INC-1')));
  expect(said()).not.toMatch(/xoxb|xapp/);
  await kill(child);
  await close();
}, 60_000);

test('a Slack that is away at the start is said, holds up nothing, and is found again', async () => {
  const [botToken, appToken] = ['xoxb-away', 'xapp-away'];
  const users = [{ id: 'U0ME', name: 'me' }];
  const box = createSlackbox({ clock: realClock(), users, signingSecret: 'away-secret', botToken, appToken, channels: ['other', 'drill'] });
  const { url, close } = await box.listen(0);
  box.outage(true);
  const channel = box.state().channels[1]?.id ?? '';
  const tokens = { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: url, CORDON_SLACK_CHANNEL: channel };
  const { child, said } = await start(dataDir, { ...tokens, CORDON_SLACK_PEOPLE: 'you=U0ME' });
  await until(() => said().includes('Slack cannot be reached: no answer'));
  expect((await ask('/commands/status', {})).status).toBe(200);
  expect(box.connections()).toBe(0);
  box.outage(false);
  await until(() => box.connections() === 1);
  // It is another workspace: the old card is not there, so news begins with a new one.
  expect(box.state().messages).toEqual([]);
  await ask('/commands/note', { incident: 'INC-1', text: 'now in the other workspace' });
  await until(() => box.state().messages.some(({ text }) => text.includes('SEV1 INC-1')));
  await kill(child);
  await close();
}, 90_000);

test('a token that Slack refuses is said, without the token; Ctrl-C ends it, also while Slack is away', async () => {
  const users = [{ id: 'U0ME', name: 'me' }];
  const box = createSlackbox({ clock: realClock(), users, signingSecret: 'other-secret', botToken: 'xoxb-1', appToken: 'xapp-1' });
  const { url, close } = await box.listen(0);
  const tokens = { SLACK_BOT_TOKEN: 'xoxb-wrong', SLACK_APP_TOKEN: 'xapp-wrong', SLACK_API_URL: url, CORDON_SLACK_CHANNEL: 'C1' };
  const { child, said } = await start(dataDir, { ...tokens, CORDON_SLACK_PEOPLE: 'you=U0ME' });
  await until(() => /Slack cannot be reached: .*invalid_auth/.test(said()));
  expect(said()).not.toContain('xapp-wrong');
  await close();
  child.kill('SIGINT');
  await until(() => child.exitCode !== null);
  expect(child.exitCode).toBe(0);
}, 60_000);

test('half a setting of Slack stops the start, and says which half is missing', async () => {
  const { child, said } = await start(dataDir, { SLACK_BOT_TOKEN: 'xoxb-1' });
  await until(() => child.exitCode !== null);
  expect(child.exitCode).toBe(2);
  expect(said()).toMatch(/SLACK_APP_TOKEN is missing: Slack needs both, or neither/);
  expect(said()).not.toContain('xoxb-1');
}, 30_000);
