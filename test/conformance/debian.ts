import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Debian's own, whatever else of that name comes first on the PATH. */
export const AWS = '/usr/bin/aws';
export const PYTHON = '/usr/bin/python3';
const DATA = '/usr/lib/python3/dist-packages/botocore/data';
const HOW = 'Debian’s AWS clients are needed: apt-get install awscli python3-boto3';

const present = (path: string): string => {
  if (!existsSync(path)) throw new Error(`${path} is not there. ${HOW}`);
  return path;
};
/** The models that Debian's boto3 brings. */
export const botocoreData = (): string => present(DATA);

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}
/** With nothing of this process's environment but what is given: no profile and no proxy of the machine comes in. */
export const ran = (program: string, args: readonly string[], env: Readonly<Record<string, string>>, seconds = 120): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(present(program), args, { timeout: seconds * 1000, env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', ...env } });
    let [out, error] = ['', ''];
    child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (error += part.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, error }));
  });
