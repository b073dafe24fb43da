import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shownIn, unsaid, type Shown } from './readme-blocks.ts';
import { freePorts, leave, type, type Background } from './terminal.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The page promises 10 s on a machine of its own; a machine ten times as busy is not a fault of the page, a command that hangs is. */
const SILENCE_MILLISECONDS = 30_000;
const shown = shownIn(readFileSync(join(ROOT, 'README.md'), 'utf8'));

const complaint = ({ line, command, exits, says }: Shown, told: Awaited<ReturnType<typeof type>>): string | undefined => {
  const missing = unsaid(says, told.output);
  const faults = [
    ...(told.exit === exits ? [] : [`exited with ${told.exit}, not ${exits}`]),
    ...(missing === undefined ? [] : [`did not say "${missing}"`]),
    ...(told.silentMilliseconds < SILENCE_MILLISECONDS ? [] : [`said nothing for ${Math.round(told.silentMilliseconds / 1000)} s`]),
  ];
  return faults.length === 0 ? undefined : `README.md:${line} ${command}\n${faults.join('\n')}\n--- it said\n${told.output}`;
};

describe('README.md', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cordon-readme-'));
  let server: Background | undefined;
  afterAll(async () => {
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('starts with the command that starts everything, and refuses at least four times', () => {
    expect(shown[0]?.command).toBe('npm start');
    expect(new Set(shown.map(({ exits }) => exits))).toEqual(new Set([0, 2, 3, 4, 5, 6]));
    expect(shown.filter(({ exits }) => exits !== 0).length).toBeGreaterThanOrEqual(4);
  });

  test(
    'runs as it stands, in order, from a fresh data directory',
    async () => {
      const [port, rangePort] = await freePorts(2);
      const env = {
        ...process.env,
        CORDON_DATA_DIR: dataDir,
        CORDON_PORT: String(port),
        CORDON_RANGE_PORT: String(rangePort),
        NO_COLOR: '1',
      };
      const [first, ...rest] = shown;
      if (first === undefined) throw new Error('the page shows no command');
      server = await leave(first.command, /^Ready in /m, ROOT, env);
      expect(unsaid(first.says, server.output())).toBeUndefined();
      let longest = { silentMilliseconds: 0, command: '' };
      for (const step of rest) {
        const told = await type(step.command, ROOT, env);
        expect(complaint(step, told)).toBeUndefined();
        if (told.silentMilliseconds > longest.silentMilliseconds) longest = { ...told, command: step.command };
      }
      process.stderr.write(`The longest silence: ${(longest.silentMilliseconds / 1000).toFixed(1)} s, ${longest.command}\n`);
    },
    10 * 60_000,
  );
});
