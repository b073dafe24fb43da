import { command } from './command.ts';
import type { HandlerOf } from './invocation.ts';
import { usage } from './stop.ts';

/** Without a profile the server is asked, which knows its own account and its people; these mean nothing to it. */
const WITH_PROFILE = ['assets', 'in', 'region'] as const;

export const playbookPlan: HandlerOf<'playbook plan'> = async (call, out, around) => {
  const { args } = call;
  if (args.policy) return (await import('./plan-print-policy.ts')).printPolicy(call, out, around);
  if (args.profile !== undefined) return (await import('./plan-here.ts')).planHere(args.profile, call, out, around.root);
  const lost = WITH_PROFILE.find((name) => args[name] !== undefined);
  if (lost !== undefined) throw usage(`--${lost} needs --profile: the server has its own`, 'npx cordon playbook plan --help');
  const { playbook, endpoint, target } = args;
  return command({ ...call, args: { playbook, endpoint, target } }, out, around);
};
