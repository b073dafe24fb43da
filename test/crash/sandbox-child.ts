// node sandbox-child.ts seed <directory> <night>     builds Northbank in a directory and ends
// node sandbox-child.ts live <night> <directory> <kill at>    lives on it; at that hook the process is gone (0: never)
// node sandbox-child.ts recover <night>              takes up what it is told on stdin, `<directory> <seconds it was down>`, to the end, and says so
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { writePlaybooks } from '../engine/playbook-folder.ts';
import { makeWorld } from '../engine/world.ts';
import { live } from './sandbox-life.ts';
import { NIGHTS, nightNamed } from './sandbox-nights.ts';

const [verb, first = '', directory = '', killAt = '0'] = process.argv.slice(2);
const night = nightNamed(verb === 'seed' ? directory : first);

const life = async (at: string, kill: number, downSeconds = 1): Promise<void> => {
  const points: string[] = [];
  const hook = (point: string): void => {
    points.push(point);
    if (points.length !== kill) return;
    writeFileSync(join(at, 'killed'), point);
    process.kill(process.pid, 'SIGKILL');
  };
  const final = await live({ night, directory: at, life: `${process.pid}.${kill}`, hook, downSeconds });
  writeFileSync(join(at, 'points.json'), JSON.stringify(points));
  writeFileSync(join(at, 'final.json'), JSON.stringify(final));
};

if (verb === 'seed') {
  const world = await makeWorld({ directory: first });
  await world.close();
  writePlaybooks(join(first, 'playbooks'), NIGHTS[night].playbooks);
}
if (verb === 'live') await life(directory, Number(killAt));
if (verb === 'recover') {
  for await (const line of createInterface({ input: process.stdin })) {
    const [at = '', downSeconds] = line.split(' ');
    const ended = await life(at, 0, Number(downSeconds)).then(
      () => 'recovered',
      (thrown: unknown) => `failed: ${thrown instanceof Error ? thrown.stack : String(thrown)}`.replaceAll('\n', ' '),
    );
    process.stdout.write(`${ended}\n`);
  }
}
process.exit(0);
