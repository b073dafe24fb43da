import type { Actor } from '../../../core/approval/approval.ts';
import type { EventOf, Facts, FactType } from '../../../core/ledger/facts.ts';
import { at } from './step.ts';

/** Where most facts happen. */
export const HERE = { runId: 'run-1', path: 'deny' } as const;
export const YOU: Actor = { kind: 'human', id: 'you', via: 'cli' };

/** A fact, without what no fold of a run looks at. */
export const event = <T extends FactType>(
  type: T,
  data: Readonly<Facts[T]>,
  minute = 2,
  actor: Actor = { kind: 'run', id: 'run-1' },
): EventOf<T> => ({ id: 'e', type, actor, data, at: at(minute), seq: 1, schemaVersion: 1, incidentId: 'inc-1' }) as unknown as EventOf<T>;
