import type { Mode } from '../../core/approval/grant.ts';
import type { Step } from '../../core/playbook/step.ts';
import type { ActionStep } from '../../core/playbook/steps/action-step.ts';
import { DEFAULT_RETRY } from '../../core/playbook/steps/step-kind.ts';
import { secondsOf } from '../../core/time.ts';
import type { ActionItem, Frame, Item, TaskItem } from './items.ts';

/** What the callers above decide for the steps below them. */
export interface Above {
  readonly prefix: string;
  readonly frames: readonly Frame[];
  readonly mode: Mode;
  /** The outermost playbook's word counts, not that of a shared one that it calls. */
  readonly onEvidenceFailure: 'contain' | 'hold';
  readonly goesOn: boolean;
}
type Whatever = Pick<Step, 'id' | 'phase' | 'title' | 'when' | 'onFailure'>;

const failureOf = (step: ActionStep, { onEvidenceFailure, goesOn }: Above): ActionItem['onFailure'] => {
  if (goesOn || (step.phase === 'investigate' && onEvidenceFailure === 'contain')) return 'continue';
  return step.onFailure ?? 'stop';
};
/** What every step has, whatever it does. */
export const placedItem = (step: Whatever, { prefix, frames, goesOn }: Above): Omit<TaskItem, 'kind' | 'task'> => ({
  path: `${prefix}${step.id}`,
  phase: step.phase,
  title: step.title ?? step.id,
  ...(step.when !== undefined && { when: step.when }),
  frames,
  onFailure: goesOn || step.onFailure === 'continue' ? 'continue' : 'stop',
});

export const actionItem = (step: ActionStep, above: Above): ActionItem => ({
  ...placedItem(step, above),
  kind: 'action',
  uses: step.uses,
  with: step.with,
  retry: step.retry ?? DEFAULT_RETRY,
  onFailure: failureOf(step, above),
  ...(step.reviewAfter !== undefined && { reviewAfter: step.reviewAfter }),
  ...(step.timeout !== undefined && { timeoutSeconds: secondsOf(step.timeout) }),
  ...(step.approval !== undefined && { asks: step.approval.because }),
});

type Plain = Extract<Step, { task: object } | { wait: object } | { decide: object } | { abort: object }>;
/** Steps that call nothing and hold no others. */
export const simpleItem = (step: Plain, above: Above): Item => {
  const placed = placedItem(step, above);
  if ('task' in step) return { ...placed, kind: 'task', task: step.task };
  if ('wait' in step) return { ...placed, kind: 'wait', seconds: secondsOf(step.wait.for), because: step.wait.because };
  return 'decide' in step ? { ...placed, kind: 'decide', decide: step.decide } : { ...placed, kind: 'abort', because: step.abort.because };
};
