import type { ActionCaller } from '../../engine/ports.ts';
import { isOver, nightWith } from './blocks.ts';

const throttled = {
  kind: 'throttled',
  retryable: true,
  effect: 'no-change',
  what: 'It was not tried',
  why: 'Rate exceeded',
  next: 'npx cordon status',
} as const;

/** AWS is too busy for this verb all night: how often was it asked? */
const asked = async (verb: 'look' | 'apply', retry: string): Promise<number> => {
  let times = 0;
  const between = (caller: ActionCaller): ActionCaller => ({
    call: (action, target, request) => {
      if (request.verb !== verb) return caller.call(action, target, request);
      times += 1;
      return Promise.resolve({ ok: false, failure: throttled });
    },
  });
  const { world, incident, close } = await nightWith(
    `
  - id: look
    phase: investigate
    uses: evidence.snapshot-endpoint
    with: { endpoint: '\${{ finding.target.arn }}' }
    ${retry}`,
    { between },
  );
  try {
    await world.until(async () => isOver(await incident()));
    return times;
  } finally {
    await close();
  }
};

test.each(['look', 'apply'] as const)('a busy AWS is asked as often as the step says: %s', async (verb) => {
  expect(await asked(verb, '')).toBe(5);
  expect(await asked(verb, 'retry: { on: [throttled], attempts: 2 }')).toBe(2);
  expect(await asked(verb, 'retry: { on: [unavailable], attempts: 4 }')).toBe(1);
});
