import { createHost } from '../../../tabletop/range/protocol/host.ts';
import type { Binding } from '../../../tabletop/range/protocol/offered.ts';
import { describeService, type ClientModule, type OperationShape, type ServiceShape } from '../../../tabletop/range/protocol/service.ts';
import type { SmithyRequest } from '../../../tabletop/range/protocol/wire.ts';

interface AnyClient {
  send(command: object): Promise<object>;
}
type AnyConstructor = new (argument: object) => object;
/** One service whose answers the test decides, behind the wire, and its real client in front of it. */
export interface Bench {
  readonly shape: ServiceShape;
  readonly operations: readonly OperationShape[];
  send(operation: string, input: object): Promise<object>;
  /** Of an error's name. */
  readonly classOf: (error: string) => AnyConstructor | undefined;
}
export type Answering = (operation: string, input: Readonly<Record<string, unknown>>) => Promise<object>;

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
// What a package exports is only known by its name.
const constructorIn = (client: ClientModule, name: string): AnyConstructor | undefined =>
  typeof client[name] === 'function' ? (client[name] as AnyConstructor) : undefined;

/** `changed`: what becomes of a request on its way. */
export interface BenchOptions {
  readonly more?: object;
  readonly changed?: (request: SmithyRequest) => SmithyRequest;
}
export const benchFor = (
  client: ClientModule,
  answering: Answering,
  { more = {}, changed = (request) => request }: BenchOptions = {},
): Bench => {
  const shape = describeService(client);
  const binding: Binding = {
    signingName: shape.signingName,
    load: () => Promise.resolve(client),
    implemented: () => true,
    serve: (input, { operation }) => answering(operation, input),
  };
  const host = createHost({ bindings: [binding], requestId: () => 'request-1' });
  const handler = host.requestHandler();
  const name = Object.keys(client).find((key) => key.endsWith('Client') && key !== '__Client') ?? '';
  const made = constructorIn(client, name);
  if (made === undefined) throw new Error(`${shape.id} has no client`);
  const config = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: { ...handler, handle: (request: SmithyRequest) => handler.handle(changed(request)) },
    logger: quiet,
    ...more,
  };
  const caller = new made(config) as AnyClient;
  return {
    shape,
    operations: [...shape.operations.keys()].flatMap((operation) => shape.operations.get(operation) ?? []),
    send: (operation, input) => {
      const command = constructorIn(client, `${operation}Command`);
      if (command === undefined) throw new Error(`${shape.id} has no ${operation}Command`);
      return caller.send(new command(input));
    },
    classOf: (error) => constructorIn(client, error),
  };
};
