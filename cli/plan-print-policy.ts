import { row } from '../core/report/layout.ts';
import type { HandlerOf } from './invocation.ts';
import { companyOf, planningOf } from './plan-library.ts';
import { planPolicy } from './plan-policy.ts';

/** The document alone on standard output, so that `> policy.json` is what `aws iam create-policy` takes. */
export const printPolicy: HandlerOf<'playbook plan'> = async ({ args: { playbook, in: folder, assets } }, out, { root }) => {
  out.place('OFFLINE  this reads files and prints a text: it asks no server and no AWS account', 'OFFLINE');
  const company = companyOf(assets);
  const { library, catalog, loaded, flag } = await planningOf(playbook, folder, root);
  const policy = await planPolicy(library, catalog, loaded, company);
  const next = `npx cordon playbook lint ${playbook}${flag}`;
  if (!out.json) process.stdout.write(`${JSON.stringify(policy, null, 2)}\n`);
  out.data({ policy, next });
  out.note([`It allows what the looks of ${playbook} ask, and nothing that changes anything.`, ...row('Next', [next], out.width)]);
  return 0;
};
