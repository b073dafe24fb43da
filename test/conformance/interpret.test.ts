import { rmSync } from 'node:fs';
import { withDurableExecution, type DurableContext, type WireOperation } from '@aws/durable-execution-sdk-js';
import { LocalDurableTestRunner, WaitingOperationStatus } from '@aws/durable-execution-sdk-js-testing';
import { makeIntake } from '../../engine/intake/intake.ts';
import { interpret } from '../../engine/interpret/run.ts';
import { notify } from '../../engine/notify.ts';
import type { RunInput, Runs } from '../../engine/ports.ts';
import { sources } from '../../sources/index.ts';
import { meaningOf } from '../crash/sandbox-meaning.ts';
import { EVIDENCE_ID, EVIDENCE_TEXT } from '../core/playbook/every-construct.ts';
import { blocksText } from '../engine/blocks.ts';
import { playbookFolder } from '../engine/playbook-folder.ts';
import { makeWorld, type World, type WorldOptions } from '../engine/world.ts';

/**
 * One interpreter, two backends: the embedded host, and AWS's own local checkpoint server. The same answers of the same people must leave
 * the same operations and the same story in the ledger.
 */
interface Run {
  readonly status: string;
  readonly operations: readonly string[];
  readonly story: readonly string[];
}
type Answers = Readonly<Record<string, readonly (readonly [person: string, vote: 'grant' | 'deny'])[]>>;
const APPROVED: Answers = {
  'A2-contain': [['you', 'grant']],
  'A2-change': [
    ['you', 'grant'],
    ['bo', 'grant'],
  ],
  A1: [['you', 'grant']],
};
const scenarios: Readonly<Record<string, Answers>> = {
  'everything approved': APPROVED,
  'the quarantine denied, the rollback approved': { ...APPROVED, 'A2-contain': [['you', 'deny']] },
  'the rollback denied by one of its two seats': {
    ...APPROVED,
    'A2-change': [
      ['you', 'grant'],
      ['bo', 'deny'],
    ],
  },
};
const MOST_MS = 60_000;
/** An incident asks three times at most. */
const MOST_QUESTIONS = 5;
/** Of 25 ms each, before a run is given up. */
const MOST_TURNS = 1500;

const line = ({ Type, SubType, Name, Status }: WireOperation): string => JSON.stringify([Type, SubType, Name, Status]);
const lines = (operations: readonly WireOperation[]): readonly string[] => operations.filter(({ Type }) => Type !== 'EXECUTION').map(line);

const answer = async (world: World, answers: Answers): Promise<boolean> => {
  const cards = await world.waiting();
  for (const { number, risk } of cards) {
    for (const [person, vote] of answers[risk] ?? []) expect(await world.vote(number, person, vote)).toMatchObject({ kind: 'recorded' });
  }
  return cards.length > 0;
};
const storyOf = async (world: World): Promise<readonly string[]> => meaningOf(await world.ledger());

const onHost = async (answers: Answers, options: WorldOptions = {}): Promise<Run> => {
  const world = await makeWorld({ ...options, sweepSeconds: 0 });
  try {
    await world.send('poisoned-training');
    for (let asked = 0; asked < MOST_QUESTIONS; asked += 1) {
      await world.settled();
      if (!(await answer(world, answers))) break;
    }
    const [incident] = await world.incidents();
    const { host } = world.sandbox;
    const execution = host.byName('run', incident?.runs[0]?.runId ?? '');
    await world.until(() => host.byName('run', execution?.name ?? '')?.status !== 'RUNNING');
    const { status = 'none', arn = '' } = host.byName('run', execution?.name ?? '') ?? {};
    return { status, operations: lines(host.operations(arn)), story: await storyOf(world) };
  } finally {
    await world.close();
  }
};

const soon = () => new Promise((resolve) => setTimeout(resolve, 25));

/** The runner skips a wait; the pretend AWS must have passed it all the same, once however often the code is replayed. */
const passing = (world: World, context: DurableContext, passed: Set<string>): DurableContext =>
  new Proxy(context, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (name !== 'wait' || typeof member !== 'function') return typeof member === 'function' ? member.bind(target) : member;
      return async (called: string, duration: { readonly seconds: number }): Promise<void> => {
        await target.wait(called, duration);
        if (passed.has(called)) return;
        passed.add(called);
        await world.pass(duration.seconds);
      };
    },
  });

const onRunner = async (answers: Answers, options: WorldOptions = {}): Promise<Run> => {
  const world = await makeWorld({ ...options, sweepSeconds: 0 });
  const passed = new Set<string>();
  const answered = new Set<string>();
  const ordered: RunInput[] = [];
  const runs: Runs = {
    start: async (input) => {
      ordered.push(input);
      return 'started';
    },
    answer: async (callbackId, value) => {
      if (answered.has(callbackId)) return 'already';
      answered.add(callbackId);
      const waiting = (await world.ledger()).find((event) => event.type === 'approval.waiting' && event.data.callbackId === callbackId);
      const [, path, , , , wake] = waiting?.id.split(':') ?? [];
      const callback = runner.getOperation(`${path}:answer.${wake}`);
      await callback.waitForData(WaitingOperationStatus.STARTED);
      // The runner's own wait for SUBMITTED misses what was submitted before it was asked (1.1.4).
      while (callback.getChildOperations()?.some((child) => child.getType() === 'STEP' && child.getStatus() === 'SUCCEEDED') !== true)
        await soon();
      await callback.sendCallbackSuccess(JSON.stringify(value));
      return 'answered';
    },
  };
  const desk = { ...world.sandbox.desk, runs };
  const handler = (input: RunInput, context: DurableContext) => interpret(desk)(input, passing(world, context, passed));
  const runner = new LocalDurableTestRunner({ handlerFunction: withDurableExecution(handler) });
  world.sandbox.subscribe((events) => void notify({ ledger: desk.ledger, verify: desk.verify, runs, publish: () => {} }, events));
  try {
    await makeIntake(desk, sources)((await desk.sample('poisoned-training')) ?? '');
    const [input = { runId: 'run-none', incidentId: 'inc-none' }] = ordered;
    const over = new AbortController();
    const running = runner.run({ payload: input }).finally(() => over.abort());
    for (let turn = 0; !over.signal.aborted && turn < MOST_TURNS; turn += 1) {
      const [incident] = await world.incidents();
      if (incident?.approvals.some(({ state, waiting }) => state.kind === 'pending' && waiting.length > 0)) await answer(world, answers);
      await soon();
    }
    const ended = await running;
    const operations = ended.getOperations().flatMap((operation) => operation.getOperationData() ?? []);
    return { status: ended.getStatus() ?? 'none', operations: lines(operations), story: await storyOf(world) };
  } finally {
    await world.close();
  }
};

test.each(Object.entries(scenarios))(
  '%s: the same operations and the same story on our host and on the runner of AWS',
  async (_, answers) => {
    const ours = await onHost(answers);
    // The runner fakes the timers of the whole process: only while it runs.
    await LocalDurableTestRunner.setupTestEnvironment({ skipTime: true });
    try {
      const theirs = await onRunner(answers);
      expect(theirs.operations.length).toBeGreaterThan(30);
      expect(theirs.status).toBe('SUCCEEDED');
      expect(ours).toEqual(theirs);
    } finally {
      await LocalDurableTestRunner.teardownTestEnvironment();
    }
  },
  MOST_MS,
);

const BRANCHES = `
  - { id: evidence, phase: investigate, playbook: ${EVIDENCE_ID}, with: { target: '\${{ finding.target.arn }}' } }
  - id: at-once
    phase: contain
    parallel:
      time:
        - { id: pause, phase: contain, wait: { for: PT10M, because: callers give up } }
        - { id: look, phase: contain, task: { ask: responder, instruct: 'look at \${{ finding.target.name }}', due: PT1H } }
      people:
        - { id: tell, phase: contain, task: { ask: owner, instruct: '\${{ size(steps.evidence.output.missing) }} missing: tell them', due: PT1H } }
        - { id: copy-again, phase: contain, uses: evidence.snapshot-endpoint, with: { endpoint: '\${{ finding.target.arn }}' } }
  - { id: long, phase: learn, when: 'steps["at-once"].outcome == "failed"', wait: { for: P1D, because: nobody waits for this } }
  - { id: end, phase: learn, abort: { because: 'that was \${{ steps.evidence.outcome }}' } }`;

test(
  'branches, waits, what a called playbook hands back, an abort: the same operations and the same story',
  async () => {
    const playbooks = playbookFolder({ blocks: blocksText(BRANCHES), [EVIDENCE_ID]: EVIDENCE_TEXT });
    // Branches go on beside each other: which operation is first is not said.
    const loose = ({ status, operations, story }: Run): Run => ({ status, operations: operations.toSorted(), story: story.toSorted() });
    const ours = await onHost({}, { playbooks });
    expect(ours.status).toBe('SUCCEEDED');
    await LocalDurableTestRunner.setupTestEnvironment({ skipTime: true });
    try {
      const theirs = await onRunner({}, { playbooks });
      expect(theirs.operations.join('\n')).toContain('ParallelBranch');
      expect(theirs.story.join('\n')).toContain('run.ended ["aborted","that was done; still in force');
      expect(loose(ours)).toEqual(loose(theirs));
    } finally {
      await LocalDurableTestRunner.teardownTestEnvironment();
      rmSync(playbooks, { recursive: true, force: true });
    }
  },
  MOST_MS,
);
