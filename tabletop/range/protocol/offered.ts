import type { Codec } from './codecs/codec.ts';
import { queryCodec } from './codecs/query.ts';
import { restCodec } from './codecs/rest.ts';
import { cborCodec, jsonCodec } from './codecs/rpc.ts';
import type { Constraints } from './constraints.ts';
import type { InputCodes, Wire } from './errors.ts';
import { restTable, type RestRow, type Scope } from './route.ts';
import { describeService, type ClientModule, type ServiceShape } from './service.ts';

/** A service offered by a host. The client package is loaded and described when the first request for its signing name arrives. */
export interface Binding {
  readonly signingName: string;
  readonly load: () => Promise<ClientModule>;
  readonly implemented: (operation: string) => boolean;
  /** What the client does not know of its inputs. */
  readonly constraints?: (client: ClientModule) => Promise<Constraints>;
  /** Where a service's words differ from its wire's. */
  readonly inputCodes?: Partial<InputCodes>;
  readonly serve: (input: Record<string, unknown>, call: WireCall) => Promise<object>;
}
export interface WireCall {
  readonly requestId: string;
  readonly operation: string;
  readonly scope: Scope;
  readonly wire: Wire;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a client package says; the same for every range in this process. */
interface Described {
  readonly shape: ServiceShape;
  readonly table: readonly RestRow[];
  readonly codecs: Map<Wire, Codec>;
}
export interface Offered extends Described {
  readonly binding: Binding;
  readonly constraints: Constraints;
}
const descriptions = new WeakMap<ClientModule, Described>();
const describe = (client: ClientModule): Described => {
  const known = descriptions.get(client);
  if (known !== undefined) return known;
  const shape = describeService(client);
  const described = { shape, table: /rest(Xml|Json1)$/.test(shape.shapeId) ? restTable(shape) : [], codecs: new Map<Wire, Codec>() };
  descriptions.set(client, described);
  return described;
};
const MAKE: Readonly<Record<Wire, (service: ServiceShape) => Codec>> = {
  awsJson: jsonCodec,
  rpcv2Cbor: cborCodec,
  awsQuery: queryCodec,
  rest: restCodec,
};
export const codecOf = (offered: Offered, wire: Wire): Codec => {
  const codec = offered.codecs.get(wire) ?? MAKE[wire](offered.shape);
  offered.codecs.set(wire, codec);
  return codec;
};

export const offeredBy = async (binding: Binding): Promise<Offered> => {
  const client = await binding.load();
  return { binding, constraints: (await binding.constraints?.(client)) ?? {}, ...describe(client) };
};
