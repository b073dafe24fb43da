import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { shiftDays } from '../core/finding/shift-days.ts';
import { Stop } from './stop.ts';

export interface Input {
  /** What people call it: `samples/poisoned-training.json`, `standard input`. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Samples by name; they are files like any other. */
export const sampleNames = (root: string): readonly string[] =>
  existsSync(join(root, 'samples'))
    ? readdirSync(join(root, 'samples'))
        .flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -5)] : []))
        .toSorted()
    : [];

const read = (path: string | 0, name: string): Input => {
  try {
    return { name, bytes: new Uint8Array(readFileSync(path)) };
  } catch (thrown) {
    const why = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unreadable';
    throw new Stop({
      exit: 2,
      code: 'unreadable',
      message: `${name} cannot be read (${why})`,
      hint: 'Give the path of a JSON or NDJSON file, or - for standard input',
      effect: 'no-change',
      next: 'npx cordon send --help',
    });
  }
};

/** A file, or standard input for `-`. */
export const readInput = (path: string): Input => (path === '-' ? read(0, 'standard input') : read(path, path));

/** What `send` means by a name: a file when there is one, else a sample, moved to the days of the sandbox's story. */
export const readEvent = (given: string, root: string, days: number): Input => {
  const samples = sampleNames(root);
  if (given === '-' || existsSync(given)) return readInput(given);
  if (samples.includes(given)) {
    const path = join(root, 'samples', `${given}.json`);
    const { name, bytes } = read(path, relative(root, path));
    const text = shiftDays(new TextDecoder().decode(bytes), days);
    return { name, bytes: new TextEncoder().encode(text) };
  }
  throw new Stop({
    exit: 6,
    code: 'not-found',
    message: `There is neither a file nor a sample named ${given}`,
    hint: samples.length === 0 ? 'There are no samples here' : `Samples: ${samples.join(', ')}`,
    effect: 'no-change',
    next: `npx cordon send ${samples[0] ?? '--help'}`,
  });
};
