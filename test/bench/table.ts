import { statfsSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';

export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
};

/** Three digits that mean something; the numbers here go from microseconds to seconds. */
export const short = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** The first column is text, the others are numbers; `notes` stand behind. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[], notes: number): readonly string[] => {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const cell = (text: string, column: number): string =>
    column === 0 || column >= head.length - notes ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return [head, ...rows].map((row) => `  ${row.map(cell).join('  ').trimEnd()}`);
};

/** Magic numbers of statfs(2): on some of these an fsync costs nothing, and means nothing. */
const FILE_SYSTEMS: Readonly<Record<number, string>> = {
  0xef53: 'ext4',
  0x0102_1994: 'tmpfs (memory: fsync costs nothing there)',
  0x794c_7630: 'overlayfs',
  0x5846_5342: 'xfs',
  0x9123_683e: 'btrfs',
};

export const machine = (directory: string): string => {
  const { type } = statfsSync(directory);
  const [cpu] = cpus();
  const load = loadavg()
    .map((one) => one.toFixed(2))
    .join(' ');
  const busy =
    (loadavg()[0] ?? 0) > availableParallelism()
      ? '\nThis machine is busy with other things: trust the column "best", and measure again when it is not.'
      : '';
  const disk = FILE_SYSTEMS[type] ?? `file system 0x${type.toString(16)}`;
  return `${availableParallelism()} cores (${cpu?.model.trim() ?? 'unknown'}), ${process.platform} ${process.arch}, Node ${process.version}, load ${load}, ${disk}${busy}`;
};
