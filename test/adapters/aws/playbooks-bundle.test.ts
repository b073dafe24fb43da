import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playbooksFromBundle } from '../../../adapters/playbooks-bundle.ts';
import { playbooksFromFiles } from '../../../adapters/playbooks-files.ts';
import { playbooksText } from '../../../infra/assets.ts';
import { ROOT } from '../../../infra/config.ts';

const directory = mkdtempSync(join(tmpdir(), 'cordon-playbooks-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const written = (text: string) => {
  const file = join(directory, `${Math.random()}.json`);
  writeFileSync(file, text);
  return playbooksFromBundle(file);
};

test('the bundle answers what the folder answers, as far as it is released', async () => {
  const [bundle, folder] = [written(playbooksText()), playbooksFromFiles(join(ROOT, 'playbooks'))];
  const released = (await folder.all()).filter(({ state }) => state === 'released');
  expect(released.length).toBeGreaterThan(0);
  expect(await bundle.all()).toEqual(released);
  for (const { ref } of released) {
    expect(await bundle.byRef(ref)).toEqual(await folder.byRef(ref));
    expect(await bundle.resolve(ref.id)).toEqual(await bundle.resolve(ref.id, ref.version));
    expect(await bundle.byRef({ ...ref, digest: `sha256:${'0'.repeat(64)}` })).toBeUndefined();
  }
  expect(await bundle.resolve('no-such-playbook')).toBeUndefined();
  expect(await bundle.problems()).toEqual([]);
});

test('a document that was changed after its release stops the function', async () => {
  await expect(written(playbooksText().replace('"mode":"propose"', '"mode":"enforce"')).all()).rejects.toThrow(
    /has digest sha256:.*released was/,
  );
  await expect(written(playbooksText().replace('"mode":"propose"', '"mode":"yolo"')).all()).rejects.toThrow(/"yolo" is not one of/);
  await expect(written('{}').all()).rejects.toThrow();
});
