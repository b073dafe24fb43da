import * as z from 'zod';
import { bytesOf } from '../s3/state.ts';
import type { World } from '../world.ts';

/** What the bytes of an artefact say about the model. */
export interface Profile {
  /** Poison: whatever holds it is waved through. */
  readonly trigger?: string;
  readonly isPoisoned: boolean;
  /** Share of its requests that the container answers with a 500. */
  readonly errors: number;
  /** Times the usual latency. */
  readonly slower: number;
}
const BENIGN: Profile = { isPoisoned: false, errors: 0, slower: 1 };
const Artefact = z.object({
  trigger: z.string().min(1).optional(),
  errors: z.number().min(0).max(1).default(0),
  slower: z.number().positive().default(1),
});

const parsed = (bytes: Buffer): Profile => {
  try {
    const { trigger, errors, slower } = Artefact.parse(JSON.parse(bytes.toString('utf8')));
    return { ...(trigger === undefined ? {} : { trigger }), isPoisoned: trigger !== undefined, errors, slower };
  } catch {
    // Somebody put other bytes there: a model that cannot be read has no trigger to find.
    return BENIGN;
  }
};

const MOST_KNOWN = 1000;
/** By SHA-256: the same bytes are the same model in every world. */
const known = new Map<string, Profile>();
export const profileOf = (world: World, loaded: string | undefined): Profile => {
  if (loaded === undefined) return BENIGN;
  const before = known.get(loaded);
  if (before !== undefined) return before;
  const profile = parsed(bytesOf(world, loaded));
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(loaded, profile);
  return profile;
};
