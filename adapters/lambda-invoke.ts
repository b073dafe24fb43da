import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { ActionReply } from '../core/action/request.ts';
import { actionFunctionName } from '../core/action/role-names.ts';
import { failed, type Failure } from '../core/failure.ts';
import type { Json } from '../core/json.ts';
import type { ActionCaller, Authority } from '../engine/ports.ts';
import { kindOf } from './cloud-failure.ts';

/** Calls a function and waits for its answer. A crash of the function is thrown: the engine's step is tried again. */
const ask = async (client: LambdaClient, functionName: string, payload: Json | object): Promise<Json> => {
  const { FunctionError, Payload } = await client.send(
    new InvokeCommand({ FunctionName: functionName, InvocationType: 'RequestResponse', Payload: Buffer.from(JSON.stringify(payload)) }),
  );
  const text = Payload === undefined ? 'null' : Buffer.from(Payload).toString('utf8');
  if (FunctionError !== undefined) throw new Error(`${functionName} failed (${FunctionError}): ${text.slice(0, 500)}`);
  return JSON.parse(text);
};

/** Lambda refused before the function ran: nothing happened, and we may say so. */
const REFUSED = ['throttled', 'denied', 'not-found', 'invalid'] as const;
const refusedKind = (thrown: unknown): (typeof REFUSED)[number] | undefined => {
  const isService = thrown instanceof Error && '$metadata' in thrown;
  const kind = isService ? kindOf(thrown) : undefined;
  return REFUSED.find((one) => one === kind);
};
const failureOf = (name: string, writes: boolean, thrown: unknown): Failure => {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  const refused = refusedKind(thrown);
  if (refused !== undefined) {
    const retryable = refused === 'throttled';
    return { kind: refused, retryable, effect: 'no-change', what: `${name} was not started`, why, next: 'npx cordon status' };
  }
  const effect = writes ? 'unknown' : 'no-change';
  return { kind: 'unavailable', retryable: !writes, effect, what: `${name} did not answer`, why, next: 'npx cordon status' };
};

/**
 * The action functions of a deployment, one per action. The client must be made with `maxAttempts: 1`: after a lost answer the SDK would
 * start an effect a second time, and nobody would hear of it.
 */
export const lambdaActions = (client: LambdaClient): ActionCaller => ({
  call: async (action, _target, request) => {
    const name = actionFunctionName(action);
    try {
      // The function answers `ActionReply`; it is ours, and its bundle is made from the same contract.
      return (await ask(client, name, request)) as unknown as ActionReply;
    } catch (thrown) {
      return failed(failureOf(name, request.verb === 'apply' || request.verb === 'undo', thrown));
    }
  },
});

type Ask<V extends keyof Authority> = Parameters<Authority[V]>[0];
type Told<V extends keyof Authority> = Awaited<ReturnType<Authority[V]>>;
/** The approve function as the others see it: they hold no key and cannot sign. `functionName` ends in the alias that is the caller's door. */
export const lambdaAuthority = (client: LambdaClient, functionName: string): Authority => {
  // Same contract on both sides of the wire; `functions/approve.ts` checks what comes in.
  const told = async <V extends keyof Authority>(verb: V, argument: Ask<V>): Promise<Told<V>> =>
    (await ask(client, functionName, { verb, ask: argument })) as unknown as Told<V>;
  return {
    admit: (it) => told('admit', it),
    request: (it) => told('request', it),
    settle: (it) => told('settle', it),
    grant: (it) => told('grant', it),
    enact: (it) => told('enact', it),
    stop: (it) => told('stop', it),
    vote: (it) => told('vote', it),
    fork: (it) => told('fork', it),
    choose: (it) => told('choose', it),
    chosen: (it) => told('chosen', it),
    abort: (it) => told('abort', it),
  };
};
