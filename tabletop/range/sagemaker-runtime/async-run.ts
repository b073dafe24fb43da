import { bytesOf, fromUri } from '../s3/state.ts';
import { queueOf, type Queued } from '../sagemaker/async-queue.ts';
import { modelNamed, readable } from '../sagemaker/containers.ts';
import { endpointsOf, type Endpoint, type Variant } from '../sagemaker/state.ts';
import { countInvocation, isServing } from '../traffic.ts';
import type { World } from '../world.ts';
import { putAs } from './capture.ts';
import { byWeight, numberOf } from './model.ts';
import { answerOf } from './run.ts';

const bodyOf = (world: World, endpoint: Endpoint, variant: Variant, { input }: Queued): Buffer | undefined => {
  if ('base64' in input) return Buffer.from(input.base64, 'base64');
  const at = fromUri(input.uri);
  const role = modelNamed(world, endpoint, variant.model)?.executionRoleArn;
  const blob = at === undefined ? undefined : readable(world, role, at.bucket, at.key);
  return blob === undefined ? undefined : bytesOf(world, blob);
};
const finish = (world: World, endpoint: Endpoint, variant: Variant, queued: Queued, at: number): void => {
  const role = modelNamed(world, endpoint, variant.model)?.executionRoleArn;
  const body = queued.expiresAt <= at ? undefined : bodyOf(world, endpoint, variant, queued);
  queueOf(world).remove(queued.id);
  if (body === undefined) {
    const why = queued.expiresAt <= at ? 'The request expired in the queue.' : 'Could not read the input payload.';
    if (queued.failure !== undefined) putAs(world, role, queued.failure, Buffer.from(why), 'text/plain');
    return;
  }
  countInvocation(world, endpoint.arn, variant.name, at);
  putAs(world, role, queued.output, answerOf({ world }, variant, body), 'application/json');
};

/** Runs what is due; without an instance it stays where it is until the endpoint changes. */
export const startAsync = (world: World): void =>
  world.timers.on('async-request', ({ id }, at) => {
    const queued = typeof id === 'string' ? queueOf(world).get(id) : undefined;
    if (queued === undefined) return;
    const endpoint = endpointsOf(world).get(queued.endpoint);
    // The queue goes with its endpoint.
    if (endpoint === undefined) return queueOf(world).remove(queued.id);
    const up = endpoint.variants.filter(({ instances }) => instances > 0);
    const variant = byWeight(up, numberOf(Buffer.from(queued.id)));
    if (isServing(endpoint) && variant !== undefined) finish(world, endpoint, variant, queued, at);
  });
