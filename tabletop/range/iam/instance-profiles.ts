import type {
  GetInstanceProfileCommandInput,
  GetInstanceProfileCommandOutput,
  ListInstanceProfilesCommandInput,
  ListInstanceProfilesCommandOutput,
  ListInstanceProfilesForRoleCommandInput,
  ListInstanceProfilesForRoleCommandOutput,
} from '@aws-sdk/client-iam';
import { operation } from '../operation.ts';
import type { Table } from '../store.ts';
import type { World } from '../world.ts';
import { listed, missing, onRole, roleOf } from './lookup.ts';
import { roleShape } from './role-shape.ts';
import { rolesOf } from './state.ts';

/** What an EC2 instance carries: one role. Made with the world; here they are only read. */
export interface InstanceProfile {
  readonly name: string;
  readonly account: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAt: number;
  readonly role: string;
}
export const profilesOf = (world: World): Table<InstanceProfile> => world.store.table<InstanceProfile>('iam.instance-profile');
export const profileArn = (account: string, name: string): string => `arn:aws:iam::${account}:instance-profile/${name}`;

const shape = (world: World, profile: InstanceProfile) => {
  const role = rolesOf(world).get(profile.role);
  return {
    Path: '/',
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: profile.arn,
    CreateDate: new Date(profile.createdAt),
    Roles: role === undefined ? [] : [roleShape(role)],
  };
};
const get = operation<GetInstanceProfileCommandInput, GetInstanceProfileCommandOutput>({
  trail: 'read',
  access: ({ InstanceProfileName }, { account }) => [
    { action: 'iam:GetInstanceProfile', resource: profileArn(account, InstanceProfileName) },
  ],
  run: ({ InstanceProfileName }, { world, account }) => {
    const profile = profilesOf(world).get(profileArn(account, InstanceProfileName));
    if (profile === undefined) throw missing(`Instance Profile ${InstanceProfileName} cannot be found.`);
    return { InstanceProfile: shape(world, profile) };
  },
});
const list = operation<ListInstanceProfilesCommandInput, ListInstanceProfilesCommandOutput>({
  trail: 'read',
  access: ({ PathPrefix = '/' }, { account }) => [
    { action: 'iam:ListInstanceProfiles', resource: `arn:aws:iam::${account}:instance-profile${PathPrefix}` },
  ],
  run: (input, { world, account }) => {
    const own = profilesOf(world)
      .values()
      .filter((profile) => profile.account === account && '/'.startsWith(input.PathPrefix ?? '/'));
    const { rows, end } = listed(own, input);
    return { InstanceProfiles: rows.map((profile) => shape(world, profile)), ...end };
  },
});
const listForRole = operation<ListInstanceProfilesForRoleCommandInput, ListInstanceProfilesForRoleCommandOutput>({
  trail: 'read',
  access: (input, context) => onRole('ListInstanceProfilesForRole', context, input.RoleName),
  run: (input, context) => {
    const { world } = context;
    const role = roleOf(context, input.RoleName);
    const { rows, end } = listed(
      profilesOf(world)
        .values()
        .filter((profile) => profile.role === role.arn),
      input,
    );
    return { InstanceProfiles: rows.map((profile) => shape(world, profile)), ...end };
  },
});

export const INSTANCE_PROFILE_OPERATIONS = {
  GetInstanceProfile: get,
  ListInstanceProfiles: list,
  ListInstanceProfilesForRole: listForRole,
} as const;
