import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reachedFrom, strangers, waysOut } from './imports.ts';
import { ROOT } from './northbank.ts';

const entries = [
  ...readdirSync(join(ROOT, 'tabletop/exercise')).map((name) => `tabletop/exercise/${name}`),
  ...readdirSync(join(ROOT, 'cli'))
    .filter((name) => name.startsWith('exercise'))
    .map((name) => `cli/${name}`),
];

describe('what an exercise is made of', () => {
  const reached = reachedFrom(entries);
  test('is a good part of the product, the range among it', () => {
    expect([...reached.keys()]).toEqual(
      expect.arrayContaining([
        'tabletop/sandbox.ts',
        'tabletop/range/range.ts',
        'engine/interpret/run.ts',
        'tabletop/exercise/suite-thread.ts',
      ]),
    );
  });
  test('makes no AWS client but those that the range answers', () => {
    expect(strangers(reached)).toEqual([]);
    expect([...reached.values()].join('\n').match(/new \w+Client\(/g)?.length).toBeGreaterThan(10);
  });
  test('imports no composition root of AWS, no Slack, and opens no socket of its own except the range, which only listens', () => {
    expect([...reached.keys()].filter((file) => file.startsWith('functions/') || file.includes('slack'))).toEqual([]);
    expect(waysOut(reached)).toEqual(['tabletop/range/protocol/http.ts: node:http']);
  });
  test.each([
    ['plain', "const s3 = new S3Client({ region: 'eu-west-1' });"],
    ['without options', 'const iam = new IAMClient();x'],
    ['other handler', 'new STSClient({ ...options });'],
  ])('planted: a client that could leave is found (%s)', (_name, text) => {
    expect(strangers(new Map([['x.ts', text]]))).toHaveLength(1);
  });
  test('planted: a way out is found', () => {
    expect(waysOut(new Map([['x.ts', "import { WebClient } from '@slack/web-api';"]]))).toEqual(['x.ts: @slack/web-api']);
  });
});

describe('a process that may not leave', () => {
  const directory = mkdtempSync(join(tmpdir(), 'cordon-no-network-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const node = (args: readonly string[]) =>
    spawnSync(process.execPath, ['--import', join(ROOT, 'test/exercise/no-sockets.ts'), ...args], {
      encoding: 'utf8',
      timeout: 120_000,
      // Credentials that a real client would take up, if there were one.
      env: {
        ...process.env,
        CORDON_DATA_DIR: directory,
        NO_COLOR: '1',
        AWS_ACCESS_KEY_ID: 'AKIAREAL',
        AWS_SECRET_ACCESS_KEY: 'real',
        AWS_REGION: 'eu-west-1',
        SLACK_BOT_TOKEN: 'xoxb-real',
      },
    });

  test('plays an exercise from start to report', () => {
    const { status, stdout, stderr } = node([
      join(ROOT, 'cli/main.ts'),
      'exercise',
      'run',
      'poisoned-retrain',
      '--policy',
      'perfect',
      '--seed',
      '5',
    ]);
    expect(stderr).not.toContain('LEFT THE PROCESS');
    expect(status).toBe(0);
    expect(stdout).toContain('evidence complete');
    expect(readdirSync(join(directory, 'exercises/D-1'))).toEqual(
      expect.arrayContaining(['report.html', 'report.md', 'runs.json', 'state.db', 'keys', 'evidence']),
    );
  }, 120_000);
  test.each([
    ["await fetch('https://sts.eu-west-1.amazonaws.com/')", 'fetch'],
    ["(await import('node:https')).get('https://slack.com/api/auth.test')", 'https.get'],
    ["(await import('node:net')).connect(443, '192.0.2.1')", 'net.connect'],
    ["await (await import('node:dns')).promises.lookup('sts.amazonaws.com')", 'dns.promises.lookup'],
    [
      "const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts'); await new STSClient({ region: 'eu-west-1' }).send(new GetCallerIdentityCommand({}))",
      'https.request',
    ],
  ])(
    'planted: %s ends it',
    (code, way) => {
      const { status, stderr } = spawnSync(
        process.execPath,
        ['--import', join(ROOT, 'test/exercise/no-sockets.ts'), '--input-type=module', '-e', code],
        {
          cwd: ROOT,
          encoding: 'utf8',
          timeout: 60_000,
          env: { ...process.env, AWS_ACCESS_KEY_ID: 'AKIAREAL', AWS_SECRET_ACCESS_KEY: 'real' },
        },
      );
      expect(stderr).toContain(`LEFT THE PROCESS by ${way}`);
      expect(status).toBe(97);
    },
    60_000,
  );
});
