import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sources } from '../../sources/index.ts';
import { cordon, newDataDir } from './run.ts';

const dir = newDataDir();
afterAll(dir.remove);
const file = (name: string, text: string): string => {
  writeFileSync(join(dir.path, name), text);
  return join(dir.path, name);
};
const root = fileURLToPath(new URL('../..', import.meta.url));
const poisoned = join(root, 'samples/poisoned-training.json');

describe('explain', () => {
  test('an event, as JSON: outcome, AI workload, findings, playbook and reasons', async () => {
    const { exit, stdout } = await cordon(['explain', '--json', poisoned], dir.path);
    expect(exit).toBe(0);
    const [event] = JSON.parse(stdout).events;
    expect(event).toMatchObject({ outcome: 'respond', aiWorkload: 'yes', playbook: { id: 'training-data-poisoning' } });
    expect(event.reasons.length).toBeGreaterThan(1);
  });
  test('the same for people, and from standard input', async () => {
    const { exit, stdout, stderr } = await cordon(
      ['explain', '-'],
      dir.path,
      {},
      JSON.stringify(sources.find(({ id }) => id === 'ai-detection')?.sample),
    );
    expect([exit, stderr.startsWith('OFFLINE  ')]).toEqual([0, true]);
    expect(stdout).toMatch(/Outcome {7}respond, playbook training-data-poisoning@[^]*Why[^]*Next/);
  });
  test('the sample of every source has an outcome and a reason', async () => {
    const lines = sources.map(({ sample }) => JSON.stringify(sample)).join('\n');
    const { exit, stdout } = await cordon(['explain', file('samples.ndjson', lines), '--json'], dir.path);
    const { schemaVersion, unreadable, events } = JSON.parse(stdout);
    expect([exit, schemaVersion, unreadable, events.length]).toEqual([0, 1, [], sources.length]);
    expect(events.filter(({ reasons }: { readonly reasons: readonly unknown[] }) => reasons.length === 0)).toEqual([]);
  });
  test('a bad line is said, exits with 2, and does not stop the good ones', async () => {
    const good = JSON.stringify(sources[0]?.sample);
    const { exit, stdout } = await cordon(['explain', '--json', file('mixed.ndjson', `${good}\n{bad\n${good}\n`)], dir.path);
    expect(exit).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      events: [{ at: 'line 1' }, { at: 'line 3' }],
      unreadable: [{ at: 'line 2' }],
      error: { code: 'unreadable' },
    });
    const text = await cordon(['explain', join(dir.path, 'mixed.ndjson')], dir.path);
    expect([text.exit, text.stdout.includes('line 2'), text.stderr.includes('1 of 3')]).toEqual([2, true, true]);
  });
  test('a file that is not there, or no event at all, is 2', async () => {
    expect((await cordon(['explain', join(dir.path, 'nothing.json')], dir.path)).exit).toBe(2);
    expect((await cordon(['explain', file('empty.json', '')], dir.path)).exit).toBe(2);
    expect((await cordon(['explain', dir.path], dir.path)).exit).toBe(2);
  });
  test("somebody else's assets.yaml decides whose accounts they are", async () => {
    const assets =
      'apiVersion: cordon/v1\nkind: Assets\ncompany: Other\nmembers: [{ account: "999999999999", regions: [eu-west-1], name: o }]\npeople: {}\nassets: []\n';
    const { stdout } = await cordon(['explain', '--json', poisoned, '--assets', file('assets.yaml', assets)], dir.path);
    expect(JSON.parse(stdout).events[0]).toMatchObject({ outcome: 'record', reasons: [{ rule: 'member' }, {}, {}] });
    expect((await cordon(['explain', poisoned, '--assets', file('bad.yaml', 'kind: Nothing')], dir.path)).exit).toBe(2);
  });
});

describe('playbook lint', () => {
  test('says how many and how bad; the exit code agrees', async () => {
    const { exit, stdout } = await cordon(['playbook', 'lint', '--json'], dir.path);
    const { errors, checked } = JSON.parse(stdout);
    expect(checked).toContain('training-data-poisoning');
    expect(exit).toBe(errors > 0 ? 3 : 0);
  });
  test('a playbook that is not there is 6', async () => {
    expect((await cordon(['playbook', 'lint', 'no-such-playbook'], dir.path)).exit).toBe(6);
  });
});
