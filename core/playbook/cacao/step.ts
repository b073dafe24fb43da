import type { CatalogEntry } from '../../action/catalog.ts';
import { requirementFor } from '../../approval/table.ts';
import { asWanted } from '../../approval/wanted.ts';
import type { Mode } from '../../approval/grant.ts';
import type { JsonObject } from '../../json.ts';
import type { PlaybookDocument } from '../document.ts';
import type { Phase } from '../phase.ts';
import { blocksOf, rulesOf, type Step } from '../step.ts';
import type { ActionStep } from '../steps/action-step.ts';
import { secondsOf, type Duration } from '../../time.ts';
import { cacaoId, modifiedOf } from './identity.ts';
import { answerVariable, argumentsOf, handedBack, itemVariables, leftVariable } from './variables.ts';
import type { Drawn } from './workflow.ts';

/** A phase in CACAO's words. Each type must come with its activity, and each activity must be that of a step. */
export const PHASES = {
  detect: { type: 'detection', activity: 'match-indicator' },
  contain: { type: 'mitigation', activity: 'eliminate-risk' },
  investigate: { type: 'investigation', activity: 'identify-indicators' },
  eradicate: { type: 'mitigation', activity: 'eliminate-risk' },
  recover: { type: 'remediation', activity: 'restore-capabilities' },
  learn: { type: 'prevention', activity: 'configure-systems' },
} as const satisfies Readonly<Record<Phase, { readonly type: string; readonly activity: string }>>;

export const EXTENSION = cacaoId('extension-definition', 'cordon/v1');
export const groupId = (role: string): string => cacaoId('group', role);
export const serviceId = (service: string): string => cacaoId('http-api', service);
/** Who does what Cordon would do, when it is not there. */
export const DOER = 'responder';

const TIERS = ['low', 'medium', 'high'] as const;
/** Whose yes a step needs on a tier, for an asset that is contained on silence. A playbook may want people asked where the table does not. */
const requiredOn = (tier: (typeof TIERS)[number], { risk }: CatalogEntry, mode: Mode, { approval }: ActionStep): JsonObject => {
  const byTable = requirementFor({ risk, tier, mode, failMode: 'contain', whenUnavailable: 'fallback', corroborated: true });
  const found = asWanted(byTable, approval?.because);
  return found.kind === 'seats'
    ? { kind: found.kind, seats: found.seats, notRequester: found.notRequester, iam: found.iam }
    : { kind: found.kind };
};
const approvals = (entry: CatalogEntry, mode: Mode, step: ActionStep): JsonObject =>
  Object.fromEntries(TIERS.map((tier) => [tier, requiredOn(tier, entry, mode, step)]));
const asked = (entry: CatalogEntry, mode: Mode, step: ActionStep): string =>
  TIERS.map((tier) => {
    const { kind, seats } = requiredOn(tier, entry, mode, step);
    return `tier ${tier}: ${Array.isArray(seats) ? seats.join(' and ') : kind === 'auto' ? 'nobody' : 'refused'}`;
  }).join('; ');

export const servicesOf = ({ reads, writes }: CatalogEntry): readonly string[] => [
  ...new Set((writes.length > 0 ? writes : reads).map((operation) => operation.split(':')[0] ?? '')),
];
const millisecondsIn = (duration: Duration): number => secondsOf(duration) * 1000;
const manual = (phase: Phase, command: string): JsonObject => ({ type: 'manual', command, playbook_activity: PHASES[phase].activity });

const actionBody = (step: ActionStep, entry: CatalogEntry, mode: Mode): Drawn => {
  const calls = entry.writes.length > 0 ? `It may call ${entry.writes.join(', ')}` : `It only reads: ${entry.reads.join(', ')}`;
  const back = typeof entry.undo === 'string' ? entry.undo : `It can be taken back (risk ${entry.undo.risk}).`;
  const targets = servicesOf(entry).map(serviceId);
  const always = step.approval === undefined ? '' : ` Weigh this: ${step.approval.because}.`;
  const doing = `${entry.title}. Ask first (${asked(entry, mode, step)}).${always} ${calls}. ${back}`;
  const variables = argumentsOf(step);
  const shared = { agent: groupId(DOER), ...(targets.length > 0 && { targets }), ...(variables.length > 0 && { in_args: variables }) };
  const { id: action, risk, effect, reads, writes, probes, endangers, undo } = entry;
  const extension = {
    step,
    action: { id: action, risk, effect, reads, writes, probes, endangers, undo },
    approvals: approvals(entry, mode, step),
  };
  return {
    type: 'action',
    body: {
      name: step.title ?? entry.title,
      description: `${step.phase}: ${step.id}`,
      commands: [manual(step.phase, doing)],
      ...shared,
      ...(step.timeout !== undefined && { timeout: millisecondsIn(step.timeout) }),
      step_extensions: { [EXTENSION]: extension },
    },
    // Containment is loosened by people only, and what has no way back stops the run.
    ...(effect !== 'containment' &&
      typeof undo !== 'string' && {
        undo: {
          name: `Undo: ${step.title ?? entry.title}`,
          commands: [manual(step.phase, `Take back what ${step.id} did. ${back}`)],
          agent: groupId(DOER),
        },
      }),
  };
};

export interface Sources {
  readonly action: (id: string) => CatalogEntry | undefined;
  /** A playbook that is called, as this one calls it. */
  readonly called: (id: string) => PlaybookDocument | undefined;
  readonly mode: Mode;
}
/** Work that people do when no machine does it. */
interface Manual {
  readonly name: string;
  readonly command: string;
  readonly agent: string;
  readonly extra?: JsonObject;
}
const manualOf = (step: Step): Manual => {
  if ('task' in step) {
    const { ask, instruct, due, doneWhen } = step.task;
    const done = doneWhen === undefined ? '' : ` Done when ${doneWhen}`;
    return { name: `Task for ${ask}`, command: `${instruct}\nDue ${secondsOf(due)} seconds after it was asked.${done}`, agent: ask };
  }
  if ('decide' in step) {
    const { ask, prompt, options, timeout, otherwise } = step.decide;
    const ways = options.map(({ answer, means }) => `${answer}: ${means}`).join('\n');
    const extra = { out_args: [answerVariable(step)], timeout: millisecondsIn(timeout) };
    const command = `${prompt}\n${ways}\nWithout an answer in ${secondsOf(timeout)} seconds: ${otherwise}. An answer permits nothing by itself.`;
    return { name: `Question for ${ask}`, command, agent: ask, extra };
  }
  if ('wait' in step) {
    const { for: duration, because } = step.wait;
    const extra = { delay: millisecondsIn(duration) };
    return { name: `Wait ${secondsOf(duration)} seconds`, command: `The time is over, go on. Waited for: ${because}`, agent: DOER, extra };
  }
  if ('abort' in step)
    return { name: 'The run ends here', command: `${step.abort.because}\nUndo nothing; list what remains to be done.`, agent: DOER };
  return { name: step.id, command: rulesOf(step).does, agent: DOER };
};

const framed = (step: Step): JsonObject => ({
  name: step.title ?? step.id,
  description: `${step.phase}: ${step.id}: ${rulesOf(step).does}`,
  step_extensions: { [EXTENSION]: { step } },
});
const looped = (step: Step): Drawn => ({
  type: 'while-condition',
  body: { ...framed(step), condition: `${leftVariable(step)}:value = 'true'` },
  take: {
    name: `Take the next item: ${step.id}`,
    commands: [manual(step.phase, `Take the next item of the list, and say whether there is another one (${rulesOf(step).does}).`)],
    agent: groupId(DOER),
    out_args: [leftVariable(step), ...itemVariables(step)],
  },
});

/** One step as CACAO says it, and all that it cannot say in our extension. Throws when the document was not linted: it calls what is not there. */
export const drawStep = (step: Step, { action, called: calledBy, mode }: Sources): Drawn => {
  const variables = argumentsOf(step);
  const in_args = variables.length > 0 ? { in_args: variables } : {};
  const extended = { step_extensions: { [EXTENSION]: { step } } };
  if ('uses' in step) {
    const entry = action(step.uses);
    if (entry === undefined) throw new Error(`there is no action ${step.uses}`);
    return actionBody(step, entry, mode);
  }
  if ('playbook' in step) {
    const document = calledBy(step.playbook);
    const version = modifiedOf(document?.metadata.version ?? '');
    const called = { playbook_id: cacaoId('playbook', step.playbook), ...(version !== undefined && { playbook_version: version }) };
    const name = step.title ?? step.playbook;
    const back = handedBack(step, document);
    const out_args = back.length > 0 ? { out_args: back } : {};
    return {
      type: 'playbook-action',
      body: { name, description: `${step.phase}: ${step.id}`, ...called, ...in_args, ...out_args, ...extended },
    };
  }
  const [block] = blocksOf(step);
  if (block !== undefined) return block.loop ? looped(step) : { type: 'parallel', body: framed(step) };
  const { name, command, agent, extra } = manualOf(step);
  const body = { name: step.title ?? name, description: `${step.phase}: ${step.id}`, commands: [manual(step.phase, command)] };
  return {
    type: 'action',
    body: { ...body, agent: groupId(agent), ...in_args, ...extra, ...extended },
    ...('decide' in step && { eitherWay: true as const }),
  };
};
