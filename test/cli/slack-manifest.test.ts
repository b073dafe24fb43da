import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { cordon, newDataDir } from './run.ts';

/** Slack's own schema, kept beside the tests of Slack. */
const FILE = new URL('../slack/data/manifest.schema.2.0.0.json', import.meta.url);
const schema = z.fromJSONSchema(JSON.parse(readFileSync(FILE, 'utf8')));
const URL_OF_FUNCTION = 'https://abc.lambda-url.eu-west-1.on.aws/';

describe('cordon slack manifest', () => {
  const dir = newDataDir();
  afterAll(dir.remove);
  const run = (...args: readonly string[]) => cordon(['slack', 'manifest', ...args], dir.path);

  test.each([
    ['Socket Mode', [], true],
    ['the function', ['--url', URL_OF_FUNCTION], false],
    ['a second app', ['--command', '/cordon-dev', '--name', 'Cordon (dev)'], true],
  ] as const)("%s: standard output alone is what Slack's schema takes", async (_what, args, isSocket) => {
    const { exit, stdout, stderr } = await run(...args);
    expect(exit).toBe(0);
    const manifest = JSON.parse(stdout);
    expect(schema.safeParse(manifest).error?.issues ?? []).toEqual([]);
    expect(manifest.settings.socket_mode_enabled).toBe(isSocket);
    expect(stderr.split('\n')[0]).toMatch(/^OFFLINE {2}/);
    expect(stderr).toMatch(/\n {2}Next {10}\S+/);
  });
  test('the URL stands at both places where Slack calls', async () => {
    const manifest = JSON.parse((await run('--url', URL_OF_FUNCTION)).stdout);
    expect([manifest.features.slash_commands[0].url, manifest.settings.interactivity.request_url]).toEqual([
      URL_OF_FUNCTION,
      URL_OF_FUNCTION,
    ]);
  });
  test('--json is one object: the manifest, and the link that opens Slack with it', async () => {
    const { stdout } = await run('--json');
    const { schemaVersion, manifest, link, next } = JSON.parse(stdout);
    expect([schemaVersion, next]).toEqual([1, 'npm start']);
    expect(JSON.parse(new URL(link).searchParams.get('manifest_json') ?? '')).toEqual(manifest);
    expect(schema.safeParse(manifest).success).toBe(true);
  });
  test.each([
    [['--url', 'http://x.example/'], 'https'],
    [['--url', 'nothing'], 'https'],
    [['--command', '/incident'], '/cordon'],
    [['--name', 'x'.repeat(36)], '35'],
    [['--name', ''], 'name'],
  ])('%j is refused: 2, and nothing on standard output', async (args, sentence) => {
    const { exit, stdout, stderr } = await run(...args);
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).toContain('npx cordon slack manifest --help');
  });
});
