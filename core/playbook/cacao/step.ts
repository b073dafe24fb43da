import type { CatalogEntry } from '../../action/catalog.ts';
import { requirementFor } from '../../approval/table.ts';
import type { Mode } from '../../approval/grant.ts';
import type { JsonObject } from '../../json.ts';
import type { PlaybookDocument } from '../document.ts';
import type { Phase } from '../phase.ts';
import type { ActionStep, Step } from '../step.ts';
import { secondsOf } from '../../time.ts';
import { cacaoId, modifiedOf } from './identity.ts';
import { argumentsOf, conditionVariable } from './variables.ts';
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
const approvals = ({ risk }: CatalogEntry, mode: Mode): JsonObject =>
  Object.fromEntries(
    TIERS.map((tier) => {
      const found = requirementFor({ risk, tier, mode, failMode: 'contain', whenUnavailable: 'fallback', corroborated: true });
      return [
        tier,
        found.kind === 'seats'
          ? { kind: found.kind, seats: found.seats, notRequester: found.notRequester, iam: found.iam }
          : { kind: found.kind },
      ];
    }),
  );
const asked = (entry: CatalogEntry, mode: Mode): string =>
  TIERS.map((tier) => {
    const found = requirementFor({ risk: entry.risk, tier, mode, failMode: 'contain', whenUnavailable: 'fallback', corroborated: true });
    return `tier ${tier}: ${found.kind === 'seats' ? found.seats.join(' and ') : found.kind === 'auto' ? 'nobody' : 'refused'}`;
  }).join('; ');

export const servicesOf = ({ reads, writes }: CatalogEntry): readonly string[] => [
  ...new Set((writes.length > 0 ? writes : reads).map((operation) => operation.split(':')[0] ?? '')),
];
const manual = (phase: Phase, command: string): JsonObject => ({ type: 'manual', command, playbook_activity: PHASES[phase].activity });

const actionBody = (step: ActionStep, entry: CatalogEntry, mode: Mode): Drawn => {
  const calls = entry.writes.length > 0 ? `It may call ${entry.writes.join(', ')}` : `It only reads: ${entry.reads.join(', ')}`;
  const back = typeof entry.undo === 'string' ? entry.undo : `It can be taken back (risk ${entry.undo.risk}).`;
  const targets = servicesOf(entry).map(serviceId);
  const doing = `${entry.title}. Ask first (${asked(entry, mode)}). ${calls}. ${back}`;
  const variables = argumentsOf(step);
  const shared = { agent: groupId(DOER), ...(targets.length > 0 && { targets }), ...(variables.length > 0 && { in_args: variables }) };
  const { id: action, risk, effect, reads, writes, probes, endangers, undo } = entry;
  const extension = {
    step,
    action: { id: action, risk, effect, reads, writes, probes, endangers, undo },
    approvals: approvals(entry, mode),
  };
  return {
    type: 'action',
    body: {
      name: step.title ?? entry.title,
      description: `${step.phase}: ${step.id}`,
      commands: [manual(step.phase, doing)],
      ...shared,
      step_extensions: { [EXTENSION]: extension },
    },
    ...(step.when !== undefined && { condition: `${conditionVariable(step)}:value = 'true'` }),
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
/** One step as CACAO says it, and all that it cannot say in our extension. Throws when the document was not linted: it calls what is not there. */
export const drawStep = (step: Step, { action, called: calledBy, mode }: Sources): Drawn => {
  const condition = step.when === undefined ? {} : { condition: `${conditionVariable(step)}:value = 'true'` };
  const variables = argumentsOf(step);
  const in_args = variables.length > 0 ? { in_args: variables } : {};
  const extended = { step_extensions: { [EXTENSION]: { step } } };
  if ('uses' in step) {
    const entry = action(step.uses);
    if (entry === undefined) throw new Error(`there is no action ${step.uses}`);
    return actionBody(step, entry, mode);
  }
  if ('playbook' in step) {
    const version = modifiedOf(calledBy(step.playbook)?.metadata.version ?? '');
    const called = { playbook_id: cacaoId('playbook', step.playbook), ...(version !== undefined && { playbook_version: version }) };
    const name = step.title ?? step.playbook;
    return {
      type: 'playbook-action',
      body: { name, description: `${step.phase}: ${step.id}`, ...called, ...in_args, ...extended },
      ...condition,
    };
  }
  const { ask, instruct, due, doneWhen } = step.task;
  const command = `${instruct}\nDue ${secondsOf(due)} seconds after it was asked.${doneWhen === undefined ? '' : ` Done when ${doneWhen}`}`;
  const body = { name: step.title ?? `Task for ${ask}`, description: `${step.phase}: ${step.id}`, commands: [manual(step.phase, command)] };
  return { type: 'action', body: { ...body, agent: groupId(ask), ...in_args, ...extended }, ...condition };
};
