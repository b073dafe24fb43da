import type { DurableExecutionClient, DurableExecutionInvocationInput } from '@aws/durable-execution-sdk-js';
import { createDurableHost } from '../../../adapters/durable-host/host.ts';
import type { DurableHost } from '../../../adapters/durable-host/api.ts';
import { openDatabase } from '../../../adapters/sqlite.ts';
import type { Answer } from '../../functions/process.ts';

export interface RemoteRuns {
  readonly host: DurableHost;
  /** The service's API for the invocation that runs now. */
  readonly client: (arn: string) => DurableExecutionClient | undefined;
  readonly close: () => void;
}

/** Durable executions whose code is a bundle in another process: it checkpoints over Lambda's own HTTP API, the host keeps the state. */
export const remoteRuns = (
  file: string,
  name: string,
  waitPace: number,
  invoke: (event: unknown, arn: string) => Promise<Answer>,
): RemoteRuns => {
  const clients = new Map<string, DurableExecutionClient>();
  const database = openDatabase(file);
  const handler = async (
    event: DurableExecutionInvocationInput & { readonly durableExecutionClient?: DurableExecutionClient },
    context: { readonly invokedFunctionArn: string },
  ) => {
    const { durableExecutionClient: client, ...plain } = event;
    if (client === undefined) throw new Error('the host hands over no client');
    clients.set(event.DurableExecutionArn, client);
    const { payload, failed } = await invoke(JSON.parse(JSON.stringify(plain)), context.invokedFunctionArn);
    if (failed) throw new Error(payload);
    return JSON.parse(payload);
  };
  const host = createDurableHost({
    database,
    waitPace,
    // The host calls a handler as Lambda does; only its type names the SDK's own wrapper.
    functions: { versions: { [name]: { 1: { kind: 'durable', handler: handler as never } } }, aliases: { [`${name}:live`]: '1' } },
  });
  return {
    host,
    client: (arn) => clients.get(arn),
    close: () => {
      host.close();
      database.close();
    },
  };
};
