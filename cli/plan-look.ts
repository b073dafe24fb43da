import { instantsOf, realClock } from '../adapters/clock.ts';
import type { AssetsFile } from '../core/asset/asset.ts';
import type { Target } from '../core/asset/resource.ts';
import type { PlanCard } from '../core/report/plan-card.ts';
import { planPlaybook, type PlanDesk } from '../engine/plan-playbook.ts';
import { looksHere } from '../tabletop/looks-here.ts';
import { adoption, canaryRole, planCard } from './plan-account.ts';
import { profileClients, type ProfileSettings } from './plan-clients.ts';
import type { Planning } from './plan-library.ts';
import { planPolicy } from './plan-policy.ts';

/** What looks need to know of a company that has adopted nothing: that this account may be looked at. */
const nobodys = ({ account, region }: Target): AssetsFile => ({
  apiVersion: 'cordon/v1',
  kind: 'Assets',
  company: 'unknown',
  members: [{ account, regions: [region], name: 'unknown' }],
  detectionSources: [],
  people: {},
  assets: [],
});
/** Whoever holds the credentials may look; whether Cordon may act is the reviewed file's word, and told apart from this. */
const lookedAt = (target: Target, company: AssetsFile | undefined): AssetsFile => {
  const { members } = nobodys(target);
  return company === undefined ? nobodys(target) : { ...company, members: [...company.members, ...members] };
};

/** A playbook's looks at one target with the rights of one profile. Composes what a server would have; nothing is kept. */
export const planWith = async (
  settings: ProfileSettings,
  target: Target,
  { loaded, library, catalog }: Planning,
  company: AssetsFile | undefined,
): Promise<PlanCard> => {
  const clock = instantsOf(realClock());
  const file = lookedAt(target, company);
  const { account, region } = target;
  const pause = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));
  const looks = looksHere({ clients: profileClients(settings), account, region, file, clock, pause });
  const desk: PlanDesk = {
    assets: looks.assets,
    caller: looks.caller,
    catalog,
    clock,
    exercise: false,
    library,
    policy: {
      place: { kind: 'LIVE', company: file.company, account, region },
      mode: 'observe',
      assets: file,
      minutesBySev: { 1: 5, 2: 15, 3: 60, 4: 240 },
      lapseHours: 24,
      ownRoles: [],
    },
  };
  const planned = await planPlaybook(desk, loaded, target);
  const probing = planned.steps.filter(({ uses }) => uses !== undefined && (catalog.get(uses)?.probes ?? []).length > 0);
  const canary = await canaryRole(
    looks,
    target,
    probing.map(({ path }) => path),
  );
  const prerequisites = [adoption(target, company), ...(canary === undefined ? [] : [canary])];
  const history = target.kind === 'endpoint' ? await looks.assets.configHistory(target.arn).catch(() => undefined) : undefined;
  const policy = await planPolicy(library, catalog, loaded, company);
  return planCard({ target, planned, looks, prerequisites, noHistory: history?.length === 0, policy });
};
