import { DECIDE, endsOf, isOver, nightWith, TASK } from './blocks.ts';

let night: Awaited<ReturnType<typeof nightWith>>;
afterEach(() => night.close());
const over = () => night.world.until(async () => isOver(await night.incident()));
const yes = async () => {
  for (const { number, seats } of await night.world.waiting())
    for (const [index, { people }] of seats.entries()) await night.world.vote(number, people[index] ?? '', 'grant');
};

test('a branch that fails does not cut the others short; the step after them does not happen', async () => {
  night = await nightWith(`
  - id: both
    phase: investigate
    parallel:
      broken:
        - { id: fails, phase: contain, uses: evidence.snapshot-endpoint, with: { endpoint: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/nobody' }}
        - ${TASK('never', 'not reached')}
      whole:
        - { id: pause, phase: investigate, wait: { for: PT5M, because: something slow } }
        - ${TASK('after-pause', 'reached')}
  - ${TASK('last', 'not reached either')}`);
  await over();
  const state = await night.incident();
  expect(endsOf(state)).toMatchObject({ both: 'failed', pause: 'done', 'after-pause': 'asked' });
  expect(endsOf(state)).not.toHaveProperty('never');
  expect(endsOf(state)).not.toHaveProperty('last');
  expect(state.runs[0]).toMatchObject({ status: 'failed', because: expect.stringContaining('both: broken: fails') });
});

test('more items than the bound: nothing is done for any of them, and a person sees why', async () => {
  night = await nightWith(`
  - id: each
    phase: learn
    foreach: { in: '\${{ asset.callers }}', atMost: 1, steps: [${TASK('tell', 'x')}] }`);
  await over();
  const state = await night.incident();
  expect(state.tasks).toEqual([]);
  expect(state.runs[0]).toMatchObject({ status: 'failed', because: expect.stringContaining('there are 2 items, and it may have 1') });
});

test('an empty list is done at once, without a run of its own', async () => {
  night = await nightWith(`
  - id: each
    phase: learn
    foreach: { in: '\${{ asset.callers.filter(c, c.name == "nobody") }}', atMost: 5, steps: [${TASK('tell', 'x')}] }`);
  await over();
  expect(endsOf(await night.incident())).toEqual({ each: 'done' });
  expect((await night.incident()).runs).toHaveLength(1);
});

test('thirty items, three at once: thirty turns in three runs, each item once', async () => {
  const list = `["${Array.from({ length: 30 }, (_, index) => `n${index}`).join('","')}"]`;
  night = await nightWith(`
  - id: each
    phase: learn
    foreach:
      in: '\${{ ${list} }}'
      atMost: 30
      atOnce: 3
      steps: [${TASK('tell', 'about ${{ item }}')}]`);
  await over();
  const state = await night.incident();
  expect(state.tasks.map(({ instruct }) => instruct).toSorted()).toEqual(
    Array.from({ length: 30 }, (_, index) => `about n${index}`).toSorted(),
  );
  expect(state.runs.map(({ order }) => (order.kind === 'child' ? [order.from, order.to] : []))).toEqual([[], [0, 10], [10, 20], [20, 30]]);
});

test('one item that fails does not keep the others from their turn; the foreach says that it failed', async () => {
  night = await nightWith(`
  - id: each
    phase: learn
    onFailure: continue
    foreach:
      in: '\${{ [1, 0, 2] }}'
      atMost: 3
      steps:
        - { id: odd, phase: learn, when: 10 / item > 0, task: { ask: security, instruct: 'item \${{ item }}', due: P1D } }
        - ${TASK('second', 'again ${{ item }}')}
  - { id: end, phase: learn, when: steps.each.outcome == "failed", task: { ask: security, instruct: 'one failed', due: P1D } }`);
  await over();
  const state = await night.incident();
  expect(state.tasks.map(({ path }) => path)).toEqual(['each/0/odd', 'each/0/second', 'each/2/odd', 'each/2/second', 'end']);
  expect(endsOf(state)['each']).toBe('failed');
});

test('the playbook wants people asked where the table asks nobody', async () => {
  const step = (approval: string) => `
  - id: look
    phase: investigate
    uses: evidence.snapshot-endpoint
    with: { endpoint: '\${{ finding.target.arn }}' }
    ${approval}`;
  night = await nightWith(step('approval: { because: it reads what customers wrote }'));
  await night.world.settled();
  const [card] = await night.world.waiting();
  expect(card).toMatchObject({ rule: 'the playbook wants people asked: it reads what customers wrote', seats: [{ role: 'responder' }] });
  await night.world.vote(1, 'you', 'deny');
  await over();
  expect((await night.incident()).evidence).toEqual([]);
});

test('a role that nobody fills: every responder may answer', async () => {
  night = await nightWith(DECIDE.replace('ask: commander', 'ask: legal'));
  await night.world.settled();
  expect((await night.world.command('choose', { choice: 'C-1', answer: 'leave' }, 'cy')).exit).toBe(0);
  await over();
  expect(endsOf(await night.incident())['closed']).toContain('skipped');
});

test('a part of a foreach changes what its own run has just contained: the run lets go of it first', async () => {
  night = await nightWith(`
  - { id: evidence, phase: investigate, uses: evidence.snapshot-endpoint, with: { endpoint: '\${{ finding.target.arn }}' } }
  - { id: deny, phase: contain, uses: sagemaker.quarantine-endpoint, with: { endpoint: '\${{ finding.target.arn }}' } }
  - id: each
    phase: contain
    foreach:
      in: '\${{ [finding.target.arn] }}'
      atMost: 1
      steps:
        - id: rollback
          phase: contain
          uses: sagemaker.rollback-endpoint
          with: { endpoint: '\${{ item }}', badSince: '\${{ finding.attributes.?firstBadAt }}', badData: ['\${{ finding.attributes.?dataUri }}'] }`);
  await night.world.until(async () => (await night.world.waiting()).length > 0);
  await yes();
  await night.world.until(async () => (await night.incident()).runs.length > 1 && (await night.world.waiting()).length > 0);
  await yes();
  await over();
  expect(endsOf(await night.incident())).toMatchObject({ deny: 'proven', 'each/0/rollback': 'proven', each: 'done' });
  expect(await night.world.calls('checkout-api')).toBe('denied');
});

test('stopped by a person while branches, parts and a question are open: everything ends, nothing comes after', async () => {
  night = await nightWith(`
  - id: both
    phase: contain
    parallel:
      ask:
        - id: choose
          phase: contain
          decide: { ask: commander, prompt: 'Go on?', options: [{ answer: go-on, means: on }, { answer: rest, means: off }], timeout: P1D, otherwise: go-on }
        - ${TASK('asked', 'never')}
      time:
        - { id: pause, phase: contain, wait: { for: PT3H, because: nothing } }
        - ${TASK('paused', 'never')}
  - ${TASK('last', 'never')}`);
  await night.world.until(async () => (await night.incident()).choices.length > 0);
  await night.world.pass(60);
  expect((await night.world.command('abort', { incident: 'INC-1', reason: 'a drill' }, 'you')).exit).toBe(0);
  await over();
  const { host } = night.world.sandbox;
  const runId = (await night.incident()).runs[0]?.runId ?? '';
  await night.world.pass(4 * 3600);
  expect(host.byName('run', runId)?.status).toBe('SUCCEEDED');
  const state = await night.incident();
  expect(state.tasks).toEqual([]);
  expect(state.choices[0]?.made).toBeUndefined();
  expect(state.runs[0]).toMatchObject({ status: 'aborted', because: expect.stringContaining('stopped by you: a drill') });
  expect(await night.world.command('choose', { choice: 'C-1', answer: 'go-on' }, 'ann')).toMatchObject({
    exit: 7,
    error: { code: 'closed' },
  });
});

test('a time limit of its own: the look at the effect ends there, and not with the default of the action', async () => {
  night = await nightWith(`
  - id: deny
    phase: contain
    uses: sagemaker.quarantine-endpoint
    with: { endpoint: '\${{ finding.target.arn }}' }
    timeout: PT1M`);
  await night.world.until(async () => (await night.world.waiting()).length > 0);
  await yes();
  await over();
  const state = await night.incident();
  expect(endsOf(state)).toMatchObject({ deny: expect.stringContaining('unknown') });
  expect(state.runs[0]).toMatchObject({ status: 'failed', because: expect.stringContaining('still open after 60 s') });
});
