import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Measurements } from './range/behaviour.ts';
import { BEHAVIOURS } from './range/behaviours.ts';
import { MEASURED } from './range/measured.ts';
import { createRange } from './range/range.ts';
import type { Range } from './range/range-api.ts';
import { readMeasured, readSaved, savedText, type SavedRange } from './range/saved.ts';

export interface RangeServing {
  readonly port: number;
  readonly pace: number;
  readonly seed: string;
  /** Continued when it is there, and kept up to date from then on. */
  readonly stateFile?: string | undefined;
  readonly measuredFile?: string | undefined;
}
export interface ServedRange {
  readonly range: Range;
  readonly endpoint: string;
  readonly seed: string;
  readonly continued: boolean;
  readonly measured: number;
  close(): Promise<void>;
}
/** A file that was given cannot be used. Nothing was started and nothing was written. */
export class UnreadableFile extends Error {
  constructor(file: string, why: string) {
    super(`${file} cannot be used: ${why}`);
    this.name = 'UnreadableFile';
  }
}

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    throw new UnreadableFile(file, thrown instanceof Error ? thrown.message : String(thrown));
  }
};
const measuredIn = (file: string | undefined): Measurements => {
  if (file === undefined) return MEASURED;
  const read = readMeasured(textOf(file));
  if (!read.ok) throw new UnreadableFile(file, read.why);
  const known = new Set(BEHAVIOURS.map(({ id }) => id));
  const unknown = Object.keys(read.value).find((id) => !known.has(id));
  if (unknown !== undefined) throw new UnreadableFile(file, `this range has no behaviour ${unknown}`);
  return read.value;
};
const savedIn = (file: string | undefined): SavedRange | undefined => {
  if (file === undefined || !existsSync(file)) return undefined;
  const read = readSaved(textOf(file));
  if (!read.ok) throw new UnreadableFile(file, read.why);
  return read.value;
};

/** Many calls change something in a row; a kill loses at most what happened in this time. */
const SAVE_AFTER_MS = 1000;

/** A whole file or the one before, never half a one. */
const keeper = (range: Range, seed: string, file: string) => {
  let timer: NodeJS.Timeout | undefined;
  const save = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const next = `${file}.next`;
    writeFileSync(next, savedText(seed, new Date(range.clock.now()).toISOString(), range.exportState()), { mode: 0o600 });
    renameSync(next, file);
  };
  const forget = range.onChange(() => {
    timer ??= setTimeout(save, SAVE_AFTER_MS).unref();
  });
  return {
    save,
    stop: (): void => {
      forget();
      save();
    },
  };
};

/** The range alone, for any AWS client: `cordon range serve`. */
export const serveRange = async ({ port, pace, seed, stateFile, measuredFile }: RangeServing): Promise<ServedRange> => {
  const measured = measuredIn(measuredFile);
  const saved = savedIn(stateFile);
  const range = createRange({ pace, measured, ...(saved ?? { seed }) });
  try {
    const listening = await range.listen(port);
    const kept = stateFile === undefined ? undefined : keeper(range, saved?.seed ?? seed, stateFile);
    kept?.save();
    return {
      range,
      endpoint: listening.endpoint,
      seed: saved?.seed ?? seed,
      continued: saved !== undefined,
      measured: Object.keys(measured).length,
      close: async () => {
        await listening.close();
        kept?.stop();
        range.close();
      },
    };
  } catch (thrown) {
    range.close();
    throw thrown;
  }
};
