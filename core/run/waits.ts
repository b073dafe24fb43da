import type { StepPath } from '../id.ts';
import type { EventOf } from '../ledger/facts.ts';
import type { LeaseWait, RunView } from './run-view.ts';

export type WaitEvent = EventOf<'lease.waiting' | 'lease.waited' | 'lease.awaited' | 'run.held' | 'run.freed' | 'run.waiting'>;

const elsewhere = <T extends { readonly path: StepPath }>(places: readonly T[], path: StepPath): readonly T[] =>
  places.filter((place) => place.path !== path);

/** However often it was woken and had to wait on: it waits since the first time. */
const leaseWait = (waits: readonly LeaseWait[], { data, at }: EventOf<'lease.waiting'>): LeaseWait => ({
  ...data,
  since: waits.find(({ path }) => path === data.path)?.since ?? at,
});

/** What a run waits for, and who waits for it, after one more fact. A place waits for one thing of a kind: the newest. */
export const foldWaits = (run: RunView, event: WaitEvent): RunView => {
  const { leaseWaits = [], held = [], awaited = [] } = run;
  switch (event.type) {
    case 'lease.waiting':
      return { ...run, leaseWaits: [...elsewhere(leaseWaits, event.data.path), leaseWait(leaseWaits, event)] };
    case 'lease.waited':
      return { ...run, leaseWaits: elsewhere(leaseWaits, event.data.path) };
    case 'lease.awaited':
      return { ...run, awaited: [...awaited, event.data.callbackId] };
    case 'run.held': {
      const { path, callbackId } = event.data;
      return { ...run, held: [...elsewhere(held, path), { path, callbackId, since: event.at }] };
    }
    case 'run.freed':
      return { ...run, held: elsewhere(held, event.data.path) };
    case 'run.waiting':
      return { ...run, waiting: [...elsewhere(run.waiting, event.data.path), event.data] };
  }
};
