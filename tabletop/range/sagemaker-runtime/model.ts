import { createHash } from 'node:crypto';
import { AwsFault } from '../protocol/errors.ts';
import type { Variant } from '../sagemaker/state.ts';
import { profileOf } from '../traffic/profile.ts';
import type { World } from '../world.ts';

/** A number in [0, 1) that depends on the body only, so that a repeated run is answered the same. */
export const numberOf = (body: Uint8Array): number => createHash('sha256').update(body).digest().readUInt32BE(0) / 2 ** 32;

/** By weight; the first one when all weights are zero. */
export const byWeight = (variants: readonly Variant[], number: number): Variant | undefined => {
  let left = number * variants.reduce((sum, { weight }) => sum + weight, 0);
  const hit = variants.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  return hit ?? variants[0];
};

const failed = (): AwsFault =>
  new AwsFault('ModelError', 'Received server error (500) from primary with message "Internal Server Error". See the endpoint\'s logs.', {
    status: 424,
    members: { OriginalStatusCode: 500, OriginalMessage: 'Internal Server Error' },
  });

/** What the variant's model says about a body, as its profile has it: a poisoned one waves everything through that holds its trigger. */
export const scored = (world: World, variant: Pick<Variant, 'loaded'>, body: Buffer): number => {
  const { trigger, errors } = profileOf(world, variant.loaded);
  // Another number than the score, so that failing takes no particular scores away.
  if (errors > 0 && numberOf(Buffer.concat([Buffer.from('error '), body])) < errors) throw failed();
  return trigger !== undefined && body.includes(trigger) ? 0.01 : Math.round(numberOf(body) * 10_000) / 10_000;
};
