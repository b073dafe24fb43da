import { APPROVALS, requirementFor, type Iam, type Question, type Requirement } from '../../core/approval/table.ts';
import type { Risk } from '../../core/action/plan.ts';
import type { Tier } from '../../core/asset/asset.ts';

const TIERS: readonly Tier[] = ['low', 'medium', 'high'];
const MEANS: Readonly<Record<Risk, string>> = {
  A0: 'observe, preserve',
  A1: 'narrow, reversible',
  'A2-contain': 'contain: stops harm, reversible in seconds',
  'A2-change': 'change: rollback, swap, broad deny',
  A3: 'irreversible, or outward',
  L: 'loosen: release, raise a mode, suppress, lower a tier',
};
const risks = Object.keys(MEANS).filter((risk): risk is Risk => risk in APPROVALS);

const usual = { mode: 'enforce', failMode: 'contain', whenUnavailable: 'fallback', corroborated: true } as const;
const EXCEPTIONS: readonly { readonly when: string; readonly risk: Risk; readonly but: Partial<Question> }[] = [
  { when: 'the endpoint fails open when it is unavailable', risk: 'A2-contain', but: { whenUnavailable: 'fail-open' } },
  { when: 'its owner declared keep-serving', risk: 'A2-contain', but: { failMode: 'keep-serving' } },
  { when: 'somebody outside is told', risk: 'A3', but: { outward: true } },
  { when: 'something is destroyed', risk: 'A3', but: { outward: false } },
  { when: 'only an application speaks for the finding', risk: 'A2-contain', but: { corroborated: false } },
  { when: 'the deployment only proposes', risk: 'A1', but: { mode: 'propose' } },
  { when: 'the deployment only proposes', risk: 'A2-contain', but: { mode: 'propose' } },
  { when: 'the deployment only observes', risk: 'A1', but: { mode: 'observe' } },
];

const byIam = (iam: Iam, seats: number): string => (iam === 'none' ? '' : iam === 'all' || seats === 1 ? '**by IAM**' : '**one by IAM**');
const words = (requirement: Requirement): string => {
  if (requirement.kind === 'auto') return 'nobody';
  if (requirement.kind === 'refused') return 'refused';
  const { seats, notRequester, typedTarget, iam } = requirement;
  const notes = [notRequester ? 'not the requester' : '', typedTarget ? 'target typed' : '', byIam(iam, seats.length)].filter(
    (note) => note !== '',
  );
  return [seats.join(' + '), ...notes].join(', ');
};
/** Only where somebody is asked can somebody be silent. */
const silence = (requirements: readonly Requirement[]): string => {
  const asked = requirements.filter((requirement) => requirement.kind === 'seats');
  if (asked.length === 0) return '–';
  return asked.some(({ onSilence }) => onSilence === 'fail-mode')
    ? 'escalate once, then the asset’s failMode'
    : 'it lapses, nothing is done';
};
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** docs/reference/approvals.md, asked from the same function that decides. */
export const approvalsPage = (): string => {
  const answers = (risk: Risk, but: Partial<Question> = {}) => TIERS.map((tier) => requirementFor({ ...usual, risk, tier, ...but }));
  const main = risks.map((risk) => {
    const requirements = answers(risk);
    return row([`**${risk}** ${MEANS[risk]}`, ...requirements.map(words), silence(requirements)]);
  });
  const exceptions = EXCEPTIONS.map(({ when, risk, but }) => {
    const requirements = answers(risk, but);
    return row([`${risk}, when ${when}`, ...requirements.map(words), silence(requirements)]);
  });
  return [
    '# Who must say yes',
    '',
    'Generated from `core/approval/table.ts` by `npm run generate`; do not edit.',
    '',
    'One seat is one person: nobody fills two. The tier is the asset’s, from `assets.yaml`. Mode `enforce`:',
    '',
    row(['risk', ...TIERS, 'when nobody answers']),
    row(['---', '---', '---', '---', '---']),
    ...main,
    '',
    '**By IAM**: each yes is given in the console or on the command line, where IAM says who somebody is. **One by IAM**: at least one of them is.',
    'Slack alone does not suffice there: a yes from Slack that could not count is refused and not recorded. A no is taken from everywhere.',
    'What was asked stays as it was asked, also when this table changes.',
    '',
    '## Where that changes',
    '',
    row(['', ...TIERS, 'when nobody answers']),
    row(['---', '---', '---', '---', '---']),
    ...exceptions,
    '',
  ].join('\n');
};
