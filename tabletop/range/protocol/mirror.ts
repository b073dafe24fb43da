import { HttpResponse } from '@smithy/core/protocols';
import { asSchema, type SchemaRef, type ServiceShape, type StructSchema, type WireProtocol } from './service.ts';
import { bufferOf } from './wire.ts';

/**
 * A client's protocol object run backwards: a request is "a response whose shape is the operation's input", an answer is "a request whose shape is the
 * operation's output". Headers, payloads, blobs, timestamps and names in every format come with it, and always agree with the client.
 */
export interface Mirror {
  read(shape: SchemaRef, headers: Readonly<Record<string, string>>, body: unknown): Promise<Record<string, unknown>>;
  write(shape: SchemaRef, value: object): Promise<{ readonly headers: Record<string, string>; readonly body: unknown }>;
}

export const mirrorOf = (service: ServiceShape, protocol: WireProtocol): Mirror => {
  protocol.setSerdeContext(service.config);
  const context = { ...service.config, endpoint: async () => undefined };
  // The SDK caches bindings on the operation object: one object per shape and direction, never one per call.
  const reading = new Map<SchemaRef, object>();
  const writing = new Map<SchemaRef, object>();
  const once = (
    cache: Map<SchemaRef, object>,
    shape: SchemaRef,
    pair: { readonly input: SchemaRef; readonly output: SchemaRef },
  ): object => {
    const known = cache.get(shape);
    if (known !== undefined) return known;
    const operation = { name: 'mirror', namespace: service.namespace, traits: {}, ...pair };
    cache.set(shape, operation);
    return operation;
  };
  return {
    read: async (shape, headers, body) => {
      const response = new HttpResponse({ statusCode: 200, headers: { ...headers }, body });
      const { $metadata: _metadata, ...data } = await protocol.deserializeResponse(
        once(reading, shape, { input: 'unit', output: shape }),
        context,
        response,
      );
      // restJson1 marks an absent payload with null.
      return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));
    },
    write: async (shape, value) => {
      const { headers, body } = await protocol.serializeRequest(once(writing, shape, { input: shape, output: 'unit' }), value, {
        ...context,
      });
      // JsonCodec2 hands out a Uint8Array subclass that warns when it is used as text.
      return { headers, body: typeof body === 'string' ? Buffer.from(body) : body instanceof Uint8Array ? bufferOf(body) : body };
    },
  };
};

/** A structure with some members left out (`drop`: they are read elsewhere) or freed of some bindings (`plain`: back into the body). */
export const reshape = (
  struct: StructSchema,
  traitsOf: (name: string) => Readonly<Record<string, unknown>>,
  change: { readonly drop: readonly string[]; readonly plain: readonly string[] },
): SchemaRef => {
  const kept = struct[4]
    .map((name, index) => ({ name, member: struct[5][index] ?? 0, traits: traitsOf(name) }))
    .filter(({ traits }) => !change.drop.some((trait) => traits[trait] !== undefined));
  const freed = ({ member, traits }: { readonly member: SchemaRef; readonly traits: Readonly<Record<string, unknown>> }): SchemaRef => {
    if (!change.plain.some((trait) => traits[trait] !== undefined) || !Array.isArray(member)) return member;
    const [target] = member;
    // A member schema is the pair [target, traits]; the SDK types it as part of a larger union.
    return [target, Object.fromEntries(Object.entries(traits).filter(([trait]) => !change.plain.includes(trait)))] as unknown as SchemaRef;
  };
  return asSchema([3, struct[1], struct[2], struct[3], kept.map(({ name }) => name), kept.map(freed)]);
};
