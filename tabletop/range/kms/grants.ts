import type {
  CreateGrantCommandInput,
  CreateGrantCommandOutput,
  ListGrantsCommandInput,
  ListGrantsCommandOutput,
  ListRetirableGrantsCommandInput,
  ListRetirableGrantsCommandOutput,
  RetireGrantCommandInput,
  RetireGrantCommandOutput,
  RevokeGrantCommandInput,
  RevokeGrantCommandOutput,
} from '@aws-sdk/client-kms';
import { canonical } from '../../../core/json.ts';
import { operation, type Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { onAll, onKey, onKeyRow } from './access.ts';
import { mustNotBeDry } from './dry-run.ts';
import { keyNamed, mustBeUsable, mustStay } from './find.ts';
import { listed } from './list.ts';
import { grantsOf, keysOf, type Grant } from './state.ts';

const sameGrant = (a: Omit<Grant, 'id' | 'token' | 'createdAt'>, b: Grant): boolean => {
  const { id: _id, token: _token, createdAt: _at, ...rest } = b;
  return canonical(a) === canonical(rest);
};
const SYMMETRIC_ONLY = ['Encrypt', 'Decrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo'];

export const createGrant = operation<CreateGrantCommandInput, CreateGrantCommandOutput>({
  trail: 'write',
  access: (input, context) => {
    const kinds = Object.keys(input.Constraints ?? {}).filter((name) => name.startsWith('EncryptionContext'));
    return [
      onKey(context, 'CreateGrant', input.KeyId, {
        keys: {
          'kms:GrantOperations': input.Operations,
          ...(input.GranteePrincipal === undefined ? {} : { 'kms:GranteePrincipal': [input.GranteePrincipal] }),
          'kms:GrantIsForAWSResource': ['false'],
          ...(input.RetiringPrincipal === undefined ? {} : { 'kms:RetiringPrincipal': [input.RetiringPrincipal] }),
          ...(kinds.length === 0 ? {} : { 'kms:GrantConstraintType': kinds }),
        },
      }),
    ];
  },
  run: (input, context) => {
    const { world } = context;
    const key = mustBeUsable(keyNamed(world, context, input.KeyId));
    if (input.Operations.length === 0) throw new AwsFault('ValidationException', 'Operations must not be empty.');
    const { GranteePrincipal: grantee } = input;
    if (grantee === undefined) throw new AwsFault('NotImplemented', 'The range does not grant to services.', { status: 501 });
    for (const principal of [grantee, input.RetiringPrincipal])
      if (principal !== undefined && !/^arn:aws:(iam|sts)::\d{12}:/.test(principal))
        throw new AwsFault('InvalidArnException', `ARN does not refer to a valid principal: ${principal}`);
    const { EncryptionContextSubset: subset, EncryptionContextEquals: equals, ...others } = input.Constraints ?? {};
    if (Object.keys(others).length > 0)
      throw new AwsFault('NotImplemented', 'The range does not know constraints other than those of an encryption context.', {
        status: 501,
      });
    if (
      (subset ?? equals) !== undefined &&
      input.Operations.some((name) => !SYMMETRIC_ONLY.includes(name) && /Sign|Verify|Mac|PublicKey/.test(name))
    )
      throw new AwsFault('ValidationException', 'Grant operations that take no encryption context cannot have constraints.');
    mustNotBeDry(input);
    const wanted = {
      key: key.arn,
      grantee,
      issuer: `arn:aws:iam::${context.account}:root`,
      operations: [...input.Operations],
      ...(input.Name === undefined ? {} : { name: input.Name }),
      ...(input.RetiringPrincipal === undefined ? {} : { retiring: input.RetiringPrincipal }),
      ...(subset === undefined ? {} : { subset }),
      ...(equals === undefined ? {} : { equals }),
    };
    // With a name, asking again is the same grant; without, every time another one.
    const known =
      input.Name === undefined
        ? undefined
        : grantsOf(world)
            .values()
            .find((grant) => sameGrant(wanted, grant));
    if (known !== undefined) return { GrantId: known.id, GrantToken: known.token };
    const id = `${world.ids.uuid('grant')}${world.ids.uuid('grant')}`.replaceAll('-', '');
    const token = `AQpA${world.ids.version('grant-token')}`;
    grantsOf(world).put(id, { id, token, createdAt: context.now, ...wanted });
    return { GrantId: id, GrantToken: token };
  },
});

const entryOf = (grant: Grant) => ({
  KeyId: grant.key,
  GrantId: grant.id,
  Name: grant.name ?? '',
  CreationDate: new Date(grant.createdAt),
  GranteePrincipal: grant.grantee,
  IssuingAccount: grant.issuer,
  // Checked against KMS's own names when the grant was made.
  Operations: [...grant.operations] as 'Decrypt'[],
  ...(grant.retiring === undefined ? {} : { RetiringPrincipal: grant.retiring }),
  ...(grant.subset === undefined && grant.equals === undefined
    ? {}
    : {
        Constraints: {
          ...(grant.subset === undefined ? {} : { EncryptionContextSubset: grant.subset }),
          ...(grant.equals === undefined ? {} : { EncryptionContextEquals: grant.equals }),
        },
      }),
});
export const listGrants = operation<ListGrantsCommandInput, ListGrantsCommandOutput>({
  trail: 'read',
  access: (input, context) => [onKey(context, 'ListGrants', input.KeyId)],
  run: (input, context) => {
    const key = mustStay(keyNamed(context.world, context, input.KeyId));
    const all = grantsOf(context.world)
      .values()
      .filter((grant) => grant.key === key.arn)
      .filter(({ id }) => input.GrantId === undefined || id === input.GrantId)
      .filter(({ grantee }) => input.GranteePrincipal === undefined || grantee === input.GranteePrincipal);
    if (input.GrantId !== undefined && all.length === 0)
      throw new AwsFault('InvalidGrantIdException', `Grant id ${input.GrantId} not found`);
    const { items, ...rest } = listed(all.map(entryOf), input);
    return { Grants: items, ...rest };
  },
});
export const listRetirable = operation<ListRetirableGrantsCommandInput, ListRetirableGrantsCommandOutput>({
  trail: 'read',
  access: () => [onAll('ListRetirableGrants')],
  run: (input, context) => {
    const all = grantsOf(context.world)
      .values()
      .filter(({ retiring, key }) => retiring === input.RetiringPrincipal && keysOf(context.world).get(key)?.region === context.region);
    const { items, ...rest } = listed(all.map(entryOf), input);
    return { Grants: items, ...rest };
  },
});

const grantOn = (context: Context, keyId: string, id: string): Grant => {
  const key = keyNamed(context.world, context, keyId);
  const grant = grantsOf(context.world).get(id);
  if (grant === undefined || grant.key !== key.arn) throw new AwsFault('InvalidGrantIdException', `Grant id ${id} not found`);
  return grant;
};
export const revokeGrant = operation<RevokeGrantCommandInput, RevokeGrantCommandOutput>({
  trail: 'write',
  access: (input, context) => [onKey(context, 'RevokeGrant', input.KeyId)],
  run: (input, context) => {
    const grant = grantOn(context, input.KeyId, input.GrantId);
    mustNotBeDry(input);
    grantsOf(context.world).remove(grant.id);
    return {};
  },
});
interface Retiring {
  readonly GrantToken?: string;
  readonly KeyId?: string;
  readonly GrantId?: string;
}
const retired = (context: Context, { GrantToken: token, KeyId: keyId, GrantId: id }: Retiring): Grant => {
  if (token !== undefined) {
    const grant = grantsOf(context.world)
      .values()
      .find((one) => one.token === token);
    if (grant === undefined) throw new AwsFault('InvalidGrantTokenException', 'The grant token is not valid.');
    return grant;
  }
  if (keyId === undefined || id === undefined)
    throw new AwsFault('ValidationException', 'Either GrantToken, or KeyId and GrantId are required.');
  return grantOn(context, keyId, id);
};
/** Whoever the grant names as retiring may; so may its grantee when that is among its operations, and the key's account. */
export const retireGrant = operation<RetireGrantCommandInput, RetireGrantCommandOutput>({
  trail: 'write',
  access: (input, context) => {
    const grant = retired(context, input);
    const key = keyNamed(context.world, context, grant.key);
    const isNamed = [context.caller.arn, context.caller.roleArn, `arn:aws:iam::${context.account}:root`].includes(grant.retiring ?? '');
    return isNamed ? [] : [onKeyRow(context, 'RetireGrant', key)];
  },
  run: (input, context) => {
    const grant = retired(context, input);
    mustNotBeDry(input);
    grantsOf(context.world).remove(grant.id);
    return {};
  },
});
