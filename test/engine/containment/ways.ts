import type { Mode } from '../../../core/approval/grant.ts';
import type { ActionReply, ActionRequest } from '../../../core/action/request.ts';
import type { Effect, Failure } from '../../../core/failure.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { ActionCaller } from '../../../engine/ports.ts';
import { planDigestOf } from '../../../core/action/plan.ts';
import { ACCOUNT, FRAUD_SCORER } from '../world.ts';

type OnFailure = 'continue' | 'stop' | 'undo';
/** One way in which something fails after, or while, an endpoint is contained. */
export interface Way {
  readonly name: string;
  /** What follows the quarantine, or replaces it. */
  readonly steps: readonly JsonObject[];
  /** Breaks the line to the actions. */
  readonly line?: (caller: ActionCaller) => ActionCaller;
  /** What people do about the steps that follow; everything else they are asked, they approve, at once. */
  readonly mode?: Mode;
  readonly people: 'say yes' | 'say no' | 'are silent';
  /** Steps that the playbook wants taken back, and no others. */
  readonly undone: readonly string[];
  /** What the run says in the end. */
  readonly says: RegExp;
}

const QUARANTINE = 'sagemaker.quarantine-endpoint';
const ROLLBACK = 'sagemaker.rollback-endpoint';
const CLIENT = 'iam.quarantine-client';
const REJECT = 'sagemaker.reject-model-package';
const deny = (onFailure: OnFailure = 'stop'): JsonObject => ({
  id: 'deny',
  phase: 'contain',
  uses: QUARANTINE,
  with: { endpoint: FRAUD_SCORER },
  onFailure,
});
const rollback = (id: string, onFailure: OnFailure, more: JsonObject = {}): JsonObject => ({
  id,
  phase: 'contain',
  uses: ROLLBACK,
  with: { endpoint: FRAUD_SCORER, badData: ['s3://nb-train/partner/'], badSince: '2026-11-18T02:10:00.000Z' },
  onFailure,
  ...more,
});
const reject = (id: string, onFailure: OnFailure): JsonObject => ({
  id,
  phase: 'eradicate',
  uses: REJECT,
  with: { modelPackage: `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:model-package/fraud-model/7`, reason: 'trained on bad data' },
  onFailure,
});
const client = (onFailure: OnFailure): JsonObject => ({
  id: 'client',
  phase: 'contain',
  uses: CLIENT,
  with: { client: `arn:aws:iam::${ACCOUNT}:role/batch-nightly`, endpoint: FRAUD_SCORER },
  onFailure,
});

const failure = (kind: string, effect: Effect, retryable: boolean): Failure => ({
  kind,
  retryable,
  effect,
  what: 'It did not work',
  why: `a test wants ${kind}`,
  next: 'npx cordon status',
});
type Answers = (request: ActionRequest) => ActionReply | undefined;
/** Answers instead of one action, for as long as it has an answer. */
const instead =
  (action: string, answers: Answers) =>
  (caller: ActionCaller): ActionCaller => ({
    call: async (id, target, request) => (id === action ? answers(request) : undefined) ?? caller.call(id, target, request),
  });
const failing = (action: string, verb: ActionRequest['verb'], how: Failure) =>
  instead(action, (request) => (request.verb === verb ? { ok: false, failure: how } : undefined));
/** It happens as it should, and once it could be proven, it is not. */
const unproven =
  (action: string, kind: 'refuted' | 'unknown') =>
  (caller: ActionCaller): ActionCaller => ({
    call: async (id, target, request) => {
      const reply = await caller.call(id, target, request);
      if (id !== action || request.verb !== 'verify' || !reply.ok) return reply;
      if ('proof' in reply.value && reply.value.proof.kind === 'pending') return reply;
      return { ok: true, value: { verb: 'verify', proof: { kind, because: `a test wants ${kind}` } } };
    },
  });

/** Every kind that a call to AWS can fail with, and ours; `timed-out` and `bug` may have changed something. */
const KINDS: readonly Failure[] = [
  ...(['throttled', 'in-progress', 'unavailable'] as const).map((kind) => failure(kind, 'no-change', true)),
  ...(['denied', 'not-found', 'conflict', 'invalid', 'no-grant', 'drift'] as const).map((kind) => failure(kind, 'no-change', false)),
  ...(['timed-out', 'bug'] as const).map((kind) => failure(kind, 'unknown', false)),
  failure('denied', 'changed', false),
];
const oneAfterTheOther: Answers = (request) => {
  if (request.verb !== 'apply') return undefined;
  const how = KINDS[Number(/:failed-(\d+):/.exec(request.key)?.[1])];
  return how && { ok: false, failure: how };
};
const crash = (action: string) =>
  instead(action, ({ verb }) => {
    if (verb === 'apply') throw new Error('the process fell over');
    return undefined;
  });
/** Looks different every time somebody looks: whatever people approve, it is not that any more. */
const restless =
  (action: string) =>
  (caller: ActionCaller): ActionCaller => {
    let looks = 0;
    return {
      call: async (id, target, request) => {
        const reply = await caller.call(id, target, request);
        if (id !== action || !reply.ok || reply.value.verb !== 'look') return reply;
        looks += 1;
        const plan = { ...reply.value.plan, guard: { ...reply.value.plan.guard, looks } };
        return { ok: true, value: { verb: 'look', plan, planDigest: planDigestOf(plan) } };
      },
    };
  };

const yes = { people: 'say yes', undone: [] } as const;
const DENIED = failure('denied', 'no-change', false);
export const WAYS: readonly Way[] = [
  {
    ...yes,
    name: `every kind of failure, one after the other, and it goes on (${KINDS.length})`,
    steps: [deny(), ...KINDS.map((_, index) => reject(`failed-${index}`, 'continue'))],
    line: instead(REJECT, oneAfterTheOther),
    says: /failed-0: .*failed-11: /,
  },
  {
    ...yes,
    name: 'denied by AWS, stop',
    steps: [deny(), reject('later', 'stop'), rollback('never', 'stop')],
    line: failing(REJECT, 'apply', DENIED),
    says: /^later: It did not work: a test wants denied$/,
  },
  {
    ...yes,
    name: 'throttled until every retry is used up, stop',
    steps: [deny(), rollback('later', 'stop')],
    line: failing(ROLLBACK, 'apply', failure('throttled', 'no-change', true)),
    says: /^later: It did not work: a test wants throttled$/,
  },
  {
    ...yes,
    name: 'denied by AWS, undo',
    steps: [deny(), rollback('later', 'undo')],
    line: failing(ROLLBACK, 'apply', DENIED),
    undone: ['later-undo'],
    says: /^later: It did not work: a test wants denied$/,
  },
  {
    ...yes,
    name: 'done, but refuted, and taken back',
    steps: [deny(), rollback('later', 'undo')],
    line: unproven(ROLLBACK, 'refuted'),
    undone: ['later-undo'],
    says: /^later: a test wants refuted$/,
  },
  {
    ...yes,
    name: 'done, not known whether, and the way back fails too',
    steps: [deny(), rollback('later', 'undo')],
    line: (caller) => unproven(ROLLBACK, 'unknown')(failing(ROLLBACK, 'undo', DENIED)(caller)),
    undone: ['later-undo'],
    says: /^later: a test wants unknown$/,
  },
  {
    ...yes,
    name: 'what came before the failed step is not taken back with it',
    steps: [deny(), rollback('earlier', 'undo'), reject('later', 'undo')],
    line: failing(REJECT, 'apply', DENIED),
    says: /^later: It did not work: a test wants denied$/,
  },
  {
    ...yes,
    name: 'people say no',
    steps: [deny(), rollback('later', 'undo')],
    people: 'say no',
    says: /^every step is done or was passed over$/,
  },
  {
    ...yes,
    name: 'nobody answers, and it lapses',
    steps: [deny(), reject('later', 'undo')],
    mode: 'propose',
    people: 'are silent',
    says: /^every step is done or was passed over$/,
  },
  {
    ...yes,
    name: 'the plan changes under their hands, every time',
    steps: [deny(), rollback('later', 'undo')],
    line: restless(ROLLBACK),
    undone: ['later-undo'],
    says: /^later: the account changed 3 times while people were deciding/,
  },
  {
    ...yes,
    name: 'the step itself crashes, every time',
    steps: [deny(), rollback('later', 'undo')],
    line: crash(ROLLBACK),
    says: /^a step of Cordon itself failed: /,
  },
  {
    ...yes,
    name: 'it cannot even be planned',
    steps: [deny(), rollback('later', 'undo')],
    line: failing(ROLLBACK, 'look', failure('invalid', 'no-change', false)),
    // Tried, and found that nothing was done.
    undone: ['later-undo'],
    says: /^later: It did not work: a test wants invalid$/,
  },
  {
    ...yes,
    name: 'its condition cannot be answered',
    steps: [deny(), rollback('later', 'undo', { when: 'steps.deny.output.nothing.here == 1' })],
    undone: ['later-undo'],
    says: /^later: /,
  },
  ...(['refuted', 'unknown'] as const).map((kind) => ({
    ...yes,
    name: `the quarantine itself is ${kind}, and the playbook wants that undone`,
    steps: [deny('undo'), reject('never', 'stop')],
    line: unproven(QUARANTINE, kind),
    says: new RegExp(`^deny: a test wants ${kind}$`),
  })),
  {
    ...yes,
    name: 'a second containment fails, and the playbook wants that undone',
    steps: [deny(), client('undo')],
    line: unproven(CLIENT, 'refuted'),
    says: /^client: a test wants refuted$/,
  },
];
