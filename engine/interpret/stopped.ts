import type { Failure } from '../../core/failure.ts';
import { runIn, type IncidentState } from '../../core/ledger/incident.ts';
import { isUnderWay } from '../../core/run/run.ts';
import type { RunInput } from '../ports.ts';

/** Kind of the failure of a step whose run a person has stopped. */
export const STOPPED = 'stopped';

/** A person stopped this run, or it has ended otherwise: nothing more may be done in its name. */
export const stoppedBecause = (state: IncidentState, { runId }: RunInput): string | undefined => {
  const run = runIn(state, runId);
  return run === undefined || isUnderWay(run) ? undefined : (run.because ?? `the run is ${run.status}`);
};
export const stoppedFailure = (state: IncidentState, run: RunInput): Failure | undefined => {
  const why = stoppedBecause(state, run);
  return why === undefined
    ? undefined
    : { kind: STOPPED, retryable: false, effect: 'no-change', what: 'The run was stopped', why, next: 'npx cordon list' };
};
