import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { ActionReply } from '../core/action/request.ts';
import { failed } from '../core/failure.ts';
import type { Json } from '../core/json.ts';
import type { ActionCaller, Authority } from '../engine/ports.ts';

/** Calls a function and waits for its answer. A crash of the function is thrown: the engine's step is tried again. */
const ask = async (client: LambdaClient, functionName: string, payload: Json | object): Promise<Json> => {
  const { FunctionError, Payload } = await client.send(new InvokeCommand({ FunctionName: functionName, InvocationType: 'RequestResponse', Payload: Buffer.from(JSON.stringify(payload)) }));
  const text = Payload === undefined ? 'null' : Buffer.from(Payload).toString('utf8');
  if (FunctionError !== undefined) throw new Error(`${functionName} failed (${FunctionError}): ${text.slice(0, 500)}`);
  return JSON.parse(text);
};

/** The action functions of a deployment, one per action: `<prefix><action id>`, dots become dashes. */
export const lambdaActions = (client: LambdaClient, prefix: string): ActionCaller => ({
  call: async (action, _target, request) => {
    const name = `${prefix}${action.replaceAll('.', '-')}`;
    try {
      // The function answers `ActionReply`; it is ours, and its bundle is made from the same contract.
      return (await ask(client, name, request)) as unknown as ActionReply;
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      const writes = request.verb === 'apply' || request.verb === 'undo';
      return failed({ kind: 'unavailable', retryable: !writes, effect: writes ? 'unknown' : 'no-change', what: `${name} did not answer`, why, next: 'npx cordon status' });
    }
  },
});

type Ask<V extends keyof Authority> = Parameters<Authority[V]>[0];
type Told<V extends keyof Authority> = Awaited<ReturnType<Authority[V]>>;
/** The approve function as the others see it: they hold no key and cannot sign. */
export const lambdaAuthority = (client: LambdaClient, functionName: string): Authority => {
  // Same contract on both sides of the wire; `functions/approve.ts` checks what comes in.
  const told = async <V extends keyof Authority>(verb: V, argument: Ask<V>): Promise<Told<V>> => (await ask(client, functionName, { verb, ask: argument })) as unknown as Told<V>;
  return { request: (it) => told('request', it), settle: (it) => told('settle', it), grant: (it) => told('grant', it), vote: (it) => told('vote', it) };
};
