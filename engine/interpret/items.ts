import type { Mode } from '../../core/approval/grant.ts';
import { CallFailed, type Failure } from '../../core/failure.ts';
import type { JsonObject } from '../../core/json.ts';
import { lowerMode, onEvidenceFailureOf, type PlaybookDocument } from '../../core/playbook/document.ts';
import type { Phase } from '../../core/playbook/phase.ts';
import type { ActionStep, TaskStep } from '../../core/playbook/step.ts';
import type { ReviewAfter } from '../../core/playbook/steps/review-after.ts';
import { DEFAULT_RETRY } from '../../core/playbook/steps/step-kind.ts';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';

/** A call of a sub-playbook: its inputs are rendered where it is called. */
export interface Frame {
  readonly id: string;
  readonly with: JsonObject;
  readonly when?: string;
}
export interface ActionItem {
  readonly kind: 'action';
  readonly path: string;
  readonly phase: Phase;
  readonly title: string;
  readonly uses: string;
  readonly with: JsonObject;
  readonly when?: string;
  readonly frames: readonly Frame[];
  readonly retry: { readonly on: readonly string[]; readonly attempts: number };
  readonly onFailure: 'continue' | 'stop' | 'undo';
  readonly reviewAfter?: ReviewAfter;
}
export interface UndoItem {
  readonly kind: 'undo';
  readonly path: string;
  readonly phase: Phase;
  readonly title: string;
  readonly of: { readonly runId: RunInput['runId']; readonly path: string };
}
export interface TaskItem {
  readonly kind: 'task';
  readonly path: string;
  readonly phase: Phase;
  readonly title: string;
  readonly task: TaskStep['task'];
  readonly when?: string;
  readonly frames: readonly Frame[];
  readonly onFailure: 'continue' | 'stop';
}
/** What an action does; a task is done by people, and nothing waits for it. */
export type StepItem = ActionItem | UndoItem;
/** One thing to do, flat: sub-playbooks are unfolded when the run starts, so that the run is pinned to what they said then. */
export type Item = StepItem | TaskItem;

/** What the callers above decide for the steps below them. */
interface Above {
  readonly prefix: string;
  readonly frames: readonly Frame[];
  readonly mode: Mode;
  /** The outermost playbook's word counts, not that of a shared one that it calls. */
  readonly onEvidenceFailure: 'contain' | 'hold';
  readonly goesOn: boolean;
}
export interface Unfolded {
  readonly items: readonly Item[];
  /** The lowest mode of everything that is called. */
  readonly mode: Mode;
}

/** Sub-playbooks call sub-playbooks at most this deep; the linter refuses deeper ones too. */
const MAX_DEPTH = 4;
const failureOf = (step: ActionStep, { onEvidenceFailure, goesOn }: Above): ActionItem['onFailure'] => {
  if (goesOn || (step.phase === 'investigate' && onEvidenceFailure === 'contain')) return 'continue';
  return step.onFailure ?? 'stop';
};
const actionItem = (step: ActionStep, above: Above): ActionItem => ({
  kind: 'action',
  path: `${above.prefix}${step.id}`,
  phase: step.phase,
  title: step.title ?? step.id,
  uses: step.uses,
  with: step.with,
  ...(step.when !== undefined && { when: step.when }),
  frames: above.frames,
  retry: step.retry ?? DEFAULT_RETRY,
  onFailure: failureOf(step, above),
  ...(step.reviewAfter !== undefined && { reviewAfter: step.reviewAfter }),
});

const taskItem = (step: TaskStep, { prefix, frames, goesOn }: Above): TaskItem => ({
  kind: 'task',
  path: `${prefix}${step.id}`,
  phase: step.phase,
  title: step.title ?? step.id,
  task: step.task,
  ...(step.when !== undefined && { when: step.when }),
  frames,
  onFailure: goesOn ? 'continue' : (step.onFailure ?? 'stop'),
});

const unrunnable = (why: string): Failure => ({
  kind: 'playbook',
  retryable: false,
  effect: 'no-change',
  what: 'This playbook cannot run',
  why,
  next: 'npx cordon playbook lint',
});

/** Released documents name the exact documents that they call; one that is being worked on calls the newest. */
const calledBy = async (desk: Desk, { locks }: PlaybookDocument, id: string) => {
  const lock = locks?.[id];
  const called = lock === undefined ? await desk.library.resolve(id) : await desk.library.byRef({ id, ...lock });
  if (called === undefined)
    throw new CallFailed(unrunnable(`there is no playbook ${id}${lock === undefined ? '' : ` ${lock.version} ${lock.digest}`}`));
  return called;
};

const unfoldBelow = async (desk: Desk, document: PlaybookDocument, above: Above): Promise<Unfolded> => {
  if (above.frames.length > MAX_DEPTH) throw new CallFailed(unrunnable(`sub-playbooks are nested deeper than ${MAX_DEPTH}`));
  const mode = lowerMode(above.mode, document.mode);
  const parts = document.steps.map(async (step): Promise<Unfolded> => {
    if ('task' in step) return { items: [taskItem(step, above)], mode };
    if (!('playbook' in step)) return { items: [actionItem(step, above)], mode };
    const called = await calledBy(desk, document, step.playbook);
    const frame: Frame = { id: step.id, with: step.with ?? {}, ...(step.when !== undefined && { when: step.when }) };
    const goesOn = above.goesOn || step.onFailure === 'continue';
    return unfoldBelow(desk, called.document, {
      ...above,
      prefix: `${above.prefix}${step.id}/`,
      frames: [...above.frames, frame],
      mode,
      goesOn,
    });
  });
  const unfolded = await Promise.all(parts);
  return { items: unfolded.flatMap(({ items }) => items), mode: unfolded.map((one) => one.mode).reduce(lowerMode, mode) };
};

/** A document as one flat list. `frames`: what a shared playbook that is run by itself is handed over. */
export const unfold = (desk: Desk, document: PlaybookDocument, frames: readonly Frame[] = []): Promise<Unfolded> =>
  unfoldBelow(desk, document, { prefix: '', frames, mode: 'enforce', onEvidenceFailure: onEvidenceFailureOf(document), goesOn: false });
