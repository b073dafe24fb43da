import { randomBytes } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isObject } from '../core/json.ts';

/** Some systems cannot open a directory; there the file's own fsync must do. */
const syncDirectory = async (directory: string): Promise<void> => {
  const handle = await open(directory, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
};

/** A name beside the target that nobody else uses; on the same disk, so that it can become the target in one step. */
export const besides = (path: string): string => `${path}.${randomBytes(8).toString('hex')}.partial`;

/** A finished file takes its name, unless the name is taken: then `false`, and what is there stays as it is. Never overwrites. */
export const publish = async (partial: string, path: string): Promise<boolean> => {
  try {
    await link(partial, path);
    await syncDirectory(dirname(path));
    return true;
  } catch (thrown) {
    if (isObject(thrown) && thrown.code === 'EEXIST') return false;
    throw thrown;
  } finally {
    await rm(partial, { force: true });
  }
};

/** Writes a whole file or none: a crash leaves no half of it under its name. `false`: it was there already. */
export const createOnce = async (path: string, content: string | Uint8Array, mode: number): Promise<boolean> => {
  const partial = besides(path);
  const handle = await open(partial, 'wx', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return publish(partial, path);
};
