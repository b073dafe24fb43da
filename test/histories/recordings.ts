import { UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import type { ActionCaller } from '../../engine/ports.ts';
import type { World, WorldOptions } from '../engine/world.ts';

/** How one history comes about. `run`: which of the runs of the incident is kept, counted from 0. */
export interface Recording {
  readonly story: string;
  readonly run: number;
  readonly world?: WorldOptions;
  readonly play: (world: World) => Promise<void>;
}
/** No released playbook asks more often. */
const MOST_ROUNDS = 20;

/** Who is asked says the same, in the order of the card, until nothing waits. */
const answerAll = async (world: World, vote: 'grant' | 'deny'): Promise<void> => {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    await world.settled();
    const [card] = await world.waiting();
    if (card === undefined) return;
    for (const person of card.asks) {
      const voted = await world.vote(card.number, person, vote, card.target.name);
      if (voted.kind === 'recorded' && voted.closed) break;
    }
  }
  throw new Error(`something still waits for people after ${MOST_ROUNDS} questions`);
};
/** A question that never fires on silence lapses after a day. */
const MOST_SECONDS = 7 * 86_400;
const silence = (world: World): Promise<void> =>
  world.until(
    async () => (await world.incidents()).every(({ runs }) => runs.every(({ status }) => status === 'completed' || status === 'failed')),
    MOST_SECONDS,
  );

const released =
  (sample: string, vote: 'grant' | 'deny') =>
  async (world: World): Promise<void> => {
    await world.send(sample);
    await answerAll(world, vote);
  };
const contained = async (world: World): Promise<void> => {
  await world.command('contain', { endpoint: 'fraud-scorer' }, 'you');
  await answerAll(world, 'grant');
};

/** UpdateEndpoint takes seven minutes at Northbank. */
const AFTER_UPDATE_SECONDS = 900;

/** AWS is too busy for the first call of every kind, which then has had no effect. */
const throttledFirst = (caller: ActionCaller): ActionCaller => {
  const seen = new Set<string>();
  return {
    call: (action, target, request) => {
      const kind = `${action} ${request.verb}`;
      if (seen.has(kind)) return caller.call(action, target, request);
      seen.add(kind);
      const failure = {
        kind: 'throttled',
        retryable: true,
        effect: 'no-change',
        what: `${action} was not tried`,
        why: 'Rate exceeded',
        next: 'npx cordon status',
      } as const;
      return Promise.resolve({ ok: false, failure });
    },
  };
};

/** A run of every released playbook, and of every order that people give by hand; then the ways that a run takes when a night goes badly. */
export const RECORDINGS: Readonly<Record<string, Recording>> = {
  'training-data-poisoning-1.0.0': {
    story: 'everything that is asked is approved',
    run: 0,
    play: released('poisoned-training', 'grant'),
  },
  'training-data-poisoning-1.0.0-denied': {
    story: 'everything that is asked is denied',
    run: 0,
    play: released('poisoned-training', 'deny'),
  },
  'training-data-poisoning-1.0.0-silence': {
    story: 'nobody answers: escalated, then what the fail mode of the asset says',
    run: 0,
    play: async (world) => {
      await world.send('poisoned-training');
      await silence(world);
    },
  },
  'training-data-poisoning-1.0.0-throttled': {
    story: 'AWS refuses the first call of every kind, and is asked again',
    run: 0,
    world: { between: throttledFirst },
    play: released('poisoned-training', 'grant'),
  },
  'training-data-poisoning-1.0.0-overtaken': {
    story: 'somebody changes the endpoint while people decide: planned and asked anew',
    run: 0,
    play: async (world) => {
      await world.send('poisoned-training');
      await world.settled();
      const update = { EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6', RetainAllVariantProperties: true };
      await world.as('mlops').sagemaker.send(new UpdateEndpointCommand(update));
      await world.pass(AFTER_UPDATE_SECONDS);
      await answerAll(world, 'grant');
    },
  },
  'prompt-injection-1.0.0': {
    story: 'everything that is asked is approved',
    run: 0,
    play: released('prompt-injection', 'grant'),
  },
  'prompt-injection-1.0.0-silence': {
    story: 'nobody answers',
    run: 0,
    play: async (world) => {
      await world.send('prompt-injection');
      await silence(world);
    },
  },
  'contain-by-hand': { story: 'a responder contains fraud-scorer', run: 0, play: contained },
  'release-by-hand': {
    story: 'what was contained by hand is released, and its release approved',
    run: 1,
    play: async (world) => {
      await contained(world);
      await world.command('release', { endpoint: 'fraud-scorer' }, 'you');
      await answerAll(world, 'grant');
    },
  },
};
