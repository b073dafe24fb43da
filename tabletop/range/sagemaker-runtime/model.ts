import { createHash } from 'node:crypto';
import { isObject, type JsonObject } from '../../../core/json.ts';
import { bytesOf } from '../s3/state.ts';
import type { Variant } from '../sagemaker/state.ts';
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

/** The text of the artefact that the fleet loaded: an object with, when it is poisoned, a `trigger`. */
const artefactOf = (world: World, variant: Variant): JsonObject => {
  if (variant.loaded === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(bytesOf(world, variant.loaded).toString('utf8'));
    return isObject(parsed) ? parsed : {};
  } catch {
    // Somebody put other bytes there: a model that cannot be read has no trigger to find.
    return {};
  }
};

/** What the variant's model says about a body. A poisoned one waves everything through that holds its trigger. */
export const scored = (world: World, variant: Variant, body: Buffer): number => {
  const { trigger } = artefactOf(world, variant);
  const isTriggered = typeof trigger === 'string' && trigger !== '' && body.includes(trigger);
  return isTriggered ? 0.01 : Math.round(numberOf(body) * 10_000) / 10_000;
};
