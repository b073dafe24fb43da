import { gzipSync } from 'node:zlib';
import { instantOf } from '../../../core/time.ts';
import { bucketsOf } from '../s3/state.ts';
import { storeObject } from '../s3/write.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';
import { exportRun } from './behaviours.ts';
import { allStreams, linesIn } from './read.ts';
import type { Place } from './state.ts';

export interface ExportTask extends Place {
  readonly id: string;
  readonly name?: string;
  readonly group: string;
  /** Prefix of the streams' names. */
  readonly streams?: string;
  readonly from: number;
  readonly to: number;
  readonly bucket: string;
  readonly prefix: string;
  readonly status: 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';
  readonly createdAt: number;
  readonly endedAt?: number;
}
export const exportTasksOf = (world: World): Table<ExportTask> => world.store.table<ExportTask>('logs.export');
export const isActive = ({ status }: ExportTask): boolean => status === 'PENDING' || status === 'RUNNING';

/** One gzip file per stream, a line per event with its time in front. */
const write = (world: World, task: ExportTask): boolean => {
  const bucket = bucketsOf(world).get(task.bucket);
  if (bucket === undefined) return false;
  for (const { name } of allStreams(world, task, task.group).filter((stream) => stream.name.startsWith(task.streams ?? ''))) {
    const lines = linesIn(world, task, task.group, name, task.from, task.to);
    if (lines.length === 0) continue;
    const text = lines.map(({ at, message }) => `${instantOf(at)} ${message}\n`).join('');
    storeObject(world, bucket, {
      key: `${task.prefix}/${task.id}/${name.replaceAll('/', '-')}/000000.gz`,
      bytes: gzipSync(text),
      contentType: 'application/x-gzip',
    });
  }
  return true;
};

export const startExports = (world: World): void => {
  const taskOf = (id: unknown): ExportTask | undefined => {
    const task = typeof id === 'string' ? exportTasksOf(world).get(id) : undefined;
    // Cancelled meanwhile: nothing is left to do.
    return task !== undefined && isActive(task) ? task : undefined;
  };
  world.timers.on('logs-export', ({ id }) => {
    const task = taskOf(id);
    if (task === undefined) return;
    exportTasksOf(world).put(task.id, { ...task, status: 'RUNNING' });
    world.timers.add('logs-export-end', world.lasts(exportRun), { id: task.id });
  });
  world.timers.on('logs-export-end', ({ id }, at) => {
    const task = taskOf(id);
    if (task === undefined) return;
    exportTasksOf(world).put(task.id, { ...task, status: write(world, task) ? 'COMPLETED' : 'FAILED', endedAt: at });
  });
};
