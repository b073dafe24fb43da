import type {
  DescribeAccountCommandInput,
  DescribeAccountCommandOutput,
  DescribeOrganizationCommandInput,
  DescribeOrganizationCommandOutput,
  DescribeOrganizationalUnitCommandInput,
  DescribeOrganizationalUnitCommandOutput,
  ListAccountsCommandInput,
  ListAccountsCommandOutput,
  ListAccountsForParentCommandInput,
  ListAccountsForParentCommandOutput,
  ListOrganizationalUnitsForParentCommandInput,
  ListOrganizationalUnitsForParentCommandOutput,
  ListParentsCommandInput,
  ListParentsCommandOutput,
  ListRootsCommandInput,
  ListRootsCommandOutput,
} from '@aws-sdk/client-organizations';
import { operation, type Context } from '../operation.ts';
import { AwsFault } from '../protocol/errors.ts';
import { arnIn, findTarget, insight, listed, look, memberOf } from './lookup.ts';
import { accountsOf, unitsOf, type Account, type Organization, type Unit } from './state.ts';

const accountShape = (organization: Organization, account: Account) => ({
  Id: account.id,
  Arn: arnIn(organization, account.id),
  Email: account.email,
  Name: account.name,
  Status: 'ACTIVE' as const,
  State: 'ACTIVE' as const,
  JoinedMethod: account.id === organization.management ? ('INVITED' as const) : ('CREATED' as const),
  JoinedTimestamp: new Date(account.joinedAt),
});
const unitShape = (organization: Organization, unit: Unit) => ({ Id: unit.id, Arn: arnIn(organization, unit.id), Name: unit.name });
const enabledIn = ({ enabled }: Organization) => enabled.map((Type) => ({ Type, Status: 'ENABLED' as const }));

const describeOrganization = operation<DescribeOrganizationCommandInput, DescribeOrganizationCommandOutput>({
  trail: 'read',
  access: () => look('DescribeOrganization'),
  run: (_input, context) => {
    const organization = memberOf(context);
    return {
      Organization: {
        Id: organization.id,
        Arn: `arn:aws:organizations::${organization.management}:organization/${organization.id}`,
        FeatureSet: 'ALL',
        MasterAccountArn: arnIn(organization, organization.management),
        MasterAccountId: organization.management,
        MasterAccountEmail: organization.email,
        AvailablePolicyTypes: enabledIn(organization),
      },
    };
  },
});
const listRoots = operation<ListRootsCommandInput, ListRootsCommandOutput>({
  trail: 'read',
  access: () => look('ListRoots'),
  run: (input, context) => {
    const organization = insight(context);
    const root = {
      Id: organization.root,
      Arn: arnIn(organization, organization.root),
      Name: 'Root',
      PolicyTypes: enabledIn(organization),
    };
    const { rows, next } = listed([root], input);
    return { Roots: rows, NextToken: next };
  },
});
const listAccounts = operation<ListAccountsCommandInput, ListAccountsCommandOutput>({
  trail: 'read',
  access: () => look('ListAccounts'),
  run: (input, context) => {
    const organization = insight(context);
    const { rows, next } = listed(accountsOf(context.world).values(), input);
    return { Accounts: rows.map((account) => accountShape(organization, account)), NextToken: next };
  },
});
const describeAccount = operation<DescribeAccountCommandInput, DescribeAccountCommandOutput>({
  trail: 'read',
  access: () => look('DescribeAccount'),
  run: ({ AccountId }, context) => {
    const organization = insight(context);
    const account = accountsOf(context.world).get(AccountId);
    if (account === undefined) throw new AwsFault('AccountNotFoundException', "You specified an account that doesn't exist.");
    return { Account: accountShape(organization, account) };
  },
});

const parentOf = (context: Context, id: string): Organization => {
  const organization = insight(context);
  const parent = findTarget(context, id);
  if (parent === undefined || parent.type === 'ACCOUNT')
    throw new AwsFault('ParentNotFoundException', "You specified a root or organizational unit that doesn't exist.");
  return organization;
};
const listParents = operation<ListParentsCommandInput, ListParentsCommandOutput>({
  trail: 'read',
  access: () => look('ListParents'),
  run: (input, context) => {
    const { root } = insight(context);
    const { world } = context;
    const parent = (accountsOf(world).get(input.ChildId) ?? unitsOf(world).get(input.ChildId))?.parent;
    if (parent === undefined)
      throw new AwsFault('ChildNotFoundException', "You specified an organizational unit or account that doesn't exist.");
    const { rows, next } = listed([parent], input);
    return { Parents: rows.map((Id) => ({ Id, Type: Id === root ? 'ROOT' : 'ORGANIZATIONAL_UNIT' })), NextToken: next };
  },
});
const listUnits = operation<ListOrganizationalUnitsForParentCommandInput, ListOrganizationalUnitsForParentCommandOutput>({
  trail: 'read',
  access: () => look('ListOrganizationalUnitsForParent'),
  run: (input, context) => {
    const organization = parentOf(context, input.ParentId);
    const { rows, next } = listed(
      unitsOf(context.world)
        .values()
        .filter(({ parent }) => parent === input.ParentId),
      input,
    );
    return { OrganizationalUnits: rows.map((unit) => unitShape(organization, unit)), NextToken: next };
  },
});
const listAccountsFor = operation<ListAccountsForParentCommandInput, ListAccountsForParentCommandOutput>({
  trail: 'read',
  access: () => look('ListAccountsForParent'),
  run: (input, context) => {
    const organization = parentOf(context, input.ParentId);
    const { rows, next } = listed(
      accountsOf(context.world)
        .values()
        .filter(({ parent }) => parent === input.ParentId),
      input,
    );
    return { Accounts: rows.map((account) => accountShape(organization, account)), NextToken: next };
  },
});
const describeUnit = operation<DescribeOrganizationalUnitCommandInput, DescribeOrganizationalUnitCommandOutput>({
  trail: 'read',
  access: () => look('DescribeOrganizationalUnit'),
  run: ({ OrganizationalUnitId }, context) => {
    const organization = insight(context);
    const unit = unitsOf(context.world).get(OrganizationalUnitId);
    if (unit === undefined)
      throw new AwsFault('OrganizationalUnitNotFoundException', "You specified an organizational unit that doesn't exist.");
    return { OrganizationalUnit: unitShape(organization, unit) };
  },
});

export const STRUCTURE_OPERATIONS = {
  DescribeOrganization: describeOrganization,
  ListRoots: listRoots,
  ListAccounts: listAccounts,
  DescribeAccount: describeAccount,
  ListParents: listParents,
  ListOrganizationalUnitsForParent: listUnits,
  ListAccountsForParent: listAccountsFor,
  DescribeOrganizationalUnit: describeUnit,
} as const;
