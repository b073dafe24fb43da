import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../infra/config.ts';

const run = promisify(execFile);
/** A network namespace of its own has no route to anywhere; where that is not allowed, a proxy nobody listens on stands in for it. */
const namespaced = (): boolean => {
  try {
    execFileSync('unshare', ['-n', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

test('cdk synth works without network, credentials, home directory or Docker', async () => {
  const output = mkdtempSync(join(tmpdir(), 'cordon-synth-'));
  const cut = namespaced();
  const nowhere = 'http://127.0.0.1:9';
  const env = {
    PATH: join(process.execPath, '..'),
    HOME: '/nonexistent',
    CI: '1',
    ...(!cut && { HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere }),
  };
  const command = [process.execPath, 'node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--no-notices', '--output', output];
  const [program = '', ...args] = cut ? ['/usr/bin/env', 'unshare', '-n', ...command] : command;
  // `env` needs the system's own PATH to find unshare.
  const path = `${env.PATH}:/usr/bin:/bin`;
  try {
    const { stdout, stderr } = await run(program, args, { cwd: ROOT, env: { ...env, PATH: path }, timeout: 120_000 });
    expect(`${stdout}${stderr}`).not.toMatch(/ERROR|WARNING/);
    expect(
      readdirSync(output)
        .filter((file) => file.endsWith('.template.json'))
        .toSorted(),
    ).toEqual(['Cordon.template.json', 'CordonEvidence.template.json', 'CordonMember-northbank-eu-west-1.template.json']);
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}, 150_000);
