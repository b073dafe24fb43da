// node sandbox-child.ts <seed>                            builds Northbank in a directory and ends
// node sandbox-child.ts <recover|-> <life|-> <kill at>    takes up what a killed process left, to the end; then lives until it dies
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeWorld } from '../engine/world.ts';
import { live } from './sandbox-life.ts';

const [first = '-', second, killAt = '0'] = process.argv.slice(2);

/** Lives on a directory; at hook number `killAt` the process is gone. 0: never. */
const life = async (directory: string, at: number): Promise<void> => {
  const points: string[] = [];
  const hook = (point: string): void => {
    points.push(point);
    if (points.length !== at) return;
    writeFileSync(join(directory, 'killed'), point);
    process.kill(process.pid, 'SIGKILL');
  };
  const final = await live(directory, `${process.pid}.${at}`, hook);
  writeFileSync(join(directory, 'points.json'), JSON.stringify(points));
  writeFileSync(join(directory, 'final.json'), JSON.stringify(final));
};

if (second === undefined) (await makeWorld({ directory: first })).close();
else {
  if (first !== '-') await life(first, 0);
  if (second !== '-') await life(second, Number(killAt));
}
process.exit(0);
