import { bucketsOf } from '../s3/state.ts';
import { storeObject } from '../s3/write.ts';
import type { World } from '../world.ts';
import { statusesOf, type Trail } from './trail-state.ts';

/** Puts a file into the trail's bucket and keeps what became of it for GetTrailStatus. */
export const deliver = (
  world: World,
  trail: Trail,
  key: string,
  bytes: Uint8Array,
  at: number,
  metadata: Readonly<Record<string, string>> = {},
): boolean => {
  const isDigest = 'signature' in metadata;
  const bucket = bucketsOf(world).get(trail.bucket);
  const before = statusesOf(world).get(trail.arn) ?? {};
  const error = bucket === undefined ? 'NoSuchBucket' : undefined;
  if (bucket === undefined || error !== undefined) {
    const failed = error ?? 'NoSuchBucket';
    statusesOf(world).put(trail.arn, isDigest ? { ...before, digestError: failed } : { ...before, attemptedAt: at, error: failed });
    return false;
  }
  storeObject(world, bucket, { key, bytes, contentType: 'application/json', metadata });
  const { error: _old, digestError: _oldDigest, ...kept } = before;
  statusesOf(world).put(trail.arn, isDigest ? { ...kept, digestAt: at } : { ...kept, attemptedAt: at, deliveredAt: at });
  return true;
};
