import type { JsonObject } from '../../core/json.ts';
import type { Mode } from '../../core/approval/grant.ts';
import type { Phase } from '../../core/playbook/phase.ts';
import type { DecideStep } from '../../core/playbook/steps/decide-step.ts';
import type { ReviewAfter } from '../../core/playbook/steps/review-after.ts';
import type { TaskStep } from '../../core/playbook/steps/task-step.ts';
import type { Duration } from '../../core/time.ts';
import type { RunInput } from '../ports.ts';

/** A level of a run that has a scope of its own: a called playbook, whose inputs are rendered where it is called, or one turn of a foreach. */
export interface Frame {
  readonly id: string;
  readonly with: JsonObject;
  readonly when?: string;
  /** The item, counted from 0, of a turn; before the run is divided `EVERY` stands for it in the path. */
  readonly turn?: number;
}
/** In paths of steps inside a foreach, before anybody knows for which item. */
export const EVERY = '*';

interface Placed {
  readonly path: string;
  readonly phase: Phase;
  readonly title: string;
  readonly when?: string;
  readonly frames: readonly Frame[];
  readonly onFailure: 'continue' | 'stop';
}
export interface ActionItem extends Omit<Placed, 'onFailure'> {
  readonly kind: 'action';
  readonly uses: string;
  readonly with: JsonObject;
  readonly retry: { readonly on: readonly string[]; readonly attempts: number };
  readonly onFailure: 'continue' | 'stop' | 'undo';
  readonly reviewAfter?: ReviewAfter;
  readonly timeoutSeconds?: number;
  /** Why people are asked whatever the table says. */
  readonly asks?: string;
}
export interface UndoItem {
  readonly kind: 'undo';
  readonly path: string;
  readonly phase: Phase;
  readonly title: string;
  readonly of: { readonly runId: RunInput['runId']; readonly path: string };
}
export interface TaskItem extends Placed {
  readonly kind: 'task';
  readonly task: TaskStep['task'];
}
export interface WaitItem extends Placed {
  readonly kind: 'wait';
  readonly seconds: number;
  readonly because: string;
}
export interface DecideItem extends Placed {
  readonly kind: 'decide';
  readonly decide: Omit<DecideStep['decide'], 'timeout'> & { readonly timeout: Duration };
}
export interface AbortItem extends Placed {
  readonly kind: 'abort';
  readonly because: string;
}
/** The end of a called playbook: what it hands back. */
export interface OutputsItem extends Placed {
  readonly kind: 'outputs';
  readonly outputs: Readonly<Record<string, string>>;
}
export interface ParallelItem extends Placed {
  readonly kind: 'parallel';
  readonly branches: readonly { readonly name: string; readonly items: readonly Item[] }[];
}
export interface ForeachItem extends Placed {
  readonly kind: 'foreach';
  readonly in: string;
  readonly atMost: number;
  readonly atOnce: number;
  /** How many items one run can take, by the service's bound on operations. */
  readonly perRun: number;
  readonly items: readonly Item[];
}
/** What an action does. */
export type StepItem = ActionItem | UndoItem;
/** One thing to do. Sub-playbooks are unfolded when the run starts, so that the run is pinned to what they said then. */
export type Item = StepItem | TaskItem | WaitItem | DecideItem | AbortItem | OutputsItem | ParallelItem | ForeachItem;
export interface Unfolded {
  readonly items: readonly Item[];
  /** The lowest mode of everything that is called. */
  readonly mode: Mode;
}

const turned = (text: string, path: string, index: number): string =>
  text.startsWith(`${path}/${EVERY}/`) ? `${path}/${index}/${text.slice(path.length + EVERY.length + 2)}` : text;

/** The steps of a foreach for one item. */
export const itemsOfTurn = ({ path, items }: Pick<ForeachItem, 'path' | 'items'>, index: number): readonly Item[] =>
  items.map((item) => {
    const placed = { ...item, path: turned(item.path, path, index) };
    if (!('frames' in placed)) return placed;
    return { ...placed, frames: placed.frames.map((frame) => (frame.turn === undefined ? frame : { ...frame, turn: index })) };
  });
