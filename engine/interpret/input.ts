import { ok, type Result } from '../../core/failure.ts';
import type { JsonObject } from '../../core/json.ts';
import { runIn, type IncidentState } from '../../core/ledger/incident.ts';
import { holds } from '../../core/playbook/expression.ts';
import type { Scope } from '../../core/playbook/scope.ts';
import { render } from '../../core/playbook/template.ts';
import type { Desk } from '../desk.ts';
import type { RunInput } from '../ports.ts';
import { scopeAt, stepsAt } from './scope.ts';
import type { Frame, Item } from './items.ts';

interface Level {
  readonly scope: Scope;
  readonly prefix: string;
  /** Whose steps this level shows: outside of a turn, those of the run that the foreach divided. */
  readonly run: RunInput;
}
type Entered = { readonly kind: 'in'; readonly level: Level } | { readonly kind: 'skip'; readonly because: string };

const wanted = (when: string | undefined, scope: Scope): Result<string | undefined> => {
  if (when === undefined) return ok(undefined);
  const verdict = holds(when, scope);
  return verdict.ok ? ok(verdict.value ? undefined : `when is false: ${when}`) : verdict;
};

const itemOf = (state: IncidentState, { runId }: RunInput, path: string, turn: number) =>
  runIn(state, runId)?.blocks.find((block) => block.path === path)?.items?.[turn];

const enter = (
  desk: Pick<Desk, 'policy'>,
  state: IncidentState,
  input: RunInput,
  { scope, prefix, run }: Level,
  frame: Frame,
): Result<Entered> => {
  const path = `${prefix}${frame.id}`;
  if (frame.turn !== undefined) {
    const inner = `${path}/${frame.turn}/`;
    const item = itemOf(state, run, path, frame.turn);
    const steps = { ...scope.steps, ...stepsAt(state, input, inner) };
    return ok({ kind: 'in', level: { scope: { ...scope, steps, ...(item !== undefined && { item }) }, prefix: inner, run: input } });
  }
  const skip = wanted(frame.when, scope);
  if (!skip.ok) return skip;
  if (skip.value !== undefined) return ok({ kind: 'skip', because: skip.value });
  const inputs = render(frame.with, scope);
  if (!inputs.ok) return inputs;
  return ok({ kind: 'in', level: { scope: scopeAt(desk.policy, state, run, `${path}/`, inputs.value), prefix: `${path}/`, run } });
};

/** Is this step wanted, and with which input? Expressions see the ledger's fold and nothing else. */
export const inputOf = (
  desk: Pick<Desk, 'policy'>,
  state: IncidentState,
  input: RunInput,
  item: { readonly frames: readonly Frame[]; readonly when?: string; readonly with: JsonObject },
): Result<JsonObject | { readonly skip: string }> => {
  const order = runIn(state, input.runId)?.order;
  const run = order?.kind === 'child' ? { ...input, runId: order.parent } : input;
  let level: Level = { scope: scopeAt(desk.policy, state, run, '', {}), prefix: '', run };
  for (const frame of item.frames) {
    const entered = enter(desk, state, input, level, frame);
    if (!entered.ok) return entered;
    if (entered.value.kind === 'skip') return ok({ skip: entered.value.because });
    ({ level } = entered.value);
  }
  const skip = wanted(item.when, level.scope);
  if (!skip.ok) return skip;
  return skip.value === undefined ? render(item.with, level.scope) : ok({ skip: skip.value });
};

export type Filled =
  | { readonly kind: 'skipped'; readonly because: string }
  | { readonly kind: 'failed'; readonly because: string }
  | { readonly kind: 'filled'; readonly value: JsonObject };
/** The same, for steps that call no action. */
export const filled = (
  desk: Pick<Desk, 'policy'>,
  state: IncidentState,
  input: RunInput,
  item: Exclude<Item, { kind: 'undo' }>,
  texts: JsonObject,
): Filled => {
  const found = inputOf(desk, state, input, { frames: item.frames, with: texts, ...(item.when !== undefined && { when: item.when }) });
  if (!found.ok) return { kind: 'failed', because: `${found.failure.what}: ${found.failure.why}` };
  const { skip } = found.value;
  return typeof skip === 'string' && !Object.hasOwn(texts, 'skip')
    ? { kind: 'skipped', because: skip }
    : { kind: 'filled', value: { ...found.value } };
};
/** Texts come from the playbook, but expressions in them may answer something else than text. */
export const textOf = (value: JsonObject[string]): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
