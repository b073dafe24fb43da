import { NormalizedSchema, translateTraits } from '@smithy/core/schema';

/** Anything the SDK accepts as a schema; @smithy/types is not a dependency of ours, so it is read off the public function. */
export type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];
/** `[kind, namespace, name, traits, memberNames, memberSchemas, requiredCount]`: the first `requiredCount` members are required. */
export type StructSchema = readonly [number, string, string, unknown, readonly string[], readonly SchemaRef[], number?];

export const schemaOf = (ref: SchemaRef): NormalizedSchema => NormalizedSchema.of(ref);
/** Structures, unions and errors are tuples with the member names at index 4; a simple or unit schema has none. */
export const structOf = (schema: NormalizedSchema): StructSchema | undefined => {
  const raw: unknown = schema.getSchema();
  // The tuple layout is the SDK's published StaticStructureSchema; index 4 is what tells it from a list or a map.
  return Array.isArray(raw) && Array.isArray(raw[4]) ? (raw as unknown as StructSchema) : undefined;
};
export const requiredNames = (schema: NormalizedSchema): readonly string[] => {
  const struct = structOf(schema);
  return struct === undefined ? [] : struct[4].slice(0, struct[6] ?? 0);
};
/** A shape made here (renamed, reshaped) handed back to the SDK, which declares a mutable tuple for what it only reads. */
export const asSchema = (struct: StructSchema): SchemaRef => struct as unknown as SchemaRef;

export interface OperationShape {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** `[method, uri template, status]`. */
  readonly http: readonly [string, string, number] | undefined;
  readonly streamingInput: boolean;
  readonly streamingOutput: boolean;
}
/** The two methods of the SDK's ClientProtocol that are run backwards here (mirror.ts). */
export interface WireProtocol {
  getShapeId(): string;
  setSerdeContext(context: object): void;
  serializeRequest(
    operation: object,
    input: object,
    context: object,
  ): Promise<{ readonly headers: Record<string, string>; readonly body?: unknown }>;
  deserializeResponse(operation: object, context: object, response: object): Promise<Record<string, unknown>>;
}
export interface ServiceShape {
  readonly id: string;
  readonly signingName: string;
  readonly target: string;
  readonly version: string;
  readonly xmlNamespace: string;
  readonly namespace: string;
  readonly shapeId: string;
  readonly protocol: WireProtocol;
  readonly settings: ProtocolSettings;
  readonly config: object;
  readonly queryCompatible: boolean;
  /** Each is described when it is first asked for: a service has up to 400 and a process calls a few. */
  readonly operations: Pick<ReadonlyMap<string, OperationShape>, 'has' | 'get' | 'keys'>;
  readonly errors: ReadonlyMap<string, StructSchema>;
}
interface ProtocolSettings {
  readonly serviceTarget: string;
  readonly version: string;
  readonly xmlNamespace: string;
  readonly defaultNamespace: string;
  readonly awsQueryCompatible?: boolean;
  readonly errorTypeRegistries: readonly { readonly exceptions: ReadonlyMap<StructSchema, unknown> }[];
}
interface ClientConfig {
  readonly serviceId: string;
  readonly protocol: WireProtocol;
  readonly protocolSettings: ProtocolSettings;
  readonly defaultSigningName?: string;
  httpAuthSchemeProvider(
    parameters: object,
  ): readonly { readonly schemeId: string; readonly signingProperties?: { readonly name?: string } }[];
}
/** The namespace object of an SDK client package. */
export type ClientModule = Readonly<Record<string, unknown>>;

const streams = (schema: NormalizedSchema): boolean =>
  !schema.isUnitSchema() && [...schema.structIterator()].some(([, member]) => member.isStreaming());

const configOf = (client: ClientModule): ClientConfig => {
  const constructor = Object.entries(client).find(
    ([name, value]) => name.endsWith('Client') && name !== '__Client' && typeof value === 'function',
  )?.[1];
  if (constructor === undefined) throw new Error('not an AWS SDK client package');
  // A throw-away client is the only public way to a service's protocol object; the structural type above is what is used of it.
  const make = constructor as new (config: object) => { readonly config: ClientConfig };
  return new make({ region: 'us-east-1', credentials: { accessKeyId: 'none', secretAccessKey: 'none' } }).config;
};

type OperationTuple = readonly [9, string, string, number | object, SchemaRef | undefined, SchemaRef | undefined];
const isOperation = (value: unknown): value is OperationTuple => Array.isArray(value) && value[0] === 9;

const shapeOf = ([, , name, traits, input, output]: OperationTuple): OperationShape => {
  const [inputSchema, outputSchema] = [schemaOf(input ?? 'unit'), schemaOf(output ?? 'unit')];
  return {
    name,
    input: inputSchema,
    output: outputSchema,
    http: translateTraits(traits as Parameters<typeof translateTraits>[0]).http,
    streamingInput: streams(inputSchema),
    streamingOutput: streams(outputSchema),
  };
};

const operationsOf = (client: ClientModule): ServiceShape['operations'] => {
  const tuples = new Map(
    Object.entries(client).flatMap(([key, value]) => (key.endsWith('$') && isOperation(value) ? [[value[2], value] as const] : [])),
  );
  const shapes = new Map<string, OperationShape>();
  return {
    has: (name) => tuples.has(name),
    keys: () => tuples.keys(),
    get: (name) => {
      const tuple = tuples.get(name);
      const shape = shapes.get(name) ?? (tuple && shapeOf(tuple));
      if (shape !== undefined) shapes.set(name, shape);
      return shape;
    },
  };
};

/** Reads operations, shapes, errors, protocol and names of a service out of nothing but its client package. */
export const describeService = (client: ClientModule): ServiceShape => {
  const config = configOf(client);
  const settings = config.protocolSettings;
  config.protocol.setSerdeContext(config);
  // Both spellings: S3 and EventBridge evaluate their endpoint rules here.
  const schemes = config.httpAuthSchemeProvider({ operation: '', region: 'us-east-1', Region: 'us-east-1' });
  const errors = settings.errorTypeRegistries.flatMap((registry) => [...registry.exceptions.keys()]);
  return {
    id: config.serviceId,
    signingName:
      schemes.find(({ signingProperties }) => signingProperties?.name !== undefined)?.signingProperties?.name ??
      config.defaultSigningName ??
      '',
    target: settings.serviceTarget,
    version: settings.version,
    xmlNamespace: settings.xmlNamespace,
    namespace: settings.defaultNamespace,
    shapeId: config.protocol.getShapeId(),
    protocol: config.protocol,
    settings,
    config,
    queryCompatible: settings.awsQueryCompatible === true,
    operations: operationsOf(client),
    errors: new Map(errors.map((error) => [error[2], error])),
  };
};
