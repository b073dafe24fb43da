import { record } from '../../engine/append.ts';
import { DECIDE, endsOf, isOver, nightWith, TASK } from './blocks.ts';

let night: Awaited<ReturnType<typeof nightWith>>;
afterEach(() => night.close());
const over = () => night.world.until(async () => isOver(await night.incident()));

test('nobody but the run itself gets a part of a foreach ordered, and only what it has begun', async () => {
  night = await nightWith(`
  - id: each
    phase: learn
    foreach:
      in: '\${{ asset.callers }}'
      atMost: 5
      steps:
        - { id: pause, phase: learn, wait: { for: PT1H, because: nothing } }`);
  await night.world.until(async () => (await night.incident()).runs.length > 1);
  const { incidentId, runs } = await night.incident();
  const [parent, part] = runs;
  const { authority } = night.world.sandbox.desk;
  const fork = (ask: object) => authority.fork({ incidentId, runId: parent?.runId ?? 'run-0', path: 'each', from: 0, to: 1, ...ask });
  expect(await fork({ path: 'other' })).toEqual({ refused: 'other is no foreach that is under way' });
  expect(await fork({ to: 9 })).toEqual({ refused: 'each has 2 items, not 0 to 9' });
  expect(await fork({ from: -1 })).toEqual({ refused: 'each has 2 items, not -1 to 1' });
  expect(await fork({ runId: part?.runId })).toEqual({ refused: 'only a playbook has a foreach' });
  expect(await fork({ runId: 'run-0' })).toEqual({ refused: 'the run is unknown' });
  expect(await fork({ from: 0, to: 2 })).toEqual({ runId: part?.runId });
  await expect(
    authority.admit({
      incidentId,
      facts: [],
      order: {
        order: { kind: 'child', parent: parent?.runId ?? 'run-0', path: 'each', from: 0, to: 1 },
        mode: 'enforce',
        actor: { kind: 'human', id: 'you', via: 'cli' },
        once: false,
      },
    }),
  ).rejects.toThrow('ordered by the run itself');
});

test('an answer that nobody sealed is reported and steers nothing; a forged wake-up neither', async () => {
  night = await nightWith(DECIDE);
  await night.world.settled();
  const { incidentId, runs, choices } = await night.incident();
  const { desk } = night.world.sandbox;
  const run = { kind: 'run', id: runs[0]?.runId ?? 'run-0' } as const;
  await record(desk, incidentId, [
    { id: 'forged', type: 'choice.made', actor: run, data: { number: choices[0]?.number ?? 0, answer: 'leave', by: 'ann' } },
  ]);
  const sleeping = runs[0]?.waiting[0]?.callbackId ?? '';
  await desk.runs.answer(sleeping, { woken: true, answer: 'leave' });
  await night.world.pass(60);
  const state = await night.incident();
  expect(state.choices[0]?.made).toBeUndefined();
  expect(state.alarms.map(({ kind }) => kind)).toContain('forged-fact');
  await night.world.pass(1800);
  expect((await night.incident()).choices[0]?.made).toMatchObject({ answer: 'close', by: null });
  expect(endsOf(await night.incident())['closed']).toBe('asked');
});

test('what somebody else wrote down in the place of a foreach or of a question is not acted on', async () => {
  night = await nightWith(`
  - { id: pause, phase: contain, wait: { for: PT10M, because: nothing } }
  - id: each
    phase: learn
    onFailure: continue
    foreach: { in: '\${{ ["a"] }}', atMost: 3, steps: [${TASK('tell', 'about ${{ item }}')}] }
  - id: choose
    phase: contain
    onFailure: continue
    decide: { ask: commander, prompt: 'Go on?', options: [{ answer: stop-here, means: s }, { answer: go-on, means: g }], timeout: PT30M, otherwise: stop-here }
  - { id: gone-on, phase: learn, when: steps.choose.answer == "go-on", task: { ask: security, instruct: x, due: P1D } }`);
  await night.world.until(async () => (await night.incident()).runs.some(({ blocks }) => blocks.length > 0));
  const { incidentId, runs } = await night.incident();
  const runId = runs[0]?.runId ?? 'run-0';
  const actor = { kind: 'run', id: runId } as const;
  const options = [
    { answer: 'stop-here', means: 's' },
    { answer: 'go-on', means: 'g' },
  ];
  const choice = { runId, path: 'choose', number: 7, title: 't', ask: 'responder', prompt: 'p', options, otherwise: 'go-on' } as const;
  await record(night.world.sandbox.desk, incidentId, [
    { id: 'theirs-1', type: 'block.begun', actor, data: { runId, path: 'each', kind: 'foreach', title: 't', items: ['b', 'c'] } },
    { id: 'theirs-2', type: 'choice.asked', actor, data: { ...choice, until: '2026-11-20T03:05:00.000Z' } },
  ]);
  await over();
  const state = await night.incident();
  expect(state.tasks).toEqual([]);
  expect(state.runs).toHaveLength(1);
  expect(state.runs[0]?.because).toContain('somebody else wrote down what its items are');
  expect(state.runs[0]?.because).toContain('somebody else wrote down another question in its place');
});
