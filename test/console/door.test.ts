import { createConsole } from '../../console/server.ts';
import { jsonOf, KEY, start, type Started } from './start.ts';
import { raw } from './raw.ts';

// The Backend behind this server is framing-backend.ts: these tests are about who may come in, not about what Cordon decides.
const bearer = { authorization: `Bearer ${KEY}` };
const errorIn = async (response: Response) => (await jsonOf(response)).error;

describe('the door', () => {
  let server: Started;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.close());

  test('without the key nothing but the page and its health is told', async () => {
    for (const path of [
      '/overview',
      '/incidents',
      '/incidents/1',
      '/approvals',
      '/changes',
      '/follow?incident=1',
      '/session',
      '/nothing',
    ]) {
      const response = await server.get(path, {});
      expect([path, response.status]).toEqual([path, 401]);
      expect(await errorIn(response)).toMatchObject({ code: 'no-key', effect: 'no-change' });
    }
    expect((await server.get('/healthz', {})).status).toBe(200);
    expect((await server.get('/', {})).status).toBe(200);
    const refused = server.backend.heard.length + server.backend.received.length;
    expect((await server.post('/events', '{}', {})).status).toBe(401);
    expect((await server.post('/commands/send', {}, {})).status).toBe(401);
    expect((await server.post('/session', {}, {})).status).toBe(401);
    expect(server.backend.heard.length + server.backend.received.length).toBe(refused);
  });

  test.each(['Bearer wrong', `Bearer ${KEY}x`, `bearer ${KEY}`, KEY, 'Bearer ', `Basic ${KEY}`])(
    '%s is not the key',
    async (authorization) => {
      expect((await server.get('/overview', { authorization })).status).toBe(401);
    },
  );

  test('the key in a query is not a key', async () => {
    expect((await server.get(`/overview?k=${KEY}`, {})).status).toBe(401);
  });

  test('a short key is refused before anything listens', () => {
    expect(() =>
      createConsole({ backend: server.backend, key: '6f1c09d2', place: { kind: 'LIVE', company: '', account: '', region: '' } }),
    ).toThrow('16 characters');
  });

  test.each(['evil.example', 'evil.example:4310', '127.0.0.1.evil.example', 'localhost.evil.example', '192.168.1.7', '0.0.0.0'])(
    'Host %s is refused, with or without the key (DNS rebinding)',
    async (host) => {
      for (const path of ['/', '/healthz', '/overview']) {
        expect((await raw(server.port, path, { headers: { ...bearer, host } })).status).toBe(403);
      }
    },
  );

  test('the loopback names are accepted', async () => {
    for (const host of [`127.0.0.1:${server.port}`, `localhost:${server.port}`, `[::1]:${server.port}`]) {
      expect((await raw(server.port, '/overview', { headers: { ...bearer, host } })).status).toBe(200);
    }
  });

  test.each(['http://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost', 'https://127.0.0.1'])(
    'Origin %s is refused',
    async (origin) => {
      const response = await raw(server.port, '/commands/send', { method: 'POST', headers: { ...bearer, origin } });
      expect([response.status, JSON.parse(response.text).error.code]).toEqual([403, 'bad-origin']);
    },
  );

  test('a page of another port cannot read with the session: Sec-Fetch-Site', async () => {
    const cookie = await sessionOf(server);
    for (const site of ['same-site', 'cross-site']) {
      const response = await raw(server.port, '/overview', { headers: { cookie, 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' } });
      expect(response.status).toBe(403);
    }
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect((await raw(server.port, '/', { headers: link })).status).toBe(200);
    expect((await raw(server.port, '/overview', { headers: { ...link, cookie } })).status).toBe(403);
  });

  test('nothing permits another origin to read, and every answer carries the strict headers', async () => {
    const answers = [
      await server.get('/'),
      await server.get('/page.js'),
      await server.get('/overview'),
      await server.get('/overview', {}),
      await server.get('/nothing'),
      await server.post('/commands/send', 'not json'),
      await server.get('/healthz'),
    ];
    for (const { headers } of answers) {
      expect(headers.get('access-control-allow-origin')).toBeNull();
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
    }
    const preflight = await raw(server.port, '/overview', { method: 'OPTIONS', headers: { origin: 'http://evil.example' } });
    expect(preflight.status).toBe(403);
  });

  test('only the files of the page are served', async () => {
    for (const path of ['/../server.ts', '/%2e%2e/server.ts', '/..%2fserver.ts', '/page/page.js', '/server.ts', '/index.html/']) {
      expect([path, (await raw(server.port, path)).status]).toEqual([path, 401]);
    }
  });

  test('it listens on 127.0.0.1 only, and a taken port is an error', async () => {
    await expect(start({}).then((other) => other.close())).resolves.toBeUndefined();
    const second = createConsole({ backend: server.backend, key: KEY, place: { kind: 'SANDBOX', company: '', account: '', region: '' } });
    await expect(second.listen(server.port)).rejects.toMatchObject({ code: 'EADDRINUSE', address: '127.0.0.1' });
  });
});

const sessionOf = async (server: Started): Promise<string> => {
  const response = await server.post('/session', {});
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
};

describe('the session', () => {
  let clock = Date.now();
  let server: Started;
  beforeAll(async () => {
    server = await start({ now: () => clock });
  });
  afterAll(() => server.close());

  test('is HttpOnly and SameSite=Strict, holds no key, and opens what the key opens', async () => {
    const response = await server.post('/session', {});
    const set = response.headers.get('set-cookie') ?? '';
    expect(set).toMatch(new RegExp(`^cordon-${server.port}=.*HttpOnly.*SameSite=Strict`));
    expect(set).not.toContain(KEY);
    expect((await server.get('/overview', { cookie: set.split(';')[0] ?? '' })).status).toBe(200);
  });

  test('forged, shortened or foreign cookies open nothing', async () => {
    const cookie = await sessionOf(server);
    const other = await start({ key: 'another-key-0123456789' });
    const foreign = await other.post('/session', {}, { authorization: 'Bearer another-key-0123456789' });
    await other.close();
    const stolen = (foreign.headers.get('set-cookie') ?? '').split(';')[0]?.replace(/^[^=]*/, `cordon-${server.port}`) ?? '';
    for (const forged of [cookie.replace('=you.', '=bo.'), cookie.slice(0, -1), `${cookie}.x`, stolen, `cordon-${server.port}=...`]) {
      expect((await server.get('/overview', { cookie: forged })).status).toBe(401);
    }
  });

  test('a wrong key is not rescued by a good cookie', async () => {
    expect((await server.get('/overview', { cookie: await sessionOf(server), authorization: 'Bearer wrong' })).status).toBe(401);
  });

  test('ends after twelve hours', async () => {
    const cookie = await sessionOf(server);
    clock += 12 * 3600 * 1000 - 2000;
    expect((await server.get('/overview', { cookie })).status).toBe(200);
    clock += 4000;
    expect((await server.get('/overview', { cookie })).status).toBe(401);
  });

  test('changing the person does not prolong it, and only the key starts a new one', async () => {
    const cookie = await sessionOf(server);
    clock += 12 * 3600 * 1000 - 2000;
    const as = await server.post('/session/as', { person: 'bo' }, { cookie });
    const bo = (as.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const anew = await server.post('/session', {}, { cookie });
    const renewed = (anew.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect((await server.get('/overview', { cookie: bo })).status).toBe(200);
    clock += 4000;
    expect((await server.get('/overview', { cookie: bo })).status).toBe(401);
    expect((await server.get('/overview', { cookie: renewed })).status).toBe(401);
  });

  test('another person is a property of the session, and a body cannot bring one', async () => {
    const cookie = await sessionOf(server);
    const as = await server.post('/session/as', { person: 'bo' }, { cookie });
    const bo = (as.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    await server.post('/approvals/1', { vote: 'approve' }, { cookie: bo });
    expect(server.backend.heard.at(-1)?.actor).toEqual({ id: 'bo', via: 'console' });
    const before = server.backend.heard.length;
    for (const smuggled of [{ actor: 'bo' }, { as: 'bo' }, { person: 'bo' }, { by: 'bo' }]) {
      expect((await server.post('/approvals/1', { vote: 'approve', ...smuggled }, { cookie })).status).toBe(400);
    }
    expect(server.backend.heard.length).toBe(before);
    expect((await server.post('/session/as', { person: 'mallory' }, { cookie })).status).toBe(400);
  });

  test('a press on a page that showed somebody else is refused', async () => {
    const cookie = await sessionOf(server);
    const before = server.backend.heard.length;
    const response = await server.post('/approvals/1', { vote: 'approve' }, { cookie, 'x-cordon-shown-as': 'bo' });
    expect([response.status, (await errorIn(response)).code]).toEqual([409, 'other-person']);
    expect(server.backend.heard.length).toBe(before);
  });
});

describe('who acts', () => {
  test('in the sandbox the key may act as a sample person, via the command line', async () => {
    const server = await start();
    await server.post('/commands/approve', { approval: 'A-1' }, { ...bearer, 'x-cordon-as': 'cy' });
    expect(server.backend.heard.at(-1)?.actor).toEqual({ id: 'cy', via: 'cli' });
    expect((await errorIn(await server.get('/overview', { ...bearer, 'x-cordon-as': 'mallory' }))).code).toBe('unknown-person');
    await server.close();
  });

  test('on LIVE nobody acts as somebody else: not by header, not by session', async () => {
    const server = await start({ place: { kind: 'LIVE', company: 'northbank', account: '1', region: 'r' }, you: 'ann' });
    for (const response of [
      await server.get('/overview', { ...bearer, 'x-cordon-as': 'ann' }),
      await server.post('/commands/approve', {}, { ...bearer, 'x-cordon-as': 'bo' }),
      await server.post('/session/as', { person: 'bo' }),
    ]) {
      expect([response.status, (await errorIn(response)).code]).toEqual([400, 'not-on-live']);
    }
    expect(server.backend.heard).toEqual([]);
    await server.post('/approvals/1', { vote: 'approve' });
    expect(server.backend.heard.at(-1)?.actor.id).toBe('ann');
    await server.close();
  });
});
