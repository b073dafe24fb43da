import type { HouseOrder } from '../house/house.ts';
import type { EventOf } from '../ledger/facts.ts';

type HouseFact = 'playbook.activated' | 'house.stopped' | 'house.resumed' | 'run.held' | 'run.freed';

export const orderSentence = (order: HouseOrder): string =>
  order.kind === 'activate'
    ? `${order.playbook.id}@${order.playbook.version} is to answer from now on, if people agree`
    : 'asked to go on after the stop';

/** What concerns the whole house, for the timeline. */
export const houseSentence = (event: EventOf<HouseFact>): string => {
  switch (event.type) {
    case 'playbook.activated': {
      const { playbook, instead } = event.data;
      const before = instead === null ? '' : ` instead of ${instead.version}`;
      return `${playbook.id}@${playbook.version} answers from now on${before}; runs under way stay with what they began with`;
    }
    case 'house.stopped':
      return `STOPPED: ${event.data.reason}`;
    case 'house.resumed':
      return 'no longer stopped: what waited goes on';
    case 'run.held':
      return `held: ${event.data.path} waits, because everything is stopped`;
    case 'run.freed':
      return `goes on: ${event.data.path}`;
  }
};
