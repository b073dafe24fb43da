// One life of a process: node life.ts <directory> <approve|silence> <virtual|real>; KILL_AT is the hook at which it dies (0: never).
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { realClock, virtualClock } from '../../../adapters/clock.ts';
import { createDurableHost } from '../../../adapters/durable-host/host.ts';
import { workflow } from './workflow.ts';

const [directory = '.', mode = 'silence', time = 'virtual'] = process.argv.slice(2);
const killAt = Number(process.env['KILL_AT'] ?? 0);
const START = Date.parse('2026-11-20T03:00:00.000Z');
const MINUTE = 60_000;

let hooks = 0;
const points: string[] = [];
const hook = (point: string): void => {
  hooks += 1;
  points.push(point);
  if (hooks !== killAt) return;
  writeFileSync(join(directory, 'killed'), point);
  process.kill(process.pid, 'SIGKILL');
};

const virtual = virtualClock(START);
const clock = time === 'real' ? realClock() : virtual;
const host = createDurableHost({
  database: join(directory, 'state.db'),
  functions: workflow(directory, hook),
  clock,
  hook,
  leaseMs: 60_000,
  pollMs: 20,
  // In real time the four hours pass in a second; the 30 minutes of a person never do.
  waitPace: time === 'real' ? 14_400 : 1,
});
if (time === 'virtual') await virtual.advanceTo(host.latest() ?? START);

/** A person who answers until told that it is over. */
const approver = (): void => {
  for (const { callbacks } of host.pending()) for (const { id } of callbacks) host.complete(id, { result: 'ann' });
  clock.schedule(clock.now() + (time === 'real' ? 20 : MINUTE), approver);
};
if (mode === 'approve') approver();

const { resumed } = host.recover();
const { done } = host.start('contain:live', { key: 'run-1' }, 'run-1');
const [execution] = await virtual.during(Promise.all([done, ...resumed.map((other) => other.done)]));
const { status, result, error } = execution;
writeFileSync(join(directory, `final-${process.pid}.json`), JSON.stringify({ status, result, error }));
writeFileSync(join(directory, 'points.json'), JSON.stringify(points));
process.exit(0);
