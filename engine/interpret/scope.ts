import type { Asset } from '../../core/asset/asset.ts';
import type { JsonObject } from '../../core/json.ts';
import { runIn, type IncidentState } from '../../core/ledger/incident.ts';
import type { IncidentScope, Scope, StepScope } from '../../core/playbook/scope.ts';
import type { StepView } from '../../core/run/run.ts';
import { entryOf, type Policy } from '../desk.ts';
import type { RunInput } from '../ports.ts';

export const outcomeOf = ({ status, result, because }: StepView): StepScope['outcome'] => {
  if (status === 'skipped') return because?.includes(' denied ') === true ? 'denied' : 'skipped';
  if (result?.proof.kind === 'proven') return 'done';
  return result?.proof.kind === 'refuted' || result?.effect === 'no-change' ? 'failed' : 'unknown';
};

/** What earlier steps of one level left, by their id. A sub-playbook's entry holds the outputs of its steps. */
export const stepsAt = (state: IncidentState, { runId }: RunInput, prefix: string): Readonly<Record<string, StepScope>> => {
  const run = runIn(state, runId);
  const found = new Map<string, StepScope>();
  const add = (path: string, outcome: StepScope['outcome'], output: JsonObject, answer?: string) => {
    if (!path.startsWith(prefix)) return;
    const [id = '', ...inner] = path.slice(prefix.length).split('/');
    const known = found.get(id);
    found.set(
      id,
      inner.length === 0
        ? { outcome, output, ...(answer !== undefined && { answer }) }
        : { outcome, output: { ...known?.output, [inner.join('/')]: output } },
    );
  };
  for (const { path } of run?.skipped ?? []) add(path, 'skipped', {});
  for (const step of run?.steps ?? []) add(step.path, outcomeOf(step), step.output ?? {});
  for (const { runId: by, path, number } of state.tasks) if (by === runId) add(path, 'done', { task: number });
  for (const { path, ended } of run?.blocks ?? []) if (ended !== undefined) add(path, ended.outcome, ended.output ?? {});
  for (const { runId: by, path, number, made } of state.choices)
    if (by === runId && made !== undefined) add(path, 'done', { choice: number }, made.answer);
  return Object.fromEntries(found);
};

const assetOf = (policy: Policy, opened: IncidentState['opened']): Asset | undefined => {
  const entry = opened?.target && entryOf(policy, opened.target.arn);
  return opened?.target === undefined || entry === undefined
    ? undefined
    : { ...opened.target, ...entry, adopted: true, links: [], seenAt: opened.at };
};

/** What an expression sees at one level of a run: the finding, its asset, the incident, and what earlier steps of this level left. */
export const scopeAt = (policy: Policy, state: IncidentState, input: RunInput, prefix: string, inputs: JsonObject): Scope => {
  const { opened } = state;
  const [finding] = state.findings;
  const asset = assetOf(policy, opened);
  const incident: IncidentScope | undefined = opened && {
    id: state.incidentId,
    number: opened.number,
    incidentClass: opened.incidentClass,
    title: opened.title,
    sev: opened.sev,
    openedAt: opened.at,
  };
  return {
    inputs,
    steps: stepsAt(state, input, prefix),
    ...(finding && { finding }),
    ...(asset && { asset }),
    ...(incident && { incident }),
  };
};
