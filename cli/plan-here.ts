import { failingIn, failingSentence, planCardLines, type PlanCard } from '../core/report/plan-card.ts';
import type { HandlerOf } from './invocation.ts';
import { refusalData, type Output } from './output.ts';
import { companyOf, planningOf } from './plan-library.ts';
import { onlyThisProfile } from './plan-profile.ts';
import { targetIn } from './plan-target.ts';
import { shellWord } from './playbook-folder.ts';
import { usage, type Refusal } from './stop.ts';
import { whileWaiting } from './waiting.ts';

type Call = Parameters<HandlerOf<'playbook plan'>>[0];
type Args = Call['args'];

const refusalFor = (card: PlanCard, next: string): Refusal | undefined => {
  const failing = failingIn(card);
  const shared = { effect: 'no-change', next } as const;
  if (failing.length > 0)
    return { ...shared, exit: 3, code: 'would-fail', message: failingSentence(failing), hint: 'Each says above what it lacks' };
  if (!card.temporary) return undefined;
  return { ...shared, exit: 75, code: 'unavailable', message: 'AWS did not answer every look', hint: 'Nothing was changed; try again' };
};

const tell = (card: PlanCard, who: { readonly as: string }, check: string, args: Args, out: Output): number => {
  const lacks = card.missing.length > 0;
  const { playbook, in: folder } = args;
  const flag = folder === undefined ? '' : ` --in ${shellWord(folder)}`;
  const next = lacks
    ? `npx cordon playbook plan ${playbook} --policy${flag}`
    : card.temporary
      ? check
      : `npx cordon playbook test ${playbook}${flag}`;
  const refusal = refusalFor(card, next);
  out.lines(planCardLines(card, out.width));
  const data = { ...card, target: card.target.arn, ...who, failing: failingIn(card) };
  out.data({ ...data, ...(refusal === undefined ? { next } : refusalData(refusal)) });
  out.next(next);
  return refusal?.exit ?? 0;
};

/** With a profile and nothing deployed: everything is composed here, looks only, and is gone afterwards. */
export const planHere = async (profile: string, { args, as }: Call, out: Output, root: string): Promise<number> => {
  const { playbook, in: folder, assets } = args;
  if (as !== undefined)
    throw usage('--as works only in the sandbox. With --profile you are who AWS says you are', 'npx cordon playbook plan --help');
  const target = targetIn(args, profile);
  const company = companyOf(assets);
  const planning = await planningOf(playbook, folder, root);
  const { checkAccount, identityOf, notAws } = await import('./plan-identity.ts');
  const named = await onlyThisProfile(profile, process.env);
  const identity = await identityOf(named, target.region);
  out.place(`LIVE ${identity.account}/${target.region} as ${identity.arn}`, 'LIVE');
  out.note(notAws(identity));
  checkAccount(identity, target, profile);
  const { planWith } = await import('./plan-look.ts');
  const card = await whileWaiting(out, `playbook plan: looking at ${target.name}`, planWith(identity.settings, target, planning, company));
  return tell(card, { as: identity.arn }, named.check, args, out);
};
