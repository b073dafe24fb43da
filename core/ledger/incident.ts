import type { ApprovalView } from '../approval/approval.ts';
import { foldApprovals } from '../approval/fold.ts';
import type { Decision, Finding } from '../finding/finding.ts';
import type { IncidentId, RunId } from '../id.ts';
import { foldRun, newRun, runOf, type RunView, type StepView } from '../run/run.ts';
import type { EventOf, Facts, LedgerEvent } from './facts.ts';
import { foldChoices, type ChoiceView } from './choice.ts';
import { foldTasks, type TaskView } from './task.ts';

/** Everything that is known about one incident: a fold of its believed facts. */
export interface IncidentState {
  readonly incidentId: IncidentId;
  readonly opened?: Readonly<Facts['incident.opened']> & { readonly at: LedgerEvent['at'] };
  readonly findings: readonly Finding[];
  readonly decision?: Omit<Decision, 'findings'>;
  readonly runs: readonly RunView[];
  readonly approvals: readonly ApprovalView[];
  readonly evidence: readonly Readonly<Facts['evidence.sealed']>[];
  readonly alarms: readonly Readonly<Facts['alarm.raised']>[];
  /** In the order in which they were asked. */
  readonly tasks: readonly TaskView[];
  readonly choices: readonly ChoiceView[];
  readonly resolved?: Readonly<Facts['incident.resolved']>;
  /** Sequence number of the newest event, believed or not. */
  readonly seq: number;
}

export const emptyIncident = (incidentId: IncidentId): IncidentState => ({
  incidentId,
  findings: [],
  runs: [],
  approvals: [],
  evidence: [],
  alarms: [],
  tasks: [],
  choices: [],
  seq: 0,
});

const received = (state: IncidentState, { data }: EventOf<'finding.received'>): IncidentState => ({
  ...state,
  findings: [...state.findings, data.finding],
  decision: state.decision ?? data.decision,
});

const foldOne = (state: IncidentState, event: LedgerEvent): IncidentState => {
  switch (event.type) {
    case 'finding.received':
      return received(state, event);
    case 'incident.opened':
      return { ...state, opened: { ...event.data, at: event.at } };
    case 'incident.resolved':
      return { ...state, resolved: event.data };
    case 'evidence.sealed':
      return { ...state, evidence: [...state.evidence, event.data] };
    case 'alarm.raised':
      return { ...state, alarms: [...state.alarms, event.data] };
    case 'run.requested':
      return { ...state, runs: [...state.runs, newRun(event)] };
    default: {
      const runId = runOf(event);
      return {
        ...state,
        approvals: foldApprovals(state.approvals, event),
        tasks: foldTasks(state.tasks, event),
        choices: foldChoices(state.choices, event),
        runs: runId === undefined ? state.runs : state.runs.map((run) => (run.runId === runId ? foldRun(run, event) : run)),
      };
    }
  }
};

export const foldIncident = (incidentId: IncidentId, events: readonly LedgerEvent[]): IncidentState => {
  const state = events.reduce(foldOne, emptyIncident(incidentId));
  return { ...state, seq: events.at(-1)?.seq ?? 0 };
};

export const runIn = (state: IncidentState, runId: RunId): RunView | undefined => state.runs.find((run) => run.runId === runId);
export const stepIn = (state: IncidentState, runId: RunId, path: string): StepView | undefined =>
  runIn(state, runId)?.steps.find((step) => step.path === path);
/** The newest approval asked for a step as it is planned now; an older plan's approval is void. */
export const approvalFor = (state: IncidentState, step: StepView): ApprovalView | undefined =>
  state.approvals.findLast(
    ({ approval }) =>
      approval.run === step.runId && approval.step === step.path && approval.verb === step.verb && approval.planDigest === step.planDigest,
  );
export const isOpen = (state: IncidentState): boolean => state.opened !== undefined && state.resolved === undefined;
