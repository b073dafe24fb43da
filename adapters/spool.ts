import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Sha256 } from '../core/json.ts';

/** Bytes into a new file, hashed on the way; one chunk in memory at a time, and on disk before it answers. */
export const spool = async (
  path: string,
  body: AsyncIterable<Uint8Array>,
  mode: number,
): Promise<{ readonly digest: Sha256; readonly bytes: number }> => {
  const handle = await open(path, 'wx', mode);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of body) {
      // The disk writes in another thread while this one hashes.
      const writing = handle.writeFile(chunk);
      hash.update(chunk);
      bytes += chunk.byteLength;
      await writing;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { digest: `sha256:${hash.digest('hex')}`, bytes };
};
