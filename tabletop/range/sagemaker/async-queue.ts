import type { Table } from '../store.ts';
import type { World } from '../world.ts';

/** A request of InvokeEndpointAsync that was taken and not yet answered. */
export interface Queued {
  readonly id: string;
  /** ARN. */
  readonly endpoint: string;
  /** `s3://…`, or the body itself in base64. */
  readonly input: { readonly uri: string } | { readonly base64: string };
  readonly contentType?: string;
  readonly inferenceId: string;
  readonly output: string;
  readonly failure?: string;
  readonly expiresAt: number;
}
export const queueOf = (world: World): Table<Queued> => world.store.table<Queued>('sagemaker.async-request');

/** Something changed at the endpoint: what waits for it is tried again, whatever was forbidden meanwhile. */
export const wakeQueue = (world: World, endpoint: string): void => {
  for (const request of queueOf(world).values())
    if (request.endpoint === endpoint) world.timers.add('async-request', 0, { id: request.id });
};
