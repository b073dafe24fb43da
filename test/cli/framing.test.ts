import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cordon, newDataDir, reply, serving, type Serve } from './run.ts';

const PLACE = 'SANDBOX northbank 111122223333/eu-west-1';
const answering =
  (answer: object, status = 200): Serve =>
  (_, response) =>
    reply(response, answer, status);

const withServer = async (
  serve: Serve,
  use: (dataDir: string, server: Awaited<ReturnType<typeof serving>>) => Promise<void>,
  kind?: 'LIVE',
) => {
  const server = await serving(serve, kind);
  try {
    await use(server.dataDir, server);
  } finally {
    await server.close();
  }
};

describe('without a server', () => {
  const dir = newDataDir();
  afterAll(dir.remove);

  test.each([['status'], ['approve', 'A-1'], ['send', '-'], ['evidence', 'verify', 'E-1']])('%s %s: 75 and the way on', async (...args) => {
    const { exit, stdout, stderr } = await cordon(args, dir.path);
    expect(exit).toBe(75);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^No Cordon is running here [^]*\n {2}Next {10}npm start\n$/);
  });
  test('as JSON, the error is one object on standard output', async () => {
    const { exit, stdout } = await cordon(['status', '--json'], dir.path);
    expect(exit).toBe(75);
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, error: { code: 'not-running', effect: 'no-change' }, next: 'npm start' });
  });
  test('a server.json of a server that is gone is the same', async () => {
    const server = await serving(answering({}));
    const left = readFileSync(join(server.dataDir, 'server.json'));
    await server.close();
    writeFileSync(join(dir.path, 'server.json'), left);
    expect((await cordon(['status'], dir.path)).exit).toBe(75);
    writeFileSync(join(dir.path, 'server.json'), '{"url": 5');
    expect((await cordon(['status'], dir.path)).exit).toBe(75);
    rmSync(join(dir.path, 'server.json'));
  });
  test.each([
    [['stauts'], 'Did you mean status?'],
    [['status', '--jsn'], 'Did you mean --json?'],
    [['approve'], "missing required argument 'approval'"],
    [['approve', 'fraud-scorer'], 'takes an id such as A-1 as approval, not fraud-scorer'],
    [['timeline', 'A-1'], 'takes an id such as INC-1 as incident, not A-1'],
    [['status', 'INC-1', 'INC-2'], 'too many arguments'],
    [['evidence', 'verfy', 'E-1'], 'Did you mean verify?'],
    [['start', '--port', 'many'], 'takes a number from 0 to 65535 as port, not many'],
    [[], 'A command is missing'],
  ])('%j is refused with 2: %s', async (args, sentence) => {
    const { exit, stderr } = await cordon(args, dir.path);
    expect(exit).toBe(2);
    expect(stderr).toContain(sentence);
  });
  test('a refused flag is JSON too, when JSON was asked for', async () => {
    const { exit, stdout } = await cordon(['status', '--jsn', '--json'], dir.path);
    expect([exit, JSON.parse(stdout).error.code]).toEqual([2, 'usage']);
  });
  test('help and version are answers', async () => {
    expect(await cordon(['--version'], dir.path)).toMatchObject({ exit: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    expect(await cordon(['approve', '--help'], dir.path)).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('npx cordon approve A-1'),
    });
  });
});

describe('with a server', () => {
  test('place first, on stderr; the answer and its Next on stdout; ids in one form; the key goes along', async () => {
    await withServer(
      answering({ exit: 0, lines: ['INC-1  fine'], data: { a: 1 }, next: 'npx cordon show A-1' }),
      async (dataDir, { asked }) => {
        const { exit, stdout, stderr } = await cordon(['status', 'inc-1'], dataDir);
        expect([exit, stdout, stderr]).toEqual([0, 'INC-1  fine\n  Next          npx cordon show A-1\n', `${PLACE}\n`]);
        expect(asked).toEqual([
          { method: 'POST', path: '/commands/status', key: `Bearer ${'k'.repeat(32)}`, as: undefined, body: '{"incident":"INC-1"}' },
        ]);
        const json = await cordon(['status', '1', '--json'], dataDir);
        expect(JSON.parse(json.stdout)).toEqual({ schemaVersion: 1, a: 1, next: 'npx cordon show A-1' });
        expect(json.stderr).toBe(`${PLACE}\n`);
      },
    );
  });
  test('options have the names that the server knows', async () => {
    await withServer(answering({ exit: 0, lines: [], data: {} }), async (dataDir, { asked }) => {
      await cordon(['contain', 'fraud-scorer', '--dry-run', '--as', 'bo'], dataDir);
      await cordon(['approve', 'a-3', '--target', 'fraud-scorer'], dataDir);
      await cordon(['evidence', 'verify', 'e-1'], dataDir);
      const commands = asked.filter(({ path }) => path.startsWith('/commands/')).map(({ path, body, as }) => [path, body, as]);
      expect(commands).toEqual([
        ['/commands/contain', '{"endpoint":"fraud-scorer","dry-run":true}', 'bo'],
        ['/commands/approve', '{"approval":"A-3","target":"fraud-scorer"}', undefined],
        ['/commands/evidence-verify', '{"evidence":"E-1"}', undefined],
      ]);
    });
  });
  test.each([
    [5, 403],
    [6, 404],
    [7, 409],
    [3, 422],
    [8, 500],
    [4, 202],
  ])('exit code %d comes from the answer', async (exit, status) => {
    const error = { code: 'x', message: 'You asked for A-3, so two others must approve it: bo, cy.', hint: 'ask bo', effect: 'no-change' };
    const told = { exit, lines: [error.message], data: {}, next: 'npx cordon approve A-3 --as bo', ...(exit !== 4 && { error }) };
    await withServer(answering(told, status), async (dataDir) => {
      const ran = await cordon(['approve', 'A-3'], dataDir);
      expect(ran.exit).toBe(exit);
      expect(`${ran.stdout}${ran.stderr}`.split(error.message)).toHaveLength(2);
      const answer = exit === 3 || exit === 4 ? ran.stdout : ran.stderr;
      expect(answer.trimEnd().split('\n').at(-1)).toBe('  Next          npx cordon approve A-3 --as bo');
      const json = JSON.parse((await cordon(['approve', 'A-3', '--json'], dataDir)).stdout);
      expect(json.error).toEqual(exit === 4 ? undefined : error);
    });
  });
  test('a sample that is not there names those that are, and sends nothing', async () => {
    await withServer(answering({}), async (dataDir, { asked }) => {
      const { exit, stderr } = await cordon(['send', 'no-such-sample'], dataDir);
      expect([exit, asked.length, /no-such-sample\n.*poisoned-training/.test(stderr)]).toEqual([6, 0, true]);
    });
  });
  test('--as is refused on LIVE before anything is sent', async () => {
    const serve = answering({ exit: 0, lines: [], data: {} });
    await withServer(
      serve,
      async (dataDir, { asked }) => {
        const { exit, stderr } = await cordon(['approve', 'A-1', '--as', 'bo'], dataDir);
        expect([exit, asked.length]).toEqual([2, 0]);
        expect(stderr).toContain('--as works only in the sandbox. On LIVE you are who AWS says you are.');
      },
      'LIVE',
    );
  });
  test('an act whose answer is lost is an unknown outcome; a read is temporary', async () => {
    const breaks: Serve = (_, response) => void response.destroy();
    await withServer(breaks, async (dataDir) => {
      expect(await cordon(['contain', 'fraud-scorer'], dataDir)).toMatchObject({ exit: 8, stderr: expect.stringContaining('not known') });
      expect((await cordon(['status'], dataDir)).exit).toBe(75);
    });
  });
  test('a server with another key is not believed', async () => {
    await withServer(answering({ error: { code: 'no-key', message: 'x', hint: 'y', effect: 'no-change' } }, 401), async (dataDir) => {
      expect(await cordon(['status'], dataDir)).toMatchObject({ exit: 75, stderr: expect.stringContaining('Another server') });
    });
  });
  test('what the server quotes cannot steer the terminal', async () => {
    await withServer(answering({ exit: 0, lines: ['\u001b[2J\u202eowned'], data: {}, next: 'npx cordon list' }), async (dataDir) => {
      const { stdout } = await cordon(['status'], dataDir);
      expect(stdout).toContain('\\u{1b}[2J\\u{202e}owned');
      expect(stdout).not.toContain('\u001b');
    });
  });
  test('colour when asked for, none with NO_COLOR or into a pipe', async () => {
    await withServer(answering({ exit: 0, lines: [], data: {}, next: 'npx cordon list' }), async (dataDir) => {
      const escapes = async (env: NodeJS.ProcessEnv) => (await cordon(['status'], dataDir, env)).stderr.includes('\u001b[32mSANDBOX');
      expect([await escapes({}), await escapes({ NO_COLOR: '1' }), await escapes({ FORCE_COLOR: '1' })]).toEqual([false, false, true]);
    });
  });
  test('a slow answer is not silence', async () => {
    const slow: Serve = (_, response) => void setTimeout(() => reply(response, { exit: 0, lines: ['done'], data: {} }), 2_600);
    await withServer(slow, async (dataDir) => {
      expect(await cordon(['status'], dataDir)).toMatchObject({
        exit: 0,
        stderr: expect.stringContaining('status: waiting for the answer'),
      });
    });
  });
});
