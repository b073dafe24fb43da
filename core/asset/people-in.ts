import type { TaskRole } from '../playbook/task-role.ts';
import type { AssetsFile } from './asset.ts';
import type { Arn } from './resource.ts';

/** Who fills a role now. The owner's seat belongs to the asset that the incident is about. */
export const peopleIn = ({ assets, people }: AssetsFile, target: Arn | undefined, role: TaskRole): readonly string[] => {
  const entry = target && assets.find(({ arn }) => arn === target);
  if (role === 'owner') return entry === undefined ? [] : [entry.owner, ...entry.deputies];
  return Object.entries(people).flatMap(([id, { roles }]) => (roles.includes(role) ? [id] : []));
};
/** Who may answer a question: the role that is asked, and when nobody fills it, every responder. */
export const choosersIn = (assets: AssetsFile, target: Arn | undefined, role: TaskRole): readonly string[] => {
  const asked = peopleIn(assets, target, role);
  return asked.length > 0 ? asked : peopleIn(assets, target, 'responder');
};
