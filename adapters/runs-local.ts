import type { Runs } from '../engine/ports.ts';
import type { DurableHost } from './durable-host/api.ts';

/** The alias that every new run starts on: a run keeps the version it began with. */
export const RUN_FUNCTION = 'run:live';

/** Runs as executions of the embedded durable host, named by their run id. */
export const localRuns = (host: Pick<DurableHost, 'start' | 'complete'>): Runs => ({
  start: async (input) =>
    host.start(RUN_FUNCTION, { runId: input.runId, incidentId: input.incidentId }, input.runId).already ? 'already' : 'started',
  // A callback that no execution knows has nobody left to wake: for the caller that is the same as a second answer.
  answer: async (callbackId, value) =>
    host.complete(callbackId, { result: JSON.stringify(value) }) === 'answered' ? 'answered' : 'already',
});
