import type { Actor } from '../approval/approval.ts';
import type { PlaybookRef } from '../finding/finding.ts';
import type { IncidentId } from '../id.ts';
import type { LedgerEvent, RunOrder } from '../ledger/facts.ts';
import type { Instant } from '../time.ts';

/**
 * The ledger of what concerns the whole house: which version of a playbook answers, and whether everything is stopped. It is never opened, so
 * that nothing which goes through incidents meets it.
 */
export const HOUSE: IncidentId = 'inc-house';

/** Kind of the failure that an effect gets while everything is stopped: it had none, and it may come back. */
export const HALTED = 'halted';

/** What people agreed should answer findings, until they agree on something else. */
export interface Pointer {
  readonly playbook: PlaybookRef;
  /** What answered before. */
  readonly instead: PlaybookRef | null;
  readonly since: Instant;
  readonly by: Actor;
  readonly approvalId: string;
}
export interface Stop {
  /** The first is 1: an approval to go on is for one stop, not for the next. */
  readonly number: number;
  readonly since: Instant;
  readonly by: string;
  readonly reason: string;
}
export interface House {
  /** By the id of the playbook. None: its newest release answers. */
  readonly pointers: ReadonlyMap<string, Pointer>;
  readonly stops: number;
  /** Absent: nothing is stopped. */
  readonly stop?: Stop;
}

const foldOne = (house: House, event: LedgerEvent): House => {
  switch (event.type) {
    case 'playbook.activated': {
      const { playbook, instead, by, approvalId } = event.data;
      return { ...house, pointers: new Map([...house.pointers, [playbook.id, { playbook, instead, since: event.at, by, approvalId }]]) };
    }
    case 'house.stopped': {
      const [number, { actor }] = [house.stops + 1, event];
      const by = actor.kind === 'human' ? actor.id : actor.kind;
      return { ...house, stops: number, stop: { number, since: event.at, by, reason: event.data.reason } };
    }
    case 'house.resumed': {
      const { stop: _over, ...rest } = house;
      return event.data.stop === house.stop?.number ? rest : house;
    }
    default:
      return house;
  }
};

/** The house after its believed facts. */
export const foldHouse = (events: readonly LedgerEvent[]): House => events.reduce<House>(foldOne, { pointers: new Map(), stops: 0 });

export type HouseOrder = Extract<RunOrder, { readonly kind: 'activate' | 'resume' }>;
export const isHouseOrder = (order: RunOrder): order is HouseOrder => order.kind === 'activate' || order.kind === 'resume';
