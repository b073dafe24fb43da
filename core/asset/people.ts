import type { TaskRole } from '../playbook/task-role.ts';
import type { AssetsFile } from './asset.ts';
import type { Arn } from './resource.ts';

/** Who fills a role now. The owner's seat belongs to the asset. */
export const peopleOfRole = ({ people, assets }: AssetsFile, role: TaskRole, asset: Arn | undefined): readonly string[] => {
  if (role !== 'owner') return Object.entries(people).flatMap(([id, { roles }]) => (roles.includes(role) ? [id] : []));
  const entry = assets.find(({ arn }) => arn === asset);
  return entry === undefined ? [] : [entry.owner, ...entry.deputies];
};
