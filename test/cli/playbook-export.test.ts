import { cacaoErrors } from '../core/playbook/cacao/schemas.ts';
import { cordon, newDataDir } from './run.ts';

describe('cordon playbook export', () => {
  const dir = newDataDir();
  afterAll(dir.remove);
  const run = (...args: readonly string[]) => cordon(['playbook', 'export', ...args], dir.path);

  test('standard output alone is a CACAO 2.0 playbook, the same every time', async () => {
    const { exit, stdout, stderr } = await run('training-data-poisoning');
    expect(exit).toBe(0);
    expect(cacaoErrors(JSON.parse(stdout))).toEqual([]);
    expect(stderr.split('\n')[0]).toMatch(/^OFFLINE {2}/);
    expect(stderr).toContain('as it was released');
    expect((await run('training-data-poisoning', '--release', '1.0.0')).stdout).toBe(stdout);
  });
  test('--json is one object that holds it', async () => {
    const { stdout } = await run('forensic-snapshot', '--json');
    const { schemaVersion, cacao, next } = JSON.parse(stdout);
    expect([schemaVersion, next]).toEqual([1, 'npx cordon playbook lint forensic-snapshot']);
    expect(cacaoErrors(cacao)).toEqual([]);
  });
  test.each([
    [['nothing-like-it'], 6, 'There is no playbook nothing-like-it'],
    [['forensic-snapshot', '--release', '9.9.9'], 6, 'There is no playbook forensic-snapshot 9.9.9'],
    [[], 2, 'playbook'],
  ])('%j is refused: %i, and nothing on standard output', async (args, code, sentence) => {
    const { exit, stdout, stderr } = await run(...args);
    expect([exit, stdout]).toEqual([code, '']);
    expect(stderr).toContain(sentence);
  });
});
