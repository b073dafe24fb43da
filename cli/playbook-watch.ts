import { watch } from 'node:fs';
import { usage } from './stop.ts';

/** Milliseconds of quiet before files are read again: an editor saves in several steps. */
const QUIET = 150;

/**
 * Looks once, then again after every change below `folder`, until Ctrl-C: 130. Looks follow each other, never overlap; a change during one
 * is looked at afterwards.
 */
export const watchFolder = async (folder: string, look: () => Promise<void>): Promise<130> => {
  const { promise, resolve, reject } = Promise.withResolvers<130>();
  let timer: NodeJS.Timeout | undefined;
  let [looking, again] = [false, false];
  const lookAgain = async (): Promise<void> => {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    do {
      again = false;
      await look();
    } while (again);
    looking = false;
  };
  const interrupted = () => resolve(130);
  process.once('SIGINT', interrupted);
  // Watching begins before the first look, so that no change falls between the two.
  const watcher = watch(folder, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void lookAgain().catch(reject), QUIET);
  }).on('error', (error) => reject(usage(`${folder} cannot be watched: ${error.message}`, 'npx cordon playbook lint')));
  try {
    await lookAgain();
    return await promise;
  } finally {
    clearTimeout(timer);
    watcher.close();
    process.off('SIGINT', interrupted);
  }
};
