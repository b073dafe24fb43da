import { keyOf } from '../../core/id.ts';
import type { IncidentState } from '../../core/ledger/incident.ts';
import { emptyIncident } from '../../core/ledger/incident.ts';
import type { Finding } from '../../core/finding/finding.ts';
import type { Target } from '../../core/asset/resource.ts';
import { plus } from '../../core/time.ts';
import { row, WIDTH } from '../../core/report/layout.ts';
import type { Desk } from '../desk.ts';
import { liveNow } from '../house.ts';
import { unfold, type Item } from '../interpret/items.ts';
import { inputOf } from '../interpret/plan.ts';
import type { Run } from '../verb.ts';
import { noSuch, refusal } from './answer.ts';
import { adoptedEndpoint, isAnswer } from './endpoint.ts';

export const playbookLint: Run<'playbook lint'> = async (desk, { playbook }) => {
  const report = await desk.lintPlaybooks(playbook);
  if (report === undefined) return noSuch(`playbook ${playbook ?? ''}`);
  const { checked, findings } = report;
  const errors = findings.filter(({ level }) => level === 'error');
  const lines = [
    ...findings.flatMap(({ file, line, column, sentence, fix }) => [`${file}:${line}:${column}  ${sentence}  ${fix}`]),
    `${checked.length} checked (${checked.join(', ')}): ${errors.length === 0 ? 'no fault' : `${errors.length} faults`}.`,
  ];
  const data = {
    checked,
    findings: findings.map(({ file, line, column, rule, level, sentence, fix }) => ({ file, line, column, rule, level, sentence, fix })),
  };
  const next = `npx cordon playbook plan ${checked[0] ?? 'training-data-poisoning'} --endpoint fraud-scorer`;
  return errors.length === 0
    ? { exit: 0, lines, data, next }
    : {
        exit: 3,
        lines,
        data,
        next: 'npx cordon playbook lint',
        error: { code: 'faults', message: `${errors.length} faults`, hint: 'npx cordon playbook lint', effect: 'no-change' },
      };
};

/** A finding as the playbook would get it, to see what it would do; it says what it is and is never recorded. */
const supposed = async (desk: Desk, target: Target, incidentClass: string): Promise<Finding> => {
  const now = desk.clock.now();
  const asset = await desk.assets.find(target.arn);
  const trained = asset?.links.find(({ as }) => as === 'trained-on')?.arn.replace(/^arn:[a-z-]+:s3:::/, 's3://');
  const serving = (await desk.assets.configHistory(target.arn)).find(({ until }) => until === undefined);
  // Supposed: what is in service learned from bad data that came a day before it was put there.
  const attributes = { ...(trained !== undefined && { dataUri: trained }), ...(serving && { firstBadAt: plus(serving.from, -86_400) }) };
  return {
    source: { id: 'plan', product: 'cordon', detailType: 'plan', uid: 'plan', account: target.account, region: target.region },
    correlationKey: `plan:${target.arn}`,
    signal: incidentClass,
    title: 'supposed',
    severityId: 0,
    resources: [target],
    principals: [],
    attributes,
    observedAt: now,
    isSample: true,
    rawDigest: `sha256:${'0'.repeat(64)}`,
    uid: 'finding-plan',
    incidentClass,
    assurance: 'aws',
    corroborated: true,
    certainty: 'likely',
    sev: 2,
    because: 'supposed, to see the plan',
    target,
  };
};
interface Planned {
  readonly path: string;
  readonly verdict: 'ok' | 'NO' | 'later';
  readonly detail: readonly string[];
}

const lookAt = async (desk: Desk, state: IncidentState, item: Item): Promise<Planned> => {
  const run = { runId: 'run-plan', incidentId: state.incidentId } as const;
  if (item.kind === 'task')
    return {
      path: item.path,
      verdict: 'ok',
      detail: [`asks ${item.task.ask}, due ${item.task.due}: ${item.title}`, 'nothing waits for it'],
    };
  if (item.kind !== 'action') return { path: item.path, verdict: 'later', detail: [] };
  const input = inputOf(desk, state, run, item);
  if (!input.ok) return { path: item.path, verdict: 'later', detail: [`known only after the steps before it: ${input.failure.why}`] };
  if (typeof input.value['skip'] === 'string') return { path: item.path, verdict: 'later', detail: [input.value['skip']] };
  const entry = desk.catalog.get(item.uses);
  const target = state.opened?.target;
  if (entry === undefined || target === undefined) return { path: item.path, verdict: 'NO', detail: [`there is no action ${item.uses}`] };
  const reply = await desk.caller.call(entry.id, target.arn, {
    incidentId: state.incidentId,
    key: keyOf(run.runId, item.path, 'look'),
    at: desk.clock.now(),
    exercise: desk.exercise,
    verb: 'look',
    input: { ...input.value },
  });
  if (!reply.ok) return { path: item.path, verdict: 'NO', detail: [`${reply.failure.what}: ${reply.failure.why}`] };
  if (reply.value.verb !== 'look') return { path: item.path, verdict: 'NO', detail: ['the action answered something else'] };
  const { writes, impact } = reply.value.plan;
  return {
    path: item.path,
    verdict: 'ok',
    detail: [...(writes.length === 0 ? ['no write'] : writes.map(({ operation }) => operation)), ...impact],
  };
};

export const playbookPlan: Run<'playbook plan'> = async (desk, { playbook, endpoint }) => {
  const found = adoptedEndpoint(desk, endpoint);
  if (isAnswer(found)) return found;
  const loaded = (await liveNow(desk)).find(({ id }) => id === playbook)?.live;
  if (loaded === undefined) return noSuch(`playbook ${playbook}`);
  const { target } = found;
  const incidentClass = loaded.document.triggers?.findings[0] ?? 'open-incident';
  const finding = await supposed(desk, target, incidentClass);
  const opened = {
    incidentClass,
    title: 'supposed',
    sev: 2 as const,
    sevBecause: 'supposed',
    number: 0,
    correlationKey: finding.correlationKey,
    generation: 0,
    target,
    at: desk.clock.now(),
  };
  const state: IncidentState = { ...emptyIncident('inc-plan'), opened, findings: [finding] };
  const { items } = await unfold(
    desk,
    loaded.document,
    loaded.document.triggers === undefined ? [{ id: 'plan', with: { target: target.arn } }] : [],
  );
  const planned: Planned[] = [];
  for (const item of items) planned.push(await lookAt(desk, state, item));
  const failing = planned.filter(({ verdict }) => verdict === 'NO');
  const lines = [
    `If ${target.name} were hit by ${incidentClass} right now, ${playbook}@${loaded.ref.version} would (nothing was changed):`,
    ...planned.flatMap(({ path, verdict, detail }) => row(path, [`${verdict}  ${detail[0] ?? ''}`, ...detail.slice(1)], WIDTH)),
  ];
  const data = { playbook: { ...loaded.ref }, target: target.arn, steps: planned.map((step) => ({ ...step })) };
  if (failing.length === 0) return { exit: 0, lines, data, next: `npx cordon contain ${target.name} --dry-run` };
  return {
    ...refusal(3, 'would-fail', `${failing.length} steps would fail tonight.`, `npx cordon show ${target.name}`),
    lines: [...lines, `${failing.length} steps would fail tonight.`],
    data,
  };
};
