import { GetRoleCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { INVENTORY_READS } from '../adapters/inventory.ts';
import type { Catalog } from '../core/action/catalog.ts';
import type { Command } from '../core/action/cloud.ts';
import { operationOf } from '../core/action/iam.ts';
import { lookPolicy, type LookPolicy } from '../core/action/look-policy.ts';
import type { AssetsFile } from '../core/asset/asset.ts';
import { isObject } from '../core/json.ts';
import type { LoadedPlaybook, PlaybookLibrary } from '../core/playbook/library.ts';

/** What planning itself asks, besides the looks of actions: who this is, and whether the canary's role is there. */
const PLAN_READS: readonly Command[] = [GetCallerIdentityCommand, GetRoleCommand];

interface Named {
  readonly actions: Set<string>;
  readonly playbooks: Set<string>;
}
/** Whatever kinds of steps hold others: an action is a `uses`, a sub-playbook a `playbook`, wherever it stands. */
const gather = (value: unknown, into: Named): void => {
  if (Array.isArray(value)) for (const one of value) gather(one, into);
  if (!isObject(value)) return;
  if (typeof value['uses'] === 'string') into.actions.add(value['uses']);
  if (typeof value['playbook'] === 'string') into.playbooks.add(value['playbook']);
  for (const [key, inner] of Object.entries(value)) if (key !== 'with') gather(inner, into);
};

/** Every call that the looks of a playbook may make, from the catalog of actions. */
const operationsOf = async (library: PlaybookLibrary, catalog: Catalog, { document }: LoadedPlaybook): Promise<readonly string[]> => {
  const named: Named = { actions: new Set(), playbooks: new Set() };
  gather(document.steps, named);
  // A set tells what is added to it while it is walked; each playbook is walked once.
  for (const id of named.playbooks) gather((await library.resolve(id))?.document.steps, named);
  const reads = [...named.actions].flatMap((id) => catalog.get(id)?.reads ?? []);
  return [...[...PLAN_READS, ...INVENTORY_READS].map(operationOf), ...reads];
};

/** The policy of a role that may plan this playbook and do nothing else. */
export const planPolicy = async (
  library: PlaybookLibrary,
  catalog: Catalog,
  loaded: LoadedPlaybook,
  company: AssetsFile | undefined,
): Promise<LookPolicy> => {
  const stores = company?.assets.flatMap(({ switches }) => switches.map(({ store }) => store)) ?? [];
  return lookPolicy(await operationsOf(library, catalog, loaded), stores.length === 0 ? {} : { ssm: [...new Set(stores)].toSorted() });
};
