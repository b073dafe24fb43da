import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BEHAVIOURS } from '../../tabletop/range/behaviours.ts';
import { SERVICES } from '../../tabletop/range/services.ts';

test('every behaviour has one id, a mark, a sentence and a source', () => {
  expect(new Set(BEHAVIOURS.map(({ id }) => id)).size).toBe(BEHAVIOURS.length);
  for (const { id, says, mark, source } of BEHAVIOURS) {
    expect(id).toMatch(/^[a-z0-9]+\.[a-z0-9-]+$/);
    expect(says).toMatch(/\."?$/);
    expect(['measured', 'documented', 'assumed']).toContain(mark);
    expect(source.length).toBeGreaterThan(5);
    // What is called documented can be read by everybody; the operator's constants are AWS's own text.
    if (mark === 'documented') expect(source).toMatch(/^https:\/\/|github\.com|@aws-sdk/);
  }
});

test('nothing is called measured: no account was touched yet', () => {
  expect(BEHAVIOURS.filter(({ mark }) => mark === 'measured')).toEqual([]);
});

test('every duration of the range is a behaviour', () => {
  const folder = new URL('../../tabletop/range/', import.meta.url).pathname;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const waits = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/timers\.add\('[^']+', ([^,]+),/g)].map((match) => match[1] ?? ''),
  );
  expect(waits.length).toBeGreaterThan(4);
  for (const wait of waits) expect(wait).toMatch(/^(context\.)?world\.lasts\([a-zA-Z]+\)$|^awsSeconds$|^0$/);
  expect(BEHAVIOURS.filter(({ seconds }) => seconds !== undefined).map(({ id }) => id)).toEqual(
    expect.arrayContaining(['sagemaker.update-seconds', 'sagemaker.tag-propagation', 'iam.propagation', 'cloudtrail.delay']),
  );
});

test('every service has its behaviours', () => {
  const folders = new Set(BEHAVIOURS.map(({ id }) => id.split('.')[0]));
  expect(folders.size).toBeGreaterThanOrEqual(Object.keys(SERVICES).length);
});
