import type { Risk } from '../../../core/action/plan.ts';
import type { Mode } from '../../../core/approval/grant.ts';
import type { FailMode, Tier, WhenUnavailable } from '../../../core/asset/asset.ts';

/** Everything that may differ when somebody says yes to something. */
export interface Cell {
  readonly risk: Risk;
  readonly tier: Tier;
  readonly mode: Mode;
  readonly failMode: FailMode;
  readonly whenUnavailable: WhenUnavailable;
  /** Who wants it: a run that intake started, the same on an application's word alone, somebody without a seat, or the voter. */
  readonly requester: 'run' | 'run, application alone' | 'another' | 'voter';
  /** What the voter is. Whoever else the table names has said yes before, from the same surface. */
  readonly role: keyof typeof SEATS_OF;
  readonly surface: 'slack' | 'cli' | 'console';
  readonly time: 'at once' | 'second round' | 'after the end' | 'grant outlived';
  /** `replanned`: the ledger holds another plan by now. `account`: the account has changed since people were asked. */
  readonly stale: 'no' | 'replanned' | 'account';
}
export type Seat = 'responder' | 'approver' | 'security' | 'owner' | 'legal';

/** What the voter's role entitles to. `stranger` stands in no assets.yaml; `sleeper` is asleep, and therefore asked last. */
export const SEATS_OF = {
  responder: ['responder'],
  approver: ['approver'],
  security: ['security'],
  owner: ['owner'],
  deputy: ['owner'],
  legal: ['legal'],
  sleeper: ['responder', 'approver', 'security'],
  'owner of something else': [],
  commander: [],
  facilitator: [],
  'break-glass': [],
  stranger: [],
} as const satisfies Readonly<Record<string, readonly Seat[]>>;

export const VALUES = {
  risk: ['A0', 'A1', 'A2-contain', 'A2-change', 'A3', 'L'],
  tier: ['low', 'medium', 'high'],
  mode: ['observe', 'propose', 'enforce'],
  failMode: ['contain', 'keep-serving'],
  whenUnavailable: ['fail-open', 'fail-closed', 'fallback'],
  requester: ['run', 'run, application alone', 'another', 'voter'],
  role: Object.keys(SEATS_OF) as readonly (keyof typeof SEATS_OF)[],
  surface: ['slack', 'cli', 'console'],
  time: ['at once', 'second round', 'after the end', 'grant outlived'],
  stale: ['no', 'replanned', 'account'],
} as const satisfies { readonly [K in keyof Cell]: readonly Cell[K][] };

/** design.md §3.2, row by row: the seats on tier low, medium, high. Nobody: by itself. On high, A3 here destroys, so the data's owner sits in. */
const ROWS: Readonly<Record<Risk, readonly [readonly Seat[], readonly Seat[], readonly Seat[]]>> = {
  A0: [[], [], []],
  A1: [[], [], []],
  'A2-contain': [[], ['responder'], ['responder']],
  'A2-change': [['responder'], ['approver'], ['security', 'owner']],
  A3: [['approver'], ['approver', 'security'], ['approver', 'security', 'owner']],
  L: [['approver'], ['approver'], ['security', 'owner']],
};
/** "not the requester", by tier. The design says nothing of A3; what cannot be taken back is asked of others as well. */
const BY_OTHERS: Readonly<Record<Risk, readonly [boolean, boolean, boolean]>> = {
  A0: [false, false, false],
  A1: [false, false, false],
  'A2-contain': [false, false, false],
  'A2-change': [false, true, true],
  A3: [true, true, true],
  L: [true, true, true],
};
/** "Slack alone suffices up to A2 on medium tier; above, an IAM-authenticated approval is one of the seats." L on high: every one of them. */
const SLACK_SUFFICES: Readonly<Record<Risk, readonly [boolean, boolean, boolean]>> = {
  A0: [true, true, true],
  A1: [true, true, true],
  'A2-contain': [true, true, false],
  'A2-change': [true, true, false],
  A3: [false, false, false],
  L: [true, true, false],
};
/** "silence": what the owner declared for the asset, or nothing at all. */
const MAY_FIRE_ON_SILENCE: readonly Risk[] = ['A2-contain', 'A2-change'];

const column = ({ tier }: Pick<Cell, 'tier'>): 0 | 1 | 2 => (tier === 'low' ? 0 : tier === 'medium' ? 1 : 2);

/** Who must say yes to it; nobody: it happens by itself. */
export const seatsOf = (cell: Cell): readonly Seat[] => {
  const row = ROWS[cell.risk][column(cell)];
  // "In mode propose every machine step from A1 up waits for one responder"; an application's word goes no further than A1 by itself.
  const aPerson = cell.risk !== 'A0' && (cell.mode === 'propose' || (cell.requester === 'run, application alone' && cell.risk !== 'A1'));
  const base: readonly Seat[] = row.length === 0 && aPerson ? ['responder'] : row;
  const ownerToo =
    cell.risk === 'A2-contain' && cell.tier === 'high' && (cell.whenUnavailable === 'fail-open' || cell.failMode === 'keep-serving');
  return ownerToo ? [...base, 'owner'] : base;
};
const mayFireOnSilence = ({ risk, requester }: Cell): boolean =>
  MAY_FIRE_ON_SILENCE.includes(risk) && requester !== 'run, application alone';

/** In the second round whoever is asked anew may answer for any seat: the owner's side, unless it was asked at first, and who is asleep. */
const askedAnew = (cell: Cell): boolean =>
  mayFireOnSilence(cell) &&
  (cell.role === 'sleeper' || ((cell.role === 'owner' || cell.role === 'deputy') && !seatsOf(cell).includes('owner')));

/** The seat that is left to the voter; the others are filled. */
export const voterSeat = (cell: Cell): number => {
  const seats = seatsOf(cell);
  const own: readonly Seat[] = SEATS_OF[cell.role];
  const index = seats.findIndex((seat) => own.includes(seat));
  return index === -1 ? seats.length - 1 : index;
};

/** Would the voter's yes be the last that is needed? `fits`: their role is that of the seat that is left. */
const voice = (cell: Cell): { readonly fits: boolean; readonly counts: boolean } => {
  const own: readonly Seat[] = SEATS_OF[cell.role];
  const seat = seatsOf(cell)[voterSeat(cell)];
  const barred = cell.requester === 'voter' && BY_OTHERS[cell.risk][column(cell)];
  const heard = cell.surface !== 'slack' || SLACK_SUFFICES[cell.risk][column(cell)];
  return { fits: seat !== undefined && own.includes(seat), counts: !barred && heard };
};

/** Does it happen? Said from the design and from nothing else. */
export const isAllowed = (cell: Cell): boolean => {
  if (cell.mode === 'observe' || cell.stale !== 'no' || cell.time === 'grant outlived') return false;
  if (cell.requester === 'voter' && cell.role === 'stranger') return false;
  const seats = seatsOf(cell);
  if (seats.length === 0) return true;
  const { fits, counts } = voice(cell);
  // Who asks for what they may decide alone has decided it by asking.
  if (cell.requester === 'voter' && seats.length === 1 && fits && counts) return true;
  if (cell.time === 'after the end') return mayFireOnSilence(cell) && cell.failMode === 'contain';
  return counts && (fits || (cell.time === 'second round' && askedAnew(cell)));
};

/** All of them, in one order. */
export const everyCell = (): readonly Cell[] =>
  VALUES.risk.flatMap((risk) =>
    VALUES.tier.flatMap((tier) =>
      VALUES.mode.flatMap((mode) =>
        VALUES.failMode.flatMap((failMode) =>
          VALUES.whenUnavailable.flatMap((whenUnavailable) =>
            VALUES.requester.flatMap((requester) =>
              VALUES.role.flatMap((role) =>
                VALUES.surface.flatMap((surface) =>
                  VALUES.time.flatMap((time) =>
                    VALUES.stale.map((stale) => ({ risk, tier, mode, failMode, whenUnavailable, requester, role, surface, time, stale })),
                  ),
                ),
              ),
            ),
          ),
        ),
      ),
    ),
  );
