import type { Actor } from '../../core/approval/approval.ts';
import { runCommand } from '../../engine/commands/index.ts';
import { readHouse } from '../../engine/house.ts';
import type { World } from './world.ts';

export const stopNow = async (world: World, person = 'you', via: Extract<Actor, { kind: 'human' }>['via'] = 'cli') => {
  const release = world.timeline.hold();
  try {
    return await runCommand(
      world.sandbox.desk,
      'stop',
      { all: true, reason: 'it hits the wrong endpoint' },
      { kind: 'human', id: person, via },
    );
  } finally {
    release();
  }
};
export const goOn = async (world: World): Promise<void> => {
  const answer = await world.command('resume', { all: true }, 'you');
  expect(answer).toMatchObject({ exit: 4 });
  const number = 'number' in answer.data ? Number(answer.data['number']) : 0;
  expect(await world.command('approve', { approval: `A-${number}` }, 'cy')).toMatchObject({ exit: 2, error: { code: 'typed-target' } });
  expect(await world.command('approve', { approval: `A-${number}`, target: 'all' }, 'you')).toMatchObject({
    exit: 5,
    error: { code: 'requester' },
  });
  expect(await world.command('approve', { approval: `A-${number}`, target: 'all' }, 'cy')).toMatchObject({ exit: 4 });
  expect(await world.command('approve', { approval: `A-${number}`, target: 'all' }, 'bo')).toMatchObject({ exit: 0 });
};
export const stoppedAt = async (world: World): Promise<string> => (await readHouse(world.sandbox.desk)).house.stop?.since ?? '';
