import type { CreateKeyCommandInput, CreateKeyCommandOutput } from '@aws-sdk/client-kms';
import { operation, type Context, type Present } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { requestTags, tagProblem } from '../tag-keys.ts';
import { onAll } from './access.ts';
import { jwkFrom, stretched } from './jwk.ts';
import { metadataOf } from './describe.ts';
import { checkedPolicy, mustKeepACaretaker } from './policy-check.ts';
import { isSpec, SPECS, type KeySpecName, type KeyUsageName } from './specs.ts';
import { defaultPolicy, keyArn, keysOf, type Key } from './state.ts';
import { kmsTags } from './tags.ts';

/** The secret follows from the world's seed and the key's id; RSA's primes are searched from there. */
const materialOf = (world: Context['world'], id: string, spec: KeySpecName): Pick<Key, 'jwk' | 'secrets'> => {
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
