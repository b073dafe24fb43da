import { NOBODY_WAS_THERE } from './framing-backend.ts';
import { jsonOf, KEY, start, type Started } from './start.ts';

// The Backend behind this server is framing-backend.ts: these tests are about the streams, not about what Cordon says in them.
const bearer = { authorization: `Bearer ${KEY}` };
let server: Started;
beforeEach(async () => {
  server = await start();
});
afterEach(() => server.close());

const until = async (met: () => boolean): Promise<boolean> => {
  for (let turn = 0; turn < 200 && !met(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  return met();
};
/** Reads until the text holds `wanted`, the stream ends, or five seconds are over. */
const readUntil = async (reader: ReadableStreamDefaultReader<Uint8Array>, wanted: RegExp): Promise<string> => {
  const decoder = new TextDecoder();
  let text = '';
  for (let turn = 0; turn < 200 && !wanted.test(text); turn += 1) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  return text;
};
const openStream = async (path: string) => {
  const end = new AbortController();
  const response = await fetch(server.url + path, { headers: bearer, signal: end.signal });
  const reader = response.body?.getReader();
  if (reader === undefined) throw new Error('no body');
  return { response, reader, leave: () => end.abort() };
};

describe('GET /changes', () => {
  test('pings at once, pings after a change, and a burst is one ping', async () => {
    const { response, reader, leave } = await openStream('/changes');
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    await readUntil(reader, /event: changed/);
    for (let turn = 0; turn < 1000; turn += 1) server.backend.touch();
    const burst = await readUntil(reader, /event: changed\n/);
    expect(burst.match(/event: changed/g)).toHaveLength(1);
    leave();
  });

  test('somebody who leaves is forgotten', async () => {
    const { reader, leave } = await openStream('/changes');
    await readUntil(reader, /changed/);
    expect(server.backend.listeners()).toBe(1);
    leave();
    expect(await until(() => server.backend.listeners() === 0)).toBe(true);
  });

  test('the thirty-third is told to come back, and a place that was left is free again', async () => {
    const open = await Promise.all(Array.from({ length: 32 }, () => openStream('/changes')));
    const refused = await server.get('/changes');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    for (const one of open) one.leave();
    expect(await until(() => server.backend.listeners() === 0)).toBe(true);
    const again = await openStream('/changes');
    expect(again.response.status).toBe(200);
    again.leave();
  });

  test('closing the server ends the streams', async () => {
    const { reader } = await openStream('/changes');
    await readUntil(reader, /changed/);
    const own = server;
    await own.close();
    expect(await readUntil(reader, /never/)).not.toContain('problem');
    expect(own.backend.listeners()).toBe(0);
    server = await start();
  });
});

describe('GET /follow', () => {
  const seqs = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map((found) => Number(found[1]));

  test('sends the lines from there on and settles', async () => {
    const text = await (await server.get('/follow?incident=INC-1&from=3')).text();
    expect(seqs(text)).toEqual([3, 4, 5]);
    expect(text).toContain('event: line\ndata: {"seq":3,');
    expect(text.trim().endsWith('event: settled\ndata: {"reason":"waiting"}')).toBe(true);
  });

  test('goes on after the last line somebody saw', async () => {
    const text = await (await server.get('/follow?incident=1', { ...bearer, 'last-event-id': '4' })).text();
    expect(seqs(text)).toEqual([5]);
  });

  test('line breaks in a sentence cannot end a message', async () => {
    const overview = await jsonOf(await server.get('/overview'));
    overview.incidents[0].timeline = [{ seq: 1, at: overview.now, sentence: 'a\n\nevent: settled\ndata: {}', by: 'human', who: 'x' }];
    server.backend.show(overview);
    const text = await (await server.get('/follow?incident=1')).text();
    expect(text.match(/^event: settled/gm)).toHaveLength(1);
  });

  const lines = (count: number, sentence: string) => async () => {
    const overview = await jsonOf(await server.get('/overview'));
    const line = { at: overview.now, sentence, by: 'machine', who: 'cordon' };
    overview.incidents[0].timeline = Array.from({ length: count }, (_, index) => ({ ...line, seq: index + 1 }));
    server.backend.show(overview);
  };

  test('a long story arrives whole', async () => {
    await lines(5000, 'short')();
    const text = await (await server.get('/follow?incident=1')).text();
    expect(seqs(text)).toHaveLength(5000);
    expect(text).toContain('event: settled');
  });

  test('what does not fit is cut off without "settled" and goes on from the last line', async () => {
    await lines(6000, 'x'.repeat(1000))();
    const first = await (await server.get('/follow?incident=1')).text();
    expect(first).not.toContain('settled');
    const last = seqs(first).at(-1) ?? 0;
    expect(last).toBeGreaterThan(1000);
    const second = await (await server.get('/follow?incident=1', { ...bearer, 'last-event-id': String(last) })).text();
    expect(seqs(second)[0]).toBe(last + 1);
    expect(second).toContain('settled');
  });

  test('somebody who leaves ends the following', async () => {
    const { reader, leave } = await openStream(`/follow?incident=1&from=${NOBODY_WAS_THERE}`);
    await readUntil(reader, /open/);
    expect(server.backend.followers()).toBe(1);
    leave();
    expect(await until(() => server.backend.followers() === 0)).toBe(true);
  });

  test.each([
    ['/follow', 404],
    ['/follow?incident=7', 404],
    ['/follow?incident=1&from=-1', 400],
    ['/follow?incident=1&from=x', 400],
  ])('%s is %i', async (path, status) => {
    expect((await server.get(path)).status).toBe(status);
  });
});
