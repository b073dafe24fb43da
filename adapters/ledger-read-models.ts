import type { LedgerEvent } from '../core/ledger/facts.ts';

export interface ReadModel {
  readonly pk: string;
  readonly sk: string;
  readonly generation: number;
}
/** Numbers as text that sorts like numbers; ten digits outlast any company. */
export const padded = (number: number): string => String(number).padStart(10, '0');

/** Keys under which an event makes its incident findable; written in the transaction of the event itself, and never overwritten. */
export const readModelsOf = (event: LedgerEvent): readonly ReadModel[] => {
  switch (event.type) {
    case 'incident.opened': {
      const { number, correlationKey, generation } = event.data;
      return [
        { pk: `C#${correlationKey}`, sk: padded(generation), generation },
        { pk: 'N#incident', sk: padded(number), generation },
        // The incident is part of the key: two that claim one number are both listed.
        { pk: 'INCIDENTS', sk: `${padded(number)}#${event.incidentId}`, generation },
      ];
    }
    case 'approval.requested':
      return [{ pk: 'N#approval', sk: padded(event.data.approval.number), generation: 0 }];
    case 'evidence.sealed':
      return [{ pk: 'N#evidence', sk: padded(event.data.number), generation: 0 }];
    case 'task.asked':
      return [{ pk: 'N#task', sk: padded(event.data.number), generation: 0 }];
    case 'choice.asked':
      return [{ pk: 'N#choice', sk: padded(event.data.number), generation: 0 }];
    default:
      return [];
  }
};
