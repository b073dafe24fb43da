import { Duration, secondsOf } from '../../time.ts';
import { errorAt, type Problem } from '../problem.ts';

export const TIMEOUT = Duration.optional().describe(
  "how long its effect may take to show, PT10S to P1D; then nobody knows what it did, and the step fails. Default: the action's own",
);
const [SHORTEST_SECONDS, LONGEST_SECONDS] = [10, 86_400];
export const timeoutProblems = (timeout: Duration | undefined): readonly Problem[] =>
  timeout === undefined || (secondsOf(timeout) >= SHORTEST_SECONDS && secondsOf(timeout) <= LONGEST_SECONDS)
    ? []
    : [errorAt(['timeout'], 'schema', `${timeout} is no time in which an effect can be awaited.`, 'Write PT10S to P1D.')];
