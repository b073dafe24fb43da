import { digestOf, type Sha256 } from './json.ts';

/** Derived from the correlation key, so that a repeat finds it. People see `number` (INC-42), never this. */
export type IncidentId = `inc-${string}`;
/** Hash of incident, document digest and attempt; a durable execution name. Carries no event bytes. */
export type RunId = `run-${string}`;
/** Path, not id: `contain/each.2/deny`. A bare step id repeats inside foreach and sub-playbooks. */
export type StepPath = string;
/** `run:path:verb`: client token at AWS, event id in the ledger, operation name in the engine. */
export type IdempotencyKey = `${RunId}:${StepPath}:${string}`;
export type ActionId = `${string}.${string}`;

const short = (digest: Sha256) => digest.slice(7, 39);

/** `generation` counts how often the same problem came back after its incident was resolved; from 1. */
export const incidentIdOf = (correlationKey: string, generation: number): IncidentId =>
  `inc-${short(digestOf([correlationKey, generation]))}`;
/** `attempt` from 1; another attempt is another run. */
export const runIdOf = (incidentId: IncidentId, document: Sha256, attempt: number): RunId =>
  `run-${short(digestOf([incidentId, document, attempt]))}`;
export const keyOf = (runId: RunId, path: StepPath, verb: string): IdempotencyKey => `${runId}:${path}:${verb}`;
/** Name of the session in which a step's calls are made; CloudTrail shows it. STS allows [\w+=,.@-], 2 to 64 characters. */
export const sessionNameOf = (run: string, step: string): string => `${run}:${step}`.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, 64);
