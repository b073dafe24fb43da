import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

test('the benchmark of the range runs, and has every row that it promises', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['test/bench/range.ts', '100']);
  const numbers = String.raw`\| \d+\.\d{3} ms \| \d+\.\d x \| `;
  expect(stdout).toMatch(new RegExp(String.raw`^\| in this process ${numbers}\d+\.\d\d \|$`, 'm'));
  expect(stdout).toMatch(new RegExp(String.raw`^\| over HTTP ${numbers}no limit \|$`, 'm'));
  expect(stdout).toMatch(/^A world of a new seed \d+ ms, of a known one \d+ ms\.$/m);
}, 60_000);
