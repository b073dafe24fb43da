import type { Cloud, Command } from '../core/action/cloud.ts';
import { operationOf, serviceOf } from '../core/action/iam.ts';
import { plainObject } from '../core/action/plain.ts';
import type { PlannedWrite } from '../core/action/plan.ts';
import { isPlanned } from '../core/action/planned.ts';
import { CallFailed, failed, ok, type CloudFailureKind, type Failure, type Result } from '../core/failure.ts';
import { isObject, type JsonObject } from '../core/json.ts';
import { cloudFailure } from './cloud-failure.ts';

/** Whose account, as whom. The session name ends up in CloudTrail beside every call. */
export interface Place {
  readonly account: string;
  readonly region: string;
  /** Name of the role in that account, not its ARN. */
  readonly role: string;
  readonly sessionName: string;
}
/** What all AWS SDK clients have in common; they must be made with `maxAttempts: 1`, because retries are the engine's. */
export interface SdkClient {
  send(command: object, options: { readonly abortSignal: AbortSignal }): Promise<object>;
}
export type Clients = (service: string, place: Place) => SdkClient;

/** One call as it went out: what the ledger needs to recognise our own footsteps (design §3.6). */
export interface CallMade {
  readonly operation: string;
  readonly input: JsonObject;
  readonly writes: boolean;
  readonly requestId: string | undefined;
  readonly outcome: 'ok' | CloudFailureKind;
  /** Absent: it was answered. */
  readonly failure?: Failure<CloudFailureKind>;
}
export interface CloudOptions {
  readonly clients: Clients;
  readonly place: Place;
  /** Calls that change nothing. */
  readonly reads: readonly Command[];
  /** Calls that change something, and only as planned. Default: none. */
  readonly writes?: readonly Command[];
  readonly planned?: readonly PlannedWrite[];
  readonly onCall?: (call: CallMade) => void;
  /** How long one call may take. Default 20 s: the slowest describe is far below, and an action function has 15 minutes. */
  readonly timeoutSeconds?: number;
}

const refusal = (operation: string, why: string): Failure<CloudFailureKind> => ({
  kind: 'denied',
  retryable: false,
  effect: 'no-change',
  what: `Cordon refused its own call ${operation}`,
  why,
  next: 'npx cordon status',
});

const requestIdOf = (answer: unknown): string | undefined => {
  const metadata: unknown = typeof answer === 'object' && answer !== null && '$metadata' in answer ? answer.$metadata : undefined;
  return isObject(metadata) && typeof metadata.requestId === 'string' ? metadata.requestId : undefined;
};

/** The only door from an action to AWS: bound to one account, one role and one plan. */
export const makeCloud = (options: CloudOptions): Cloud<Command> => {
  const { clients, place, reads, writes = [], planned = [], onCall, timeoutSeconds = 20 } = options;
  const refused = (command: Command, operation: string, input: JsonObject): Failure<CloudFailureKind> | undefined => {
    if (reads.includes(command)) return undefined;
    if (!writes.includes(command)) return refusal(operation, 'the action does not declare it for this verb');
    return isPlanned(planned, operation, input) ? undefined : refusal(operation, 'the stored plan does not hold this write');
  };
  const send = async (command: Command, input: object): Promise<Result<object, Failure<CloudFailureKind>>> => {
    const operation = operationOf(command);
    const asked = plainObject(input);
    const refusedBy = refused(command, operation, asked);
    if (refusedBy !== undefined) return failed(refusedBy);
    const isWrite = !reads.includes(command);
    const made = (answer: unknown, failure?: Failure<CloudFailureKind>) => {
      const outcome = failure?.kind ?? 'ok';
      onCall?.({ operation, input: asked, writes: isWrite, requestId: requestIdOf(answer), outcome, ...(failure && { failure }) });
    };
    const client = clients(serviceOf(command), place);
    try {
      const sent: object = Reflect.construct(command, [input]);
      const answer = await client.send(sent, { abortSignal: AbortSignal.timeout(timeoutSeconds * 1000) });
      made(answer);
      return ok(answer);
    } catch (thrown) {
      const failure = cloudFailure(operation, thrown, isWrite);
      made(thrown, failure);
      return failed(failure);
    }
  };
  return {
    // The SDK ties an answer to its command by overloads of `send`, which cannot be said for "any declared command": the pairing is the command's own schema.
    call: async (command, input) => {
      const answer = await send(command, input);
      if (!answer.ok) throw new CallFailed(answer.failure);
      return answer.value as never;
    },
    attempt: async (command, input) => (await send(command, input)) as never,
  };
};
