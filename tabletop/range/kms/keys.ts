import type {
  CreateKeyCommandInput,
  CreateKeyCommandOutput,
  DescribeKeyCommandInput,
  DescribeKeyCommandOutput,
  KeyMetadata,
  ListKeysCommandInput,
  ListKeysCommandOutput,
  UpdateKeyDescriptionCommandInput,
  UpdateKeyDescriptionCommandOutput,
} from '@aws-sdk/client-kms';
import { operation, type Context, type Present } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, tagProblem } from '../tag-keys.ts';
import { onAll, onKey } from './access.ts';
import { keyNamed, mustStay } from './find.ts';
import { jwkFrom, stretched } from './jwk.ts';
import { listed } from './list.ts';
import { checkedPolicy, mustKeepACaretaker } from './policy-check.ts';
import { isSpec, SPECS, type KeySpecName, type KeyUsageName } from './specs.ts';
import { defaultPolicy, keyArn, keysOf, stateOf, type Key } from './state.ts';
import { kmsTags } from './tags.ts';

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

/** The secret follows from the world's seed and the key's id; RSA's primes are searched from there. */
export const materialOf = (world: Context['world'], id: string, spec: KeySpecName): Pick<Key, 'jwk' | 'secrets'> => {
  const seed = `${world.seed} kms ${id}`;
  const { kind, size } = SPECS[spec];
  if (kind === 'symmetric' || kind === 'mac') return { secrets: [stretched(seed, size).toString('hex')] };
  const jwk = jwkFrom(seed, spec);
  return jwk === undefined ? {} : { jwk };
};
const refused = (input: Present<CreateKeyCommandInput>): void => {
  const not = (what: string): AwsFault => new AwsFault('NotImplemented', `The range does not ${what}.`, { status: 501 });
  if (input.Origin !== undefined && input.Origin !== 'AWS_KMS') throw not('import key material or keep keys outside KMS');
  if (input.CustomKeyStoreId !== undefined || input.XksKeyId !== undefined) throw not('know custom key stores');
  if (input.MultiRegion === true) throw not('make keys of several Regions');
  if (input.KeyUsage === 'KEY_AGREEMENT') throw not('agree on keys');
};
const specOf = (input: Present<CreateKeyCommandInput>): { readonly spec: KeySpecName; readonly usage: KeyUsageName } => {
  const { KeySpec, CustomerMasterKeySpec: old } = input;
  if (KeySpec !== undefined && old !== undefined)
    throw new AwsFault(
      'ValidationException',
      'You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.',
    );
  const name = KeySpec ?? old ?? 'SYMMETRIC_DEFAULT';
  if (!isSpec(name)) throw new AwsFault('NotImplemented', `The range does not make ${name} keys.`, { status: 501 });
  const { usages } = SPECS[name];
  // Only a symmetric key needs no word about what it is for.
  if (input.KeyUsage === undefined && !usages.includes('ENCRYPT_DECRYPT') && usages.length > 1)
    throw new AwsFault('ValidationException', 'You must specify a KeyUsage value for an asymmetric KMS key.');
  const usage = input.KeyUsage ?? 'ENCRYPT_DECRYPT';
  const known = usages.find((one) => one === usage);
  if (known === undefined) throw new AwsFault('ValidationException', `KeyUsage ${usage} is not compatible with KeySpec ${name}`);
  return { spec: name, usage: known };
};

export const createKey = operation<CreateKeyCommandInput, CreateKeyCommandOutput>({
  trail: 'write',
  access: (input) => {
    const tags = kmsTags(input.Tags);
    const keys = {
      'kms:KeySpec': [input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT'],
      'kms:KeyUsage': [input.KeyUsage ?? 'ENCRYPT_DECRYPT'],
      'kms:KeyOrigin': [input.Origin ?? 'AWS_KMS'],
      'kms:MultiRegion': [String(input.MultiRegion === true)],
      'kms:BypassPolicyLockoutSafetyCheck': [String(input.BypassPolicyLockoutSafetyCheck === true)],
      ...requestTags(tags),
    };
    return [onAll('CreateKey', keys), ...(Object.keys(tags).length === 0 ? [] : [onAll('TagResource', keys)])];
  },
  run: (input, context) => {
    const { world, account, region } = context;
    refused(input);
    const { spec, usage } = specOf(input);
    const tags = kmsTags(input.Tags);
    const problem = tagProblem({}, tags);
    if (problem !== undefined) throw new AwsFault('TagException', problem);
    const policy = input.Policy === undefined ? defaultPolicy(account) : checkedPolicy(input.Policy);
    const id = world.ids.uuid('kms-key');
    const key: Key = {
      ...{ id, arn: keyArn(context, id), account, region, createdAt: context.now, description: input.Description ?? '' },
      ...{ spec, usage, policy, isEnabled: true, tags, rotations: [] },
    };
    mustKeepACaretaker(context, key, policy, input.BypassPolicyLockoutSafetyCheck === true);
    const made = { ...key, ...materialOf(world, id, spec) };
    keysOf(world).put(key.arn, made);
    return { KeyMetadata: metadataOf(made) };
  },
});

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
