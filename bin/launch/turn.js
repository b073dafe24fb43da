// Plain JavaScript, any Node >= 18: one installer at a time, also when two terminals start at once.
import { accessSync, constants, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** An owner that has not touched its file for so long is gone, whatever its pid says (another container, a reused pid). */
const SILENT_SECONDS = 30;
const BEAT_MILLISECONDS = 2000;
/** Longer than two claimants can be apart between seeing a dead owner and writing their own name. */
const CLAIM_MILLISECONDS = 250;
const GIVE_UP_MINUTES = 20;

const fileOf = (root) => join(root, '.cordon-install.lock');
const me = () => `${process.pid}@${hostname()}`;

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};
/** Who holds the turn: nobody, or somebody who still breathes, or a dead name. */
const holder = (file) => {
  try {
    const name = readFileSync(file, 'utf8');
    const [pid, host] = name.split('@');
    const fresh = Date.now() - statSync(file).mtimeMs < SILENT_SECONDS * 1000;
    return { name, pid, alive: fresh && (host !== hostname() || alive(Number(pid))) };
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
};
const create = (file) => {
  try {
    writeFileSync(file, me(), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
};
/** Replaces a dead owner's name. Of several claimants the last to write wins; the others see it and wait. */
const claim = async (file) => {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, me());
  renameSync(mine, file);
  await sleep(CLAIM_MILLISECONDS);
  return holder(file)?.name === me();
};

const mayWrite = (folder) => {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

/**
 * Waits for the turn; `onWait(pid)` is called about every second. Answers the function that gives it back, `not-writable` when nobody can
 * install here, or nothing after 20 minutes.
 */
export const takeTurn = async (root, onWait) => {
  if (!mayWrite(root)) return 'not-writable';
  const file = fileOf(root);
  const until = Date.now() + GIVE_UP_MINUTES * 60_000;
  while (Date.now() < until) {
    const other = holder(file);
    const mine = other === undefined ? create(file) : !other.alive && (await claim(file));
    if (mine) {
      const beat = setInterval(() => utimesSync(file, new Date(), new Date()), BEAT_MILLISECONDS);
      beat.unref();
      return () => {
        clearInterval(beat);
        rmSync(file, { force: true });
      };
    }
    onWait(other?.pid ?? '?');
    await sleep(1000);
  }
  return undefined;
};
