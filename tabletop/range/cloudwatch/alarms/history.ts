import type { Table } from '../../store.ts';
import type { World } from '../../world.ts';
import type { Alarm } from '../state.ts';

export type HistoryType = 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
export interface HistoryItem {
  readonly arn: string;
  readonly name: string;
  readonly isComposite: boolean;
  readonly at: number;
  readonly type: HistoryType;
  readonly summary: string;
  readonly data: string;
}
export const historyOf = (world: World): Table<HistoryItem> => world.store.table<HistoryItem>('cloudwatch.history');

export const remember = (world: World, alarm: Alarm, at: number, type: HistoryType, summary: string, data: object): void => {
  const sequence = String(world.ids.count('alarm-history')).padStart(9, '0');
  historyOf(world).put(sequence, {
    arn: alarm.arn,
    name: alarm.name,
    isComposite: alarm.rule !== undefined,
    at,
    type,
    summary,
    data: JSON.stringify({ version: '1.0', type: alarm.rule === undefined ? 'Metric' : 'Composite', ...data }),
  });
};
