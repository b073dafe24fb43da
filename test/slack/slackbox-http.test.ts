import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import bolt from '@slack/bolt';
import { virtualClock } from '../../adapters/clock.ts';
import { BO, BOT_TOKEN, button, SECRET, silent, until, world, YOU } from './slackbox-world.ts';

const listen = (server: Server): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/slack/events`);
    });
  });
const closed = (server: Server) =>
  new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });

test('the real HTTP receiver takes what is signed: a command, a press, an event', async () => {
  const w = await world();
  const receiver = new bolt.HTTPReceiver({ signingSecret: SECRET, logger: silent });
  const app = new bolt.App({ token: BOT_TOKEN, receiver, logger: silent, clientOptions: { slackApiUrl: w.url } });
  const heard: string[] = [];
  app.command('/cordon', async ({ ack, command, client }) => {
    heard.push(command.text);
    await ack({ text: 'looking' });
    await client.chat.postMessage({
      channel: command.channel_id,
      text: 'card',
      blocks: [{ type: 'actions', elements: [button('approve', 'Approve', 'A-1')] }],
    });
  });
  app.action('approve', async ({ ack, body }) => {
    heard.push(`${body.user.id} approves`);
    await ack();
  });
  app.message('hello', async () => void heard.push('hello'));
  const server = createServer((request, response) => {
    receiver.requestListener(request, response);
  });
  w.box.deliverTo(await listen(server));

  expect(await w.box.act.command(YOU, '/cordon', 'status INC-1 & all')).toEqual({ ok: true });
  await until('the card is there', () => w.box.state().messages.length === 1);
  expect(await w.box.act.press(BO, w.incidents, w.box.state().messages[0]?.ts ?? '', 'approve')).toEqual({ ok: true });
  await w.box.act.say(BO, w.incidents, 'hello');
  await until('it heard all three', () => heard.length === 3);
  expect(heard).toEqual(['status INC-1 &amp; all', `${BO} approves`, 'hello']);
  await closed(server);
  expect(await w.box.act.command(YOU, '/cordon', '')).toMatchObject({ ok: false, error: 'dispatch_failed' });
  await w.close();
});

interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
/** An app that only writes down what comes, and answers as told. */
const recorder = async (status: number, headers: Record<string, string> = {}) => {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(status, headers).end();
    });
  });
  return { heard, server, url: await listen(server) };
};

test('every delivery is signed over its exact bytes; events that fail come again: at once, after one minute, after five', async () => {
  const clock = virtualClock(Date.parse('2026-11-20T02:40:00Z'));
  const { heard, server, url } = await recorder(500);
  const w = await world({ requestUrl: url }, clock);
  await w.box.act.say(BO, w.incidents, 'grüße');
  await clock.advanceTo(clock.now() + 10 * 60_000);
  await until('the last try', () => heard.length >= 4);
  expect(heard.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3']);
  expect(heard.map(({ headers }) => Number(headers['x-slack-request-timestamp']) - 1_795_142_400)).toEqual([0, 0, 60, 360]);
  expect(new Set(heard.map(({ body }) => JSON.parse(body).event_id)).size).toBe(1);
  for (const { headers, body } of heard) {
    const text = `v0:${String(headers['x-slack-request-timestamp'])}:${body}`;
    const wanted = `v0=${createHmac('sha256', SECRET).update(text).digest('hex')}`;
    expect(timingSafeEqual(Buffer.from(wanted), Buffer.from(String(headers['x-slack-signature'])))).toBe(true);
  }
  await w.close();
  await closed(server);
});

test('an app can refuse retries; commands and presses never come again', async () => {
  const clock = virtualClock(Date.parse('2026-11-20T02:40:00Z'));
  const { heard, server, url } = await recorder(500, { 'x-slack-no-retry': '1' });
  const w = await world({ requestUrl: url }, clock);
  await w.box.act.say(BO, w.incidents, 'once');
  await until('it was asked', () => heard.length === 1);
  expect(await w.box.act.command(BO, '/cordon', 'status')).toMatchObject({ ok: false, error: 'http_service_error' });
  await clock.advanceTo(clock.now() + 10 * 60_000);
  expect(heard).toHaveLength(2);
  expect(new URLSearchParams(heard[1]?.body).get('text')).toBe('status');
  await w.close();
  await closed(server);
});
