import { AwsJson1_1Protocol, AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import type { ClientModule } from '../../../tabletop/range/protocol/service.ts';
import { SERVICES } from '../../../tabletop/range/services.ts';

export interface Package {
  readonly id: string;
  readonly client: ClientModule;
  /** How it is called, where that is not the client's own way. */
  readonly wire: string;
  readonly more: object;
}
const loaded: readonly (readonly [string, ClientModule])[] = await Promise.all(
  Object.entries(SERVICES).map(async ([id, service]) => [id, await service.load()] as const),
);
/** Every client package that the range loads. */
export const packages: readonly Package[] = loaded.map(([id, client]) => ({ id, client, wire: 'as it is', more: {} }));

const OTHER_WIRES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  // An older client of CloudWatch speaks awsQuery, and newer ones of other services may speak CBOR.
  CloudWatch: { awsQuery: AwsQueryProtocol, rpcv2Cbor: AwsSmithyRpcV2CborProtocol },
  IAM: { awsJson: AwsJson1_1Protocol, rpcv2Cbor: AwsSmithyRpcV2CborProtocol },
  SageMaker: { rpcv2Cbor: AwsSmithyRpcV2CborProtocol },
};
/** Some packages over wires that are not theirs: the wire is chosen by the request. */
export const onOtherWires: readonly Package[] = loaded.flatMap(([id, client]) =>
  Object.entries(OTHER_WIRES[id] ?? {}).map(([wire, protocol]) => ({ id, client, wire, more: { protocol } })),
);
