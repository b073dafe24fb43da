import type {
  DescribeKeyCommandInput,
  DescribeKeyCommandOutput,
  KeyMetadata,
  ListKeysCommandInput,
  ListKeysCommandOutput,
  UpdateKeyDescriptionCommandInput,
  UpdateKeyDescriptionCommandOutput,
} from '@aws-sdk/client-kms';
import { operation } from '../operation.ts';
import { onAll, onKey } from './access.ts';
import { keyNamed, mustStay } from './find.ts';
import { listed } from './list.ts';
import { SPECS } from './specs.ts';
import { keysOf, stateOf, type Key } from './state.ts';

/** What DescribeKey and CreateKey tell. The names come from the table of specs and are checked against the shape before they leave. */
export const metadataOf = (key: Key): KeyMetadata & { KeyId: string } => {
  const { signing, encryption, macs } = SPECS[key.spec];
  const uses =
    key.usage === 'SIGN_VERIFY'
      ? { SigningAlgorithms: [...signing] }
      : key.usage === 'ENCRYPT_DECRYPT'
        ? { EncryptionAlgorithms: [...encryption] }
        : { MacAlgorithms: [...macs] };
  return {
    AWSAccountId: key.account,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: new Date(key.createdAt),
    Enabled: stateOf(key) === 'Enabled',
    Description: key.description,
    KeyUsage: key.usage,
    KeyState: stateOf(key),
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    CustomerMasterKeySpec: key.spec as 'SYMMETRIC_DEFAULT',
    KeySpec: key.spec,
    MultiRegion: false,
    ...(key.deletion === undefined ? {} : { DeletionDate: new Date(key.deletion.at) }),
    ...(uses as { SigningAlgorithms?: [] }),
  };
};

export const describeKey = operation<DescribeKeyCommandInput, DescribeKeyCommandOutput>({
  trail: 'read',
  access: (input, context) => [onKey(context, 'DescribeKey', input.KeyId)],
  run: (input, context) => ({ KeyMetadata: metadataOf(keyNamed(context.world, context, input.KeyId)) }),
});
export const listKeys = operation<ListKeysCommandInput, ListKeysCommandOutput>({
  trail: 'read',
  access: () => [onAll('ListKeys')],
  run: (input, { world, account, region }) => {
    const own = keysOf(world)
      .values()
      .filter((key) => key.account === account && key.region === region)
      .map((key) => ({ KeyId: key.id, KeyArn: key.arn }));
    const { items, ...rest } = listed(own, input);
    return { Keys: items, ...rest };
  },
});
export const updateDescription = operation<UpdateKeyDescriptionCommandInput, UpdateKeyDescriptionCommandOutput>({
  trail: 'write',
  access: (input, context) => [onKey(context, 'UpdateKeyDescription', input.KeyId)],
  run: (input, context) => {
    const key = mustStay(keyNamed(context.world, context, input.KeyId));
    keysOf(context.world).put(key.arn, { ...key, description: input.Description });
    return {};
  },
});
