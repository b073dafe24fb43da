import { DatabaseSync } from 'node:sqlite';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { keptState } from '../../tabletop/kept-state.ts';
import { cordon, newDataDir } from './run.ts';

test('a data directory of another version is refused with one command, left as it is, and free again', async () => {
  const dir = newDataDir();
  mkdirSync(dir.path, { recursive: true });
  const database = new DatabaseSync(join(dir.path, 'state.db'));
  keptState(database).save([{ key: 'ssm.parameter/x', json: '{"value":"of another shape"}' }]);
  database.close();
  for (let time = 1; time <= 2; time += 1) {
    const { exit, stderr } = await cordon(['start', '--port', '0', '--range-port', '0'], dir.path);
    expect({ exit, said: stderr.replaceAll(/\s+/g, ' ') }).toEqual({
      exit: 2,
      said: expect.stringMatching(/kept by another version of Cordon .* Next npm start -- --fresh/),
    });
  }
  dir.remove();
});
