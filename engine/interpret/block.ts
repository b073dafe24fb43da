import type { BlockKind, Facts } from '../../core/ledger/facts.ts';
import { runIn } from '../../core/ledger/incident.ts';
import { readIncident, record, type Reading } from '../append.ts';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';

type Begun = Omit<Facts['block.begun'], 'runId' | 'path' | 'kind'>;

/** Writes down that a step that does nothing itself has begun. What the first writing said counts. */
export const beginBlock = (desk: Desk, { runId, incidentId }: RunInput, path: string, kind: BlockKind, begun: Begun): Promise<void> =>
  record(desk, incidentId, [
    { id: `${runId}:${path}:begun`, type: 'block.begun', actor: { kind: 'run', id: runId }, data: { runId, path, kind, ...begun } },
  ]);
export const endBlock = (
  desk: Desk,
  { runId, incidentId }: RunInput,
  path: string,
  ended: Omit<Facts['block.ended'], 'runId' | 'path'>,
): Promise<void> =>
  record(desk, incidentId, [
    { id: `${runId}:${path}:ended`, type: 'block.ended', actor: { kind: 'run', id: runId }, data: { runId, path, ...ended } },
  ]);

export const blockOf = async (desk: Desk, { runId, incidentId }: RunInput, path: string) => {
  const state: Reading = await readIncident(desk, incidentId);
  return { state, block: runIn(state, runId)?.blocks.find((block) => block.path === path) };
};
