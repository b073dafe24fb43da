import type { ActionResult, Plan } from '../../../core/action/plan.ts';
import { targetOf } from '../../../core/asset/resource.ts';
import type { RunView } from '../../../core/run/run-view.ts';
import type { StepView } from '../../../core/run/step-view.ts';

export const ENDPOINT = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer';
export const OTHER = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/credit';
const DIGEST = `sha256:${'1'.repeat(64)}` as const;
export const at = (minute: number): `${string}Z` => `2026-11-20T03:${String(minute).padStart(2, '0')}:00.000Z`;

export const planOn = (target: typeof ENDPOINT | typeof OTHER = ENDPOINT): Plan => ({
  action: 'test.hold',
  target: targetOf(target),
  input: {},
  before: {},
  guard: {},
  writes: [],
  impact: [],
});
export const step = (change: Partial<StepView> = {}): StepView => ({
  runId: 'run-1',
  path: 'deny',
  phase: 'contain',
  title: 't',
  action: 'test.hold',
  risk: 'A2-contain',
  verb: 'apply',
  plan: planOn(),
  planDigest: DIGEST,
  plannedAt: at(0),
  status: 'planned',
  ...change,
});
export const run = (steps: readonly StepView[], change: Partial<RunView> = {}): RunView => ({
  runId: 'run-1',
  order: { kind: 'playbook', playbook: { id: 'p', version: '1.0.0', digest: DIGEST } },
  mode: 'enforce',
  attempt: 1,
  status: 'running',
  requestedAt: at(0),
  steps,
  skipped: [],
  blocks: [],
  waiting: [],
  ...change,
});

type Proof = ActionResult['proof'];
export const proven = (partly?: readonly string[], after: Record<string, string> = {}): Proof => ({
  kind: 'proven',
  after,
  observed: ['the canary is denied'],
  ...(partly && { partly }),
});
export const refuted: Proof = { kind: 'refuted', because: 'the canary got through' };
export const unknown: Proof = { kind: 'unknown', because: 'nobody could look' };
export const ended = (effect: ActionResult['effect'], proof: Proof, change: Partial<StepView> = {}): StepView =>
  step({ status: 'ended', endedAt: at(1), result: { effect, proof }, ...change });
