import { EVENT_BYTES } from '../../console/body.ts';
import type { ExitCode } from '../../engine/verb.ts';
import { jsonOf, KEY, start, type Started } from './start.ts';
import { raw } from './raw.ts';

// The Backend behind this server is framing-backend.ts: these tests are about HTTP, not about what Cordon decides.
const bearer = { authorization: `Bearer ${KEY}` };
let server: Started;
beforeEach(async () => {
  server = await start();
});
afterEach(() => server.close());

describe('looking', () => {
  test('incidents and approvals by the number people say', async () => {
    for (const id of ['1', 'INC-1', 'inc-1']) expect((await jsonOf(await server.get(`/incidents/${id}`))).number).toBe(1);
    for (const id of ['1', 'A-1', 'a-1']) expect((await jsonOf(await server.get(`/approvals/${id}`))).plan).toBe('7c40-e1d2-90ab');
    expect((await jsonOf(await server.get('/incidents'))).incidents).toHaveLength(1);
    expect((await jsonOf(await server.get('/approvals'))).approvals).toHaveLength(1);
    expect((await jsonOf(await server.get('/incidents/1/events'))).events).toHaveLength(1);
    expect((await jsonOf(await server.get('/overview'))).you).toBe('you');
    expect(await jsonOf(await server.get('/session'))).toMatchObject({ you: 'you', mayActAs: true, place: { kind: 'SANDBOX' } });
  });

  test.each([
    '/incidents/2',
    '/incidents/A-1',
    '/incidents/0',
    '/incidents/1e1',
    '/incidents/2/events',
    '/approvals/9',
    '/approvals/INC-1',
    '/x',
  ])('%s is not there, and says what is', async (path) => {
    const response = await server.get(path);
    expect(response.status).toBe(404);
    expect((await jsonOf(response)).error).toMatchObject({
      code: 'not-found',
      hint: expect.stringContaining('GET /'),
      effect: 'no-change',
    });
  });
});

describe('health', () => {
  test('is 503 and names the part until all answer; needs no key', async () => {
    server.backend.setReady(async () => ({ ledger: true, playbooks: true, range: false }));
    const response = await server.get('/healthz', {});
    expect(response.status).toBe(503);
    expect(await jsonOf(response)).toMatchObject({
      ready: false,
      parts: { ledger: true, range: false },
      error: { message: expect.stringContaining('range') },
    });
    server.backend.setReady(async () => ({ ledger: true, playbooks: true, range: true }));
    expect((await server.get('/healthz', {})).status).toBe(200);
  });

  test('a part that throws or hangs is not ready', async () => {
    server.backend.setReady(() => Promise.reject(new Error('disk')));
    expect((await server.get('/healthz', {})).status).toBe(503);
    server.backend.setReady(() => new Promise(() => undefined));
    expect((await server.get('/healthz', {})).status).toBe(503);
  });
});

describe('POST /events', () => {
  test('hands over the bytes and answers what Cordon answered', async () => {
    const response = await server.post('/events', '{"a":1}\n{"b":2}');
    expect([response.status, await jsonOf(response)]).toEqual([202, { accepted: 1, decisions: [] }]);
    expect(server.backend.received).toEqual([15]);
  });

  test('2 MB announced is refused unread; 2 MB in chunks is cut off', async () => {
    const announced = await raw(server.port, '/events', {
      method: 'POST',
      headers: { ...bearer, 'content-length': String(2 * 1_048_576) },
      chunks: [Buffer.alloc(2 * 1_048_576, 32)],
    });
    expect([announced.status, JSON.parse(announced.text).error.code]).toEqual([413, 'too-large']);
    const chunk = Buffer.alloc(65_536, 32);
    const chunked = await raw(server.port, '/events', { method: 'POST', headers: bearer, chunks: Array.from({ length: 32 }, () => chunk) });
    expect(chunked.status).toBe(413);
    expect(JSON.parse(chunked.text).error.message).toContain(String(EVENT_BYTES));
    expect(server.backend.received).toEqual([]);
  });

  test('an announced size is refused before a byte of it is sent', async () => {
    const headers = { ...bearer, 'content-length': String(EVENT_BYTES + 1) };
    const refused = await raw(server.port, '/events', { method: 'POST', headers, unfinished: true });
    expect(refused.status).toBe(413);
  });

  test('exactly the limit is accepted, one byte more is not', async () => {
    expect((await server.post('/events', ' '.repeat(EVENT_BYTES))).status).toBe(202);
    expect((await server.post('/events', ' '.repeat(EVENT_BYTES + 1))).status).toBe(413);
    expect(server.backend.received).toEqual([EVENT_BYTES]);
  });
});

describe('acting', () => {
  test('a vote becomes the command approve or deny of that approval', async () => {
    await server.post('/approvals/A-1', { vote: 'approve', typed: 'fraud-scorer' });
    await server.post('/approvals/1', { vote: 'deny', reason: '  batch first ' });
    expect(server.backend.heard).toEqual([
      { verb: 'approve', args: { approval: 'A-1', target: 'fraud-scorer' }, actor: { id: 'you', via: 'cli' } },
      { verb: 'deny', args: { approval: 'A-1', reason: 'batch first' }, actor: { id: 'you', via: 'cli' } },
    ]);
  });

  test.each([
    ['{"vote":"approve"', 'not JSON'],
    ['{"vote":"maybe"}', 'vote'],
    ['{"vote":"deny","reason":"  "}', 'reason'],
    ['[]', 'the body'],
    ['{}', 'vote'],
    [`{"vote":"approve","typed":"${'x'.repeat(300)}"}`, 'typed'],
  ])('%s is refused and the refusal names it', async (body, named) => {
    const response = await server.post('/approvals/1', body);
    expect(response.status).toBe(400);
    expect((await jsonOf(response)).error).toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining(named),
      effect: 'no-change',
    });
    expect(server.backend.heard).toEqual([]);
  });

  test('bytes that are no UTF-8 are refused; a command larger than 64 KiB too', async () => {
    const broken = await raw(server.port, '/commands/send', { method: 'POST', headers: bearer, chunks: [Buffer.from([0x7b, 0xff, 0x7d])] });
    expect(broken.status).toBe(400);
    expect((await server.post('/commands/send', JSON.stringify({ a: 'x'.repeat(70_000) }))).status).toBe(413);
  });

  test('an unknown verb never reaches Cordon and is told the known ones', async () => {
    const response = await server.post('/commands/destroy', {});
    expect(response.status).toBe(404);
    expect((await jsonOf(response)).error.hint).toContain('approve deny');
    expect(server.backend.heard).toEqual([]);
  });

  const exits: readonly (readonly [ExitCode, number])[] = [
    [0, 200],
    [1, 500],
    [2, 400],
    [3, 422],
    [4, 202],
    [5, 403],
    [6, 404],
    [7, 409],
    [8, 500],
    [75, 503],
  ];
  test.each(exits)('exit %i is told as %i, with the lines and an error that names the effect', async (exit, status) => {
    server.backend.answerWith({ exit, lines: ['what happened'], data: {} });
    const response = await server.post('/commands/send', {});
    const body = await jsonOf(response);
    expect([response.status, body.exit, body.lines]).toEqual([status, exit, ['what happened']]);
    expect('error' in body).toBe(exit !== 0 && exit !== 4);
    if (exit === 8 || exit === 1) expect(body.error.effect).toBe('unknown');
  });

  test('a bug is a 500 that tells no secrets and does not claim that nothing changed', async () => {
    server.backend.answerWith(() => Promise.reject(new Error('secret path /home/x')));
    const response = await server.post('/commands/send', {});
    const text = await response.text();
    expect([response.status, JSON.parse(text).error]).toEqual([500, expect.objectContaining({ code: 'bug', effect: 'unknown' })]);
    expect(text).not.toContain('secret');
  });
  test('what only looks changed nothing, however it ended', async () => {
    const looks = [
      ['status', {}, 'no-change'],
      ['contain', { endpoint: 'churn', 'dry-run': true }, 'no-change'],
      ['contain', { endpoint: 'churn' }, 'unknown'],
      ['resolve', {}, 'unknown'],
    ] as const;
    for (const [verb, args, effect] of looks) {
      server.backend.answerWith({ exit: 1, lines: ['broken'], data: {} });
      expect((await jsonOf(await server.post(`/commands/${verb}`, args))).error.effect).toBe(effect);
      server.backend.answerWith(() => Promise.reject(new Error('bug')));
      expect((await jsonOf(await server.post(`/commands/${verb}`, args))).error.effect).toBe(effect);
    }
  });
});
