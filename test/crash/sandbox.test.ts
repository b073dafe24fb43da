import { availableParallelism } from 'node:os';
import { killPoints, kindsOf, problemsOf, spread, weakenings } from './sandbox-check.ts';
import { openStage, type Outcome, type Reference, type Stage } from './sandbox-kill.ts';
import { matrix, SLACK } from './sandbox-matrix.ts';

/** A death and a recovery take about a second of processor time. */
const MOST_MS = 20 * 60_000;
/**
 * At which hook inside a transaction, and where a second death falls; another seed dies elsewhere. `CORDON_CRASH_POINTS=each`: every durable
 * operation of every night; `all`: every hook.
 */
const seed = Number(process.env['CORDON_SEED'] ?? 2);
const all = process.env['CORDON_CRASH_POINTS'] === 'all';
const each = process.env['CORDON_CRASH_POINTS'] === 'each';
const some = (points: readonly string[], count: number): readonly number[] =>
  all || each ? killPoints(points, seed, all) : spread(killPoints(points, seed, false), count, seed);
const width = Math.min(3, availableParallelism() + 1);

const say = (line: string): void => void process.stderr.write(`${line}\n`);
let stage: Stage;
let reference: Reference;
beforeAll(async () => {
  stage = await openStage();
  reference = await stage.reference();
}, 120_000);
afterAll(() => stage.close());

test('undisturbed: contained, rolled back, released; every transition once, evidence verified, one flipped byte found', () => {
  const { final, seen } = reference;
  expect(final).toMatchObject({ incidents: 1, brokenAt: null, forged: 0, bundles: 1, strange: [], verify: [0, 3] });
  expect(final.mutations).toEqual(['AddTags', 'UpdateEndpoint', 'UpdateModelPackage', 'DeleteTags']);
  expect(final.range).toMatchObject({
    config: 'fraud-cfg-6',
    status: 'InService',
    instances: [['AllTraffic', 12, 12]],
    callers: ['answered', 'answered', 'answered'],
  });
  const once = final.meaning.filter((line) => /^(?:step\.(?:started|ended)|grant\.issued|containment\.changed|run\.\w+) /.test(line));
  expect(once.length).toBeGreaterThan(20);
  expect(new Set(once).size).toBe(once.length - 1);
  expect(final.meaning.filter((line) => line.startsWith('approval.closed'))).toHaveLength(4);
  expect(weakenings(seen)).toEqual([]);
  expect(seen.filter(({ checkout }) => checkout === 'denied').length).toBeGreaterThan(10);
});

test('the checks find what they are for: a second effect, a second transition, a weaker moment, a foreign repeat', () => {
  const { final } = reference;
  const outcome: Outcome = { at: 1, point: 'planted', final, seen: reference.seen, repeated: [], underWay: [] };
  expect(problemsOf(reference, outcome)).toEqual([]);
  const denied = reference.seen.findIndex(({ checkout }) => checkout === 'denied');
  const open = reference.seen.map((seen, index) => (index === denied + 5 ? { ...seen, checkout: 'answered' as const } : seen));
  const planted: readonly Outcome[] = [
    { ...outcome, final: { ...final, mutations: [...final.mutations, 'AddTags'] } },
    { ...outcome, final: { ...final, meaning: [...final.meaning.slice(0, 16), final.meaning[15] ?? '', ...final.meaning.slice(16)] } },
    { ...outcome, final: { ...final, verify: [0, 0] } },
    { ...outcome, seen: open },
    { ...outcome, repeated: ['run-1:deny:apply'], underWay: ['run-1:rollback:apply'] },
  ];
  for (const one of planted) expect(problemsOf(reference, one).length).toBeGreaterThan(0);
});

test(
  'killed at every durable operation, call, save and write of evidence: recovers to the same end',
  async () => {
    const points = killPoints(reference.points, seed, all);
    say(
      `CORDON_SEED=${seed}${all ? ' CORDON_CRASH_POINTS=all' : ''}: ${points.length} of ${reference.points.length} hooks: ${kindsOf(reference.points)}`,
    );
    const began = Date.now();
    const onProgress = (done: number) =>
      void (done % 100 === 0 && say(`${done} of ${points.length}, ${Math.round((Date.now() - began) / 1000)} s`));
    const { killed, recovered, repeats, problems } = await matrix({ stage, reference, points, width, onProgress });
    const seconds = Math.round((Date.now() - began) / 1000);
    say(
      `${killed} killed with SIGKILL, ${recovered} recovered to the same end, ${repeats} repeated a call without a second effect; ${seconds} s`,
    );
    expect(problems).toEqual([]);
    expect(killed).toBeGreaterThan(points.length - SLACK);
    expect(recovered).toBe(killed);
    expect(repeats).toBeGreaterThan(0);
  },
  MOST_MS,
);

test(
  'killed again while recovering',
  async () => {
    const points = spread(killPoints(reference.points, seed, true), 30, seed);
    const death = (at: number) => ({ again: 1 + ((at * 13 + seed) % 80) });
    const { killed, recovered, problems } = await matrix({ stage, reference, points, width, death });
    say(`CORDON_SEED=${seed}: ${killed} killed twice, ${recovered} recovered to the same end`);
    expect(problems).toEqual([]);
    expect(killed).toBeGreaterThan(25);
  },
  MOST_MS,
);

test(
  'down for an hour around a call, until its grant has expired: what people decided is signed anew and carried out',
  async () => {
    const points = reference.points.flatMap((point, index) => (/^(?:before|after) call (?:apply|undo)$/.test(point) ? [index + 1] : []));
    const once = (lines: readonly string[]) =>
      lines.filter((line, index) => !line.startsWith('grant.issued') || lines.indexOf(line) === index).filter((line) => !isQuestion(line));
    // After an hour nobody knew what became of a call, so people were asked; the look that proved it has answered for them.
    const isQuestion = (line: string): boolean => /^(?:outcome\.asked|task\.done) |^task\.asked \["[^"]*:outcome"/.test(line);
    const { killed, problems } = await matrix({
      stage,
      reference,
      points,
      width,
      death: () => ({ downSeconds: 3600 }),
      forgive: (outcome) => ({ ...outcome, final: { ...outcome.final, meaning: once(outcome.final.meaning) } }),
    });
    expect(problems).toEqual([]);
    expect(killed).toBe(10);
  },
  MOST_MS,
);

test(
  'nobody answers: killed while rounds pass and silence decides',
  async () => {
    const silent = await openStage('sleep');
    try {
      const undisturbed = await silent.reference();
      const { meaning, range } = undisturbed.final;
      expect(meaning.filter((line) => line.startsWith('approval.closed'))).toEqual([
        'approval.closed [{"by":"silence","kind":"granted"}]',
        'approval.closed [{"by":"silence","kind":"granted"}]',
        'approval.closed [{"kind":"expired"}]',
      ]);
      expect(range.callers).toEqual(['denied', 'denied', 'denied']);
      const points = spread(killPoints(undisturbed.points, seed, false), 30, seed);
      const { killed, recovered, problems } = await matrix({ stage: silent, reference: undisturbed, points, width });
      say(`CORDON_SEED=${seed}: ${killed} killed while nobody answered, ${recovered} recovered to the same end`);
      expect(problems).toEqual([]);
      expect(killed).toBeGreaterThan(25);
    } finally {
      silent.close();
    }
  },
  MOST_MS,
);

test(
  'every construct of the language: killed while branches, parts and people are under way',
  async () => {
    const every = await openStage('every');
    try {
      const undisturbed = await every.reference();
      const { final } = undisturbed;
      expect(final).toMatchObject({ incidents: 1, brokenAt: null, forged: 0, bundles: 1, verify: [0, 3] });
      expect(final.mutations).toEqual(['AddTags', 'UpdateEndpoint', 'AttachRolePolicy', 'UpdateModelPackage', 'DeleteTags']);
      for (const kind of ['wait', 'parallel', 'foreach', 'playbook'])
        expect(final.meaning.filter((line) => line.startsWith('block.begun') && line.includes(`"${kind}"`))).toHaveLength(1);
      expect(final.meaning.filter((line) => line.startsWith('run.ended'))).toHaveLength(4);
      const points = some(undisturbed.points, 100);
      const { killed, recovered, problems } = await matrix({ stage: every, reference: undisturbed, points, width });
      say(
        `CORDON_SEED=${seed}: ${killed} of ${undisturbed.points.length} hooks killed with every construct, ${recovered} recovered to the same end`,
      );
      expect(problems).toEqual([]);
      expect(killed).toBeGreaterThan(points.length - SLACK);
      expect(recovered).toBe(killed);
    } finally {
      every.close();
    }
  },
  MOST_MS,
);

test(
  'the other shipped playbook: killed while an assistant loses its tools and one of its callers',
  async () => {
    const assistant = await openStage('assistant');
    try {
      const undisturbed = await assistant.reference();
      const { final } = undisturbed;
      expect(final).toMatchObject({ incidents: 1, brokenAt: null, forged: 0, bundles: 1, verify: [0, 3] });
      expect(final.mutations).toEqual(['PutParameter', 'AttachRolePolicy', 'DetachRolePolicy']);
      expect(final.range.chats).toEqual(['answered', 'answered']);
      expect(undisturbed.seen.some(({ checkout }) => checkout === 'denied')).toBe(true);
      const points = some(undisturbed.points, 40);
      const { killed, recovered, problems } = await matrix({ stage: assistant, reference: undisturbed, points, width });
      say(
        `CORDON_SEED=${seed}: ${killed} of ${undisturbed.points.length} hooks killed with the assistant, ${recovered} recovered to the same end`,
      );
      expect(problems).toEqual([]);
      expect(recovered).toBe(killed);
      expect(killed).toBeGreaterThan(points.length - SLACK / 2);
    } finally {
      assistant.close();
    }
  },
  MOST_MS,
);
