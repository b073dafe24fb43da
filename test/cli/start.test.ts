import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { leave, type } from '../docs/terminal.ts';
import { newDataDir } from './run.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START = 'exec node --disable-warning=ExperimentalWarning cli/main.ts start';
const dir = newDataDir();
afterAll(dir.remove);
const env = (port: number) => ({
  ...process.env,
  NO_COLOR: '1',
  CORDON_DATA_DIR: dir.path,
  CORDON_PORT: String(port),
  CORDON_RANGE_PORT: '0',
});

test('a port that is taken is 75, with a port to try instead', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  try {
    const address = other.address();
    const port = address === null || typeof address === 'string' ? 0 : address.port;
    const { exit, output } = await type(START, ROOT, env(port));
    expect(exit).toBe(75);
    expect(output).toMatch(new RegExp(`Port ${port} is in use[^]*Next +CORDON_PORT=${port + 10} CORDON_RANGE_PORT=${port + 11} npm start`));
  } finally {
    await new Promise((resolve) => other.close(resolve));
  }
}, 60_000);

test('a second server on the same data is 75; the first one ends in order and leaves no address behind', async () => {
  const first = await leave(START, /^Ready in /m, ROOT, env(0));
  try {
    const second = await type(START, ROOT, env(0));
    expect([second.exit, /another Cordon \(pid \d+\) works in/i.test(second.output)]).toEqual([75, true]);
    expect((await type('node cli/main.ts list', ROOT, env(0))).exit).toBe(0);
  } finally {
    expect(await first.stop()).toBe(0);
  }
  expect((await type('node cli/main.ts list', ROOT, env(0))).exit).toBe(75);
}, 120_000);
