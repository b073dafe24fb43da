import type { Json, JsonObject } from '../json.ts';
import type { StepView } from './step-view.ts';

/** Of what a look sees now, that which we left a state of. */
export const liveState = (guard: JsonObject, left: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(guard).filter(([key, value]) => key in left && value !== undefined));

/** The state that is there because of this step: what it made otherwise, or what it shares. Without it the hold is gone. */
export const ownMark = ({ plan, result, settled }: StepView): readonly (readonly [string, Json | undefined])[] => {
  const after: JsonObject = result?.proof.kind === 'proven' ? result.proof.after : (settled?.after ?? {});
  return Object.entries(after).filter(
    ([key, value]) => value !== plan.before[key] || (plan.restsOn !== undefined && value === plan.restsOn),
  );
};
