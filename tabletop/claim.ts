import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
};

/** Another Cordon works in this directory. The command line turns it into exit 75 with a command. */
class DirectoryTaken extends Error {
  readonly pid: number;
  constructor(directory: string, pid: number) {
    super(`another Cordon (pid ${pid}) works in ${directory}`);
    this.name = 'DirectoryTaken';
    this.pid = pid;
  }
}

/** One server per data directory. A claim of a process that is gone, killed for example, is taken over. Answers how to give it back. */
export const claimDirectory = async (directory: string): Promise<() => Promise<void>> => {
  const file = join(directory, 'claim');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx', mode: 0o600 });
      return () => rm(file, { force: true });
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
    }
    const pid = Number(await readFile(file, 'utf8').catch(() => ''));
    if (Number.isInteger(pid) && pid > 0 && pid !== process.pid && alive(pid)) throw new DirectoryTaken(directory, pid);
    await rm(file, { force: true });
  }
  throw new Error(`${file} cannot be claimed`);
};
