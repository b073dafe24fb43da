import type { FailMode, Tier, WhenUnavailable } from '../asset/asset.ts';
import type { Risk } from '../action/plan.ts';
import type { Mode } from './grant.ts';

/** A role that one person fills. Each seat needs a different person. */
export type Seat = 'responder' | 'approver' | 'security' | 'owner' | 'legal';

/**
 * How many of the seat-filling yes must be given where IAM says who somebody is: on the console or the command line. `none`: Slack alone
 * suffices. `one`: at least one. `all`: each. A denial is taken from everywhere.
 */
export type Iam = 'none' | 'one' | 'all';

export interface Question {
  readonly risk: Risk;
  readonly tier: Tier;
  readonly mode: Mode;
  readonly failMode: FailMode;
  readonly whenUnavailable: WhenUnavailable;
  /** False while only an application's word speaks for the finding (design §3.4). */
  readonly corroborated: boolean;
  /** A3 only: does it tell somebody outside, or destroy something? */
  readonly outward?: boolean;
}
export type Requirement =
  | { readonly kind: 'auto'; readonly rule: string }
  | { readonly kind: 'refused'; readonly rule: string }
  | {
      readonly kind: 'seats';
      readonly seats: readonly Seat[];
      /** The person who asked for it fills no seat. */
      readonly notRequester: boolean;
      /** The approver types the target's name: nobody loosens the wrong endpoint by reflex. */
      readonly typedTarget: boolean;
      readonly iam: Iam;
      /** `fail-mode`: escalate once, then what the asset's owner declared. `never`: it lapses. */
      readonly onSilence: 'fail-mode' | 'never';
      readonly rule: string;
    };

type Cell = 'auto' | readonly Seat[];
type Row = {
  readonly low: Cell;
  readonly medium: Cell;
  readonly high: Cell;
  readonly onSilence: 'fail-mode' | 'never';
  readonly notRequester: readonly Tier[];
  readonly iam: Readonly<Record<Tier, Iam>>;
};

const ANYWHERE = { low: 'none', medium: 'none', high: 'none' } as const;
/** Slack alone suffices up to A2 on medium tier. */
const ABOVE_MEDIUM = { low: 'none', medium: 'none', high: 'one' } as const;

/** The one approval table (design §3.2); docs/reference/approvals.md is generated from it. */
export const APPROVALS: Readonly<Record<Risk, Row>> = {
  A0: { low: 'auto', medium: 'auto', high: 'auto', onSilence: 'never', notRequester: [], iam: ANYWHERE },
  A1: { low: 'auto', medium: 'auto', high: 'auto', onSilence: 'never', notRequester: [], iam: ANYWHERE },
  'A2-contain': {
    low: 'auto',
    medium: ['responder'],
    high: ['responder'],
    onSilence: 'fail-mode',
    notRequester: [],
    iam: ABOVE_MEDIUM,
  },
  'A2-change': {
    low: ['responder'],
    medium: ['approver'],
    high: ['security', 'owner'],
    onSilence: 'fail-mode',
    notRequester: ['medium', 'high'],
    iam: ABOVE_MEDIUM,
  },
  A3: {
    low: ['approver'],
    medium: ['approver', 'security'],
    high: ['approver', 'security'],
    onSilence: 'never',
    notRequester: ['low', 'medium', 'high'],
    iam: { low: 'one', medium: 'one', high: 'one' },
  },
  L: {
    low: ['approver'],
    medium: ['approver'],
    high: ['security', 'owner'],
    onSilence: 'never',
    notRequester: ['low', 'medium', 'high'],
    iam: { low: 'none', medium: 'none', high: 'all' },
  },
};

const extraSeat = ({ risk, tier, failMode, whenUnavailable, outward }: Question): readonly Seat[] => {
  if (risk === 'A2-contain' && tier === 'high' && (whenUnavailable === 'fail-open' || failMode === 'keep-serving')) return ['owner'];
  if (risk === 'A3' && tier === 'high') return [outward === true ? 'legal' : 'owner'];
  return [];
};
/** Without corroboration an application's word goes no further than A1, and never on silence. */
const needsPerson = ({ risk, mode, corroborated }: Question): boolean =>
  risk !== 'A0' && (mode === 'propose' || (!corroborated && risk !== 'A1'));

/** Who must say yes, and what happens when nobody says anything. */
export const requirementFor = (question: Question): Requirement => {
  const { risk, tier, mode, corroborated } = question;
  const row = APPROVALS[risk];
  if (mode === 'observe' && risk !== 'A0') return { kind: 'refused', rule: `mode observe: ${risk} is described, never done` };
  const cell = row[tier];
  const base: readonly Seat[] = cell === 'auto' ? (needsPerson(question) ? ['responder'] : []) : cell;
  const seats = [...base, ...extraSeat(question)];
  if (seats.length === 0) return { kind: 'auto', rule: `${risk} on tier ${tier} needs nobody (approval table)` };
  const why =
    cell === 'auto'
      ? mode === 'propose'
        ? 'mode propose asks one responder for every step from A1 up'
        : 'only an application speaks for it, so a person decides'
      : `${risk} on tier ${tier} (approval table)`;
  return {
    kind: 'seats',
    seats,
    rule: why,
    notRequester: row.notRequester.includes(tier),
    typedTarget: risk === 'L' && tier !== 'low',
    iam: row.iam[tier],
    onSilence: corroborated ? row.onSilence : 'never',
  };
};
