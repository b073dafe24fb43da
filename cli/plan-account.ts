import { GetRoleCommand } from '@aws-sdk/client-iam';
import { CANARY_ROLE } from '../core/action/role-names.ts';
import { spokenRight } from '../core/action/missing-right.ts';
import type { AssetsFile } from '../core/asset/asset.ts';
import type { Target } from '../core/asset/resource.ts';
import type { Failure } from '../core/failure.ts';
import type { Lacking, PlanCard, Prerequisite, Unknown } from '../core/report/plan-card.ts';
import type { PlannedPlaybook, PlannedStep } from '../engine/plan-playbook.ts';
import type { Looks, Refused } from '../tabletop/looks-here.ts';

const CANARY = 'canary';
const SHARED = 'every step';

/** Only what a reviewed file names may be changed (design §3.5). */
export const adoption = (target: Target, company: AssetsFile | undefined): Prerequisite => {
  const no = (...detail: readonly string[]): Prerequisite => ({ path: 'adopted', verdict: 'NO', detail });
  if (company === undefined)
    return no(
      `no assets.yaml was given (--assets), so nobody has adopted ${target.name}`,
      'Cordon would look and record, and change nothing',
    );
  const member = company.members.find(({ account }) => account === target.account);
  if (member === undefined) return no(`account ${target.account} is no member in assets.yaml; its events would be recorded only`);
  if (!member.regions.includes(target.region)) return no(`${target.region} is no region of member ${member.name} in assets.yaml`);
  const entry = company.assets.find(({ arn }) => arn === target.arn);
  if (entry === undefined) return no(`${target.arn} is not in assets.yaml`, 'Cordon would look and record, and change nothing');
  return { path: 'adopted', verdict: 'ok', detail: [`tier ${entry.tier}, owner ${entry.owner}, fail mode ${entry.failMode}`] };
};

/** Is the role there whose refused call would prove a deny? Asked only when a step would make such a call. */
export const canaryRole = async ({ cloud }: Looks, { account }: Target, steps: readonly string[]): Promise<Prerequisite | undefined> => {
  if (steps.length === 0) return undefined;
  const answer = await cloud([GetRoleCommand], CANARY).attempt(GetRoleCommand, { RoleName: CANARY_ROLE });
  const untried = `proof of ${steps.join(', ')} could not be tried: a plan calls no endpoint and takes no other role`;
  if (answer.ok) return { path: CANARY, verdict: 'ok', detail: [`the role ${CANARY_ROLE} is there`, untried] };
  const { kind, what, why, retryable } = answer.failure;
  if (kind === 'not-found')
    return { path: CANARY, verdict: 'NO', detail: [`there is no role ${CANARY_ROLE} in ${account}: nothing could prove a deny`, untried] };
  return {
    path: CANARY,
    verdict: 'later',
    temporary: retryable,
    detail: [`not known whether the role ${CANARY_ROLE} is there: ${what}: ${why}`, untried],
  };
};

/** A look-up that steps share was refused to every step that failed by it. */
const ofStep = (refused: readonly Refused[], { path, failure }: PlannedStep): readonly Refused[] =>
  refused.filter((one) => one.path === path || (one.path === undefined && one.failure.why === failure?.why));

const said = (step: PlannedStep, refused: readonly Refused[]): PlannedStep => {
  const rights = [...new Set(ofStep(refused, step).map(({ right }) => spokenRight(right)))].map((right) => `this profile lacks ${right}`);
  if (rights.length === 0 || step.verdict === 'ok') return step;
  return { ...step, detail: step.failure?.kind === 'denied' ? [...rights, ...step.detail] : [...step.detail, ...rights] };
};

const unknownOf = (
  planned: PlannedPlaybook,
  refused: readonly Refused[],
  untried: ReadonlySet<string>,
  noHistory: boolean,
): readonly Unknown[] => [
  ...planned.unread.map(({ what, why }: Failure) => ({ path: SHARED, why: `the target could not be read whole: ${what}: ${why}` })),
  ...(noHistory
    ? [{ path: SHARED, why: 'which configs served before: CloudTrail tells nothing about this endpoint; it keeps 90 days' }]
    : []),
  ...planned.steps.flatMap((step) => {
    const lacks = ofStep(refused, step).map(({ right }) => spokenRight(right));
    return [
      ...(step.verdict === 'later' ? step.detail.slice(0, 1) : []),
      ...(step.verdict === 'ok' && lacks.length > 0 ? [`its look went on without ${lacks.join('; ')}`] : []),
      ...(untried.has(step.path) ? ['whether its effect could be proven: no canary call was made'] : []),
    ].map((why) => ({ path: step.path, why }));
  }),
];

interface Seen {
  readonly target: Target;
  readonly planned: PlannedPlaybook;
  readonly looks: Looks;
  readonly prerequisites: readonly Prerequisite[];
  readonly noHistory: boolean;
  readonly policy: PlanCard['policy'];
}
/** Everything that was seen, as one page. */
export const planCard = ({ target, planned, looks, prerequisites, noHistory, policy }: Seen): PlanCard => {
  const refused = looks.refused();
  const missing: readonly Lacking[] = refused.map(({ path, right }) => ({ path: path ?? SHARED, right }));
  const keys = missing.map((one) => JSON.stringify(one));
  return {
    playbook: planned.playbook,
    target,
    incidentClass: planned.incidentClass,
    supposed: planned.supposed,
    prerequisites,
    steps: planned.steps.map((step) => said(step, refused)),
    unknown: [
      ...prerequisites.flatMap(({ path, verdict, detail }) => (verdict === 'later' ? [{ path, why: detail[0] ?? '' }] : [])),
      ...unknownOf(planned, refused, looks.untried(), noHistory),
    ],
    missing: missing.filter((_, index) => keys.indexOf(keys[index] ?? '') === index),
    policy,
    temporary:
      prerequisites.some((one) => one.temporary === true) ||
      planned.unread.some(({ retryable }) => retryable) ||
      planned.steps.some(({ verdict, failure }) => verdict === 'later' && failure?.retryable === true),
  };
};
