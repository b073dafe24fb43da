import type { IncidentState } from '../ledger/incident.ts';
import type { BlockView, RunView, StepView } from '../run/run.ts';
import { clockTime, spoken, type Instant } from '../time.ts';
import type { IncidentCard } from './card.ts';

type Line = IncidentCard['steps'][number];

const detailOf = (step: StepView): string => {
  const { result } = step;
  if (step.status === 'skipped') return step.because ?? '';
  if (result === undefined) return step.progress ?? '';
  return result.proof.kind === 'proven' ? [...(result.proof.partly ?? []), ...result.proof.observed].join('; ') : result.proof.because;
};
/** What a step came to, in one word: what was proven, not what was sent. */
const verdictOf = ({ status, result }: StepView): string => (status === 'ended' && result !== undefined ? result.proof.kind : status);

const isOpen = ({ status }: RunView): boolean => status === 'running' || status === 'requested';
const itemsOf = ({ order }: RunView): number => (order.kind === 'child' ? order.to - order.from : 0);
const sum = (parts: readonly RunView[]): number => parts.reduce((total, part) => total + itemsOf(part), 0);

/** `1 of 2 items ended, 1 under way`: a part of a foreach is a run of its own, about one item or several. */
const progressOf = ({ path, items = [] }: BlockView, { runId }: RunView, runs: readonly RunView[]): string => {
  const parts = runs.filter(({ order }) => order.kind === 'child' && order.parent === runId && order.path === path);
  const open = sum(parts.filter(isOpen));
  const failed = sum(parts.filter((part) => !isOpen(part) && part.status !== 'completed'));
  return [
    `${sum(parts) - open} of ${items.length} items ended`,
    ...(failed > 0 ? [`${failed} not completed`] : []),
    ...(open > 0 ? [`${open} under way`] : []),
  ].join(', ');
};

/** Waiting, and once per item: what takes time. Steps at the same time and called playbooks are told by the steps in them. */
const blockLine = (block: BlockView, run: RunView, runs: readonly RunView[]): readonly Line[] => {
  const { path, kind, title, seconds = 0, begunAt, ended } = block;
  if (kind !== 'wait' && kind !== 'foreach') return [];
  const status = ended?.outcome ?? (isOpen(run) ? 'running' : 'ended');
  const progress = kind === 'wait' ? `waits ${spoken(seconds)} from ${clockTime(begunAt)}` : progressOf(block, run, runs);
  return [{ path, title, status, detail: ended?.because ?? progress }];
};

interface Begun {
  readonly at: Instant;
  readonly line: Line;
}
const linesOf = (run: RunView, runs: readonly RunView[]): readonly Line[] =>
  [
    ...run.steps.map(
      (step): Begun => ({
        at: step.plannedAt,
        line: { path: step.path, title: step.title, status: verdictOf(step), detail: detailOf(step) },
      }),
    ),
    ...run.blocks.flatMap((block) => blockLine(block, run, runs).map((line): Begun => ({ at: block.begunAt, line }))),
  ]
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ line }) => line);

/** What runs and what ran, in the order in which it began. */
export const stepLines = ({ runs }: IncidentState): readonly Line[] => runs.flatMap((run) => linesOf(run, runs));
