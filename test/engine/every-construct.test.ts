import { rmSync } from 'node:fs';
import * as z from 'zod';
import { EVERY_ID, EVERY_TEXT, EVIDENCE_ID, EVIDENCE_TEXT } from '../core/playbook/every-construct.ts';
import { endsOf, isOver } from './blocks.ts';
import { playbookFolder } from './playbook-folder.ts';
import { makeWorld, type World, type WorldOptions } from './world.ts';

const playbooks = playbookFolder({ [EVERY_ID]: EVERY_TEXT, [EVIDENCE_ID]: EVIDENCE_TEXT });
let world: World;
const night = async (options: WorldOptions = {}): Promise<void> => {
  world = await makeWorld({ ...options, playbooks });
  await world.send('poisoned-training');
};
afterEach(() => world.close());
afterAll(() => rmSync(playbooks, { recursive: true, force: true }));

const incident = async () => {
  const [first] = await world.incidents();
  if (first === undefined) throw new Error('there is no incident');
  return first;
};
const isAsked = async () => (await incident()).choices.some(({ made }) => made === undefined);
/** The containment is approved and proven; the commander is asked. */
const contained = async (): Promise<void> => {
  await world.settled();
  await world.vote(1, 'you', 'grant');
  await world.until(isAsked);
};
const choose = (answer: string, person = 'ann') => world.command('choose', { choice: 'C-1', answer }, person);
const approveAll = async (): Promise<void> => {
  for (const { number, seats } of await world.waiting())
    for (const [index, { people }] of seats.entries()) await world.vote(number, people[index] ?? '', 'grant');
};

test('from evidence to the lesson: every construct is done once, in its order', async () => {
  await night();
  await contained();
  expect((await choose('rollback')).exit).toBe(0);
  await world.until(async () => (await world.waiting()).length > 0);
  await approveAll();
  await world.until(async () => (await world.waiting()).some(({ title }) => title.startsWith('batch-nightly')));
  expect(isOver(await incident())).toBe(false);
  await approveAll();
  // Rejecting the package is narrow; mode propose of the deployment asks for it all the same.
  await world.until(async () => (await world.waiting()).length > 0);
  await approveAll();
  await world.until(async () => isOver(await incident()));
  const state = await incident();
  expect(endsOf(state)).toEqual({
    'evidence/copy': 'proven',
    evidence: 'done',
    'must-serve': 'skipped: when is false: has(asset.failMode) && asset.failMode == "keep-serving"',
    'at-once': 'done',
    deny: 'proven',
    fallback: 'asked',
    settle: 'done',
    watch: 'asked',
    choose: 'rollback',
    'stop-here': 'skipped: when is false: steps.choose.answer == "hand-over"',
    rollback: 'proven',
    each: 'done',
    'each/0/refuse': 'skipped: when is false: !has(item.fallback)',
    'each/0/tell': 'asked',
    'each/1/refuse': 'proven',
    'each/1/tell': 'asked',
    reject: 'proven',
    lesson: 'asked',
  });
  expect(state.runs.map(({ order, status }) => [order.kind, status])).toEqual([
    ['playbook', 'completed'],
    ['child', 'completed'],
    ['child', 'completed'],
  ]);
  // What an item's steps say is filled from that item, and from steps of the same turn.
  expect(state.tasks.filter(({ path }) => path.startsWith('each/')).map(({ instruct }) => instruct)).toEqual([
    'Tell the team of checkout-api (skipped).',
    'Tell the team of batch-nightly (done).',
  ]);
  expect(state.choices[0]?.prompt).toContain(state.evidence[0]?.bundle);
  expect(await world.calls('checkout-api')).toBe('denied');
});

test('nobody answers the question: the answer that the playbook gives to silence, and nothing else', async () => {
  await night();
  await contained();
  await world.pass(19 * 60);
  expect(endsOf(await incident())['choose']).toBe('waiting');
  await world.pass(120);
  const state = await incident();
  expect(state.choices[0]?.made).toMatchObject({ answer: 'keep-contained', by: null });
  expect(endsOf(state)['rollback']).toBe('skipped: when is false: steps.choose.answer == "rollback"');
  expect((await choose('rollback')).error).toMatchObject({ code: 'closed', effect: 'no-change' });
});

test('an abort ends the run on purpose: what is contained stays so, and nothing comes after it', async () => {
  await night();
  await contained();
  await choose('hand-over');
  await world.until(async () => isOver(await incident()));
  const state = await incident();
  expect(state.runs.map(({ status, because }) => [status, because])).toEqual([
    ['aborted', 'The commander takes INC-1 over by hand; still in force: fraud-scorer: Nobody may call the endpoint; not done: must-serve'],
  ]);
  expect(endsOf(state)['rollback']).toBeUndefined();
  expect(endsOf(state)['lesson']).toBeUndefined();
  expect(await world.calls('checkout-api')).toBe('denied');
  const card = await world.command('status', { incident: 'INC-1' }, 'you');
  expect(card.lines.join('\n')).toContain('CONTAINED');
});

test('an abort before anything was done does nothing', async () => {
  await night({
    policy: (policy) => ({
      ...policy,
      assets: {
        ...policy.assets,
        assets: policy.assets.assets.map((asset) => (asset.arn.endsWith('/fraud-scorer') ? { ...asset, failMode: 'keep-serving' } : asset)),
      },
    }),
  });
  await world.until(async () => isOver(await incident()));
  expect((await incident()).runs[0]).toMatchObject({
    status: 'aborted',
    because: expect.stringContaining('fraud-scorer declared keep-serving'),
  });
  expect(await world.calls('checkout-api')).toBe('answered');
});

test('only those who are asked may answer, only with an answer that there is, and only once', async () => {
  await night();
  await contained();
  expect(await choose('rollback', 'you')).toMatchObject({
    exit: 5,
    error: { code: 'not-eligible' },
    next: 'npx cordon choose C-1 rollback --as ann',
  });
  expect(await choose('roll-back')).toMatchObject({ exit: 2, error: { code: 'no-such-answer' } });
  expect(await choose('keep-contained')).toMatchObject({ exit: 0 });
  expect(await choose('rollback')).toMatchObject({ exit: 7, error: { code: 'closed' } });
  expect((await incident()).choices[0]?.made).toMatchObject({ answer: 'keep-contained', by: 'ann' });
  expect(await world.command('choose', { choice: 'C-7', answer: 'rollback' }, 'ann')).toMatchObject({ exit: 6 });
});

test('a plan looks at every step, those inside of blocks too, and changes nothing', async () => {
  world = await makeWorld({ playbooks });
  // Sessions and the trail of reads aside.
  const things = () =>
    Object.entries(world.range.exportState())
      .map(([key, json]) => `${key} ${json}`)
      .filter((line) => /^(?:sagemaker|iam|ssm)\./.test(line));
  const before = things();
  const planned = await world.command('playbook-plan', { playbook: EVERY_ID, endpoint: 'fraud-scorer' }, 'you');
  const steps = z.array(z.object({ path: z.string(), verdict: z.string(), detail: z.array(z.string()) })).parse(planned.data['steps']);
  expect(steps.map(({ path, verdict }) => `${verdict} ${path}`)).toEqual([
    'ok evidence/copy',
    'later must-serve',
    'ok at-once',
    'ok deny',
    'ok fallback',
    'ok settle',
    'ok watch',
    'ok choose',
    'later stop-here',
    'later rollback',
    'ok each',
    'later each/0/refuse',
    'ok each/0/tell',
    'ok each/1/refuse',
    'ok each/1/tell',
    'later reject',
    'ok lesson',
  ]);
  expect(planned.exit).toBe(0);
  expect(before.length).toBeGreaterThan(20);
  expect(things()).toEqual(before);
});
