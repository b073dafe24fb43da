import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newDataDir } from '../cli/run.ts';
import { shownIn, unsaid } from './readme-blocks.ts';
import { type } from './terminal.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const shown = shownIn(readFileSync(join(ROOT, 'docs/range.md'), 'utf8'));
const dir = newDataDir();
afterAll(() => dir.remove());

test('docs/range.md shows how it is served and how it is calibrated', () => expect(shown).toHaveLength(2));
test.each(shown.map((step) => [step.line, step] as const))(
  'docs/range.md:%i runs as it stands',
  async (_line, { command, exits, says }) => {
    const told = await type(command, ROOT, { PATH: process.env.PATH, NO_COLOR: '1', CORDON_DATA_DIR: dir.path });
    expect([told.exit, unsaid(says, told.output)]).toEqual([exits, undefined]);
  },
  60_000,
);
