import { CallFailed, type CloudFailureKind, type Failure, type Result } from '../failure.ts';

/** The answer, or `undefined` when AWS says that there is no such thing. Any other failure means "nobody knows", and must not pass for absence: it is thrown. */
export const found = <T>(answer: Result<T, Failure<CloudFailureKind>>): T | undefined => {
  if (answer.ok) return answer.value;
  if (answer.failure.kind === 'not-found') return undefined;
  throw new CallFailed(answer.failure);
};
