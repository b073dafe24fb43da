import fc from 'fast-check';
import { VERBS, SERVED, TABLE, routeOf, servedName, type ServedName } from '../../core/verb/table.ts';
import type { ArgsOf } from '../../core/verb/entry.ts';
import { argsFor, mayAct, readArgs, readTypedArgs } from '../../core/verb/read-args.ts';
import { commandNames } from '../../engine/commands/index.ts';
import type { Runs } from '../../engine/commands/runs.ts';
import type { Run } from '../../engine/verb.ts';
import { makeWorld, type World } from '../engine/world.ts';
import { reachedFrom } from '../exercise/imports.ts';

const why = (name: ServedName, given: object): string => {
  const read = readArgs(TABLE[name], { ...given });
  return read.ok ? '' : read.why;
};

describe('one entry and one run, or it does not compile', () => {
  test('planted: a run without an entry, an entry without a run, a verb of the terminal on the server, an argument that nobody declared', () => {
    // @ts-expect-error no entry says frobnicate
    const stranger: Run<'frobnicate'> | undefined = undefined;
    const status: Run<'status'> = async () => ({ exit: 0, lines: [], data: {} });
    // @ts-expect-error every other verb lacks its run
    const few: Runs = { status };
    // @ts-expect-error only a terminal knows start
    const here: Run<'start'> | undefined = undefined;
    // @ts-expect-error approve has no argument force
    const undeclared: Run<'approve'> = async (_desk, { force }) => ({ exit: force ? 0 : 1, lines: [], data: {} });
    // @ts-expect-error what may be left out may be missing
    const careless = ({ incident }: ArgsOf<(typeof TABLE)['status']>): number => incident;
    expect([stranger, few, here, undeclared, careless]).toHaveLength(5);
  });
  test('values come in the types that the entry says', () => {
    const typed: ArgsOf<(typeof TABLE)['declare']> = { endpoint: 'churn', what: 'odd', class: 'open-incident', sev: '2' };
    expect(readArgs(TABLE.declare, { endpoint: 'churn', what: ' odd ' })).toEqual({ ok: true, value: typed });
    expect(readArgs(TABLE.timeline, { incident: 'inc-7' })).toEqual({ ok: true, value: { incident: 7, human: false } });
    expect(readTypedArgs(TABLE['exercise run'], { scenario: 'x', seed: '7', fast: true })).toEqual({
      ok: true,
      value: { scenario: 'x', seed: 7, fast: true },
    });
  });
});

describe('help and refusals need little', () => {
  /** Files that reach the schema library, the engine or an SDK: 50 ms and more each, before the first line. */
  const heavy = (entry: string): readonly string[] =>
    [...reachedFrom([entry])].flatMap(([file, text]) =>
      file.startsWith('engine/') || /^import (?!type).* from '(zod|@aws-sdk|@slack)/m.test(text) ? [file] : [],
    );
  test.each(['core/verb/table.ts', 'core/verb/read-args.ts', 'cli/parser.ts', 'cli/output.ts'])('%s', (entry) => {
    expect(reachedFrom([entry]).size).toBeGreaterThan(2);
    expect(heavy(entry)).toEqual([]);
  });
  test('planted: what needs them is found', () => {
    expect(heavy('engine/commands/index.ts').length).toBeGreaterThan(10);
    expect(heavy('core/playbook/incident-class.ts')).toEqual(['core/playbook/incident-class.ts']);
  });
});

describe('what the table refuses', () => {
  const long = (length: number) => 'x'.repeat(length);
  test.each<[ServedName, object, RegExp]>([
    ['status', { incident: 'A-1' }, /takes an id such as INC-1 as incident, not A-1/],
    ['status', { incident: ' '.repeat(40) + 'INC-1' }, /INC-1/],
    ['status', { incident: 1 }, /INC-1/],
    ['status', { incident: null }, /INC-1/],
    ['status', { incidents: 'INC-1' }, /does not know incidents\. Did you mean incident\?/],
    ['status', JSON.parse('{"__proto__": "x"}'), /does not know __proto__/],
    ['approve', {}, /needs approval: A-1/],
    ['approve', { approval: 'A-1', target: long(257) }, /at most 256 characters/],
    ['deny', { approval: 'A-1' }, /needs reason/],
    ['deny', { approval: 'A-1', reason: long(1001) }, /at most 1000/],
    ['deny', { approval: 'A-1', reason: ['x'] }, /takes text/],
    ['show', { what: '' }, /needs what/],
    ['show', { what: long(2049) }, /at most 2048/],
    ['show', { what: 'A-1', calls: 'yes' }, /takes true or false as calls/],
    ['contain', { endpoint: '' }, /needs endpoint/],
    ['contain', { endpoint: long(2049) }, /at most 2048/],
    ['release', { endpoint: '' }, /needs endpoint/],
    ['history', { endpoint: long(2049) }, /at most 2048/],
    ['declare', { endpoint: 'churn', what: '  ' }, /needs what/],
    ['declare', { endpoint: 'churn', what: long(2001) }, /at most 2000/],
    ['declare', { endpoint: 'churn', what: 'x', class: 'party' }, /does not know party as class/],
    ['declare', { endpoint: 'churn', what: 'x', sev: '5' }, /does not know 5 as sev/],
    ['declare', { endpoint: 'churn', what: 'x', sev: 2 }, /sev/],
    ['note', { incident: 'INC-1', text: ' ' }, /needs text/],
    ['note', { incident: 'INC-1', text: long(2001) }, /at most 2000/],
    ['task done', { task: 'T-1', said: ' ' }, /needs said/],
    ['task done', { task: 'T-1', said: long(1001) }, /at most 1000/],
    ['task done', { task: 'INC-1', said: 'x' }, /T-1/],
    ['evidence verify', { evidence: 'E-1', trust: long(129) }, /at most 128/],
    ['playbook lint', { playbook: long(65) }, /at most 64/],
    ['playbook plan', { playbook: '', endpoint: 'churn' }, /needs playbook/],
    ['playbook plan', { playbook: 'x', target: long(2049) }, /at most 2048/],
    ['playbook plan', { playbook: 'x', target: 'arn:x', profile: 'readonly' }, /does not know profile/],
    ['send', { event: 'x', 'no-follow': true }, /does not know no-follow/],
    ['list', { all: true }, /does not know all/],
  ])('%s %j', (name, given, sentence) => {
    expect(why(name, given)).toMatch(sentence);
  });
  test('whatever comes, it is read or refused with a sentence, never thrown', () => {
    const names = VERBS.flatMap((verb) => argsFor(verb).map(({ name }) => name));
    const given = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), fc.oneof(fc.jsonValue(), fc.constant('INC-1')));
    fc.assert(
      fc.property(fc.constantFrom(...SERVED), given, (verb, args) => {
        const read = readArgs(verb, args);
        if (!read.ok) return expect(read.why.length).toBeGreaterThan(5);
        const known = argsFor(verb).map(({ name }) => name);
        expect(Object.keys(args).filter((key) => !known.includes(key))).toEqual([]);
        for (const { name, required } of argsFor(verb)) if (required === true) expect(read.value).toHaveProperty([name]);
      }),
      { numRuns: 2000 },
    );
  });
  test('only a switch that is on makes an act a look', () => {
    expect(mayAct(TABLE.contain, { 'dry-run': true })).toBe(false);
    for (const given of [{}, { 'dry-run': false }, { 'dry-run': 'true' }]) expect(mayAct(TABLE.contain, given)).toBe(true);
    expect([mayAct(TABLE.status, {}), mayAct(TABLE.approve, { 'dry-run': true })]).toEqual([false, true]);
  });
});

describe('what the server does with the table', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
    await world.send('poisoned-training');
    await world.settled();
  });
  afterAll(() => world.close());

  test('it knows every verb that is not of the terminal, and no other', async () => {
    expect(commandNames).toEqual(SERVED.map(({ name }) => routeOf(name)));
    for (const { name } of VERBS) {
      const answer = await world.command(routeOf(name), { frobnicate: true }, 'you');
      const unknown = answer.lines.join('').startsWith('There is no verb');
      expect([name, unknown, answer.exit]).toEqual([name, servedName(routeOf(name)) === undefined, 2]);
    }
  });
  test('whoever stands in no assets.yaml may look and not act, whatever the verb', async () => {
    const given: Readonly<Record<string, object>> = {
      abort: { incident: 'INC-1' },
      'adopt-change': { endpoint: 'churn', reason: 'x' },
      approve: { approval: 'A-1' },
      deny: { approval: 'A-1', reason: 'no' },
      contain: { endpoint: 'churn' },
      release: { endpoint: 'churn' },
      declare: { endpoint: 'churn', what: 'odd' },
      note: { incident: 'INC-1', text: 'x' },
      keep: { endpoint: 'churn', reason: 'x' },
      'task done': { task: 'T-1', said: 'x' },
      send: { event: 'poisoned-training' },
      choose: { choice: 'C-1', answer: 'yes' },
      stop: { all: true },
      resume: { all: true },
      'playbook activate': { playbook: 'prompt-injection', version: '1.0.0' },
      settle: { incident: 'INC-1', step: 'deny', found: 'changed', reason: 'x' },
    };
    const before = (await world.ledger()).length;
    expect(SERVED.flatMap(({ name, where }) => (where === 'act' ? [name] : [])).toSorted()).toEqual(Object.keys(given).toSorted());
    for (const [name, args] of Object.entries(given))
      for (const person of ['mallory', '__proto__', ''])
        expect(await world.command(routeOf(name), { ...args }, person)).toMatchObject({
          exit: 5,
          error: { code: 'unknown', effect: 'no-change' },
        });
    expect((await world.ledger()).length).toBe(before);
    expect(await world.command('status', {}, 'mallory')).toMatchObject({ exit: 0 });
    expect(await world.command('contain', { endpoint: 'churn', 'dry-run': true }, 'mallory')).toMatchObject({ exit: 0 });
  });
  test('it reads no file for anybody', async () => {
    for (const event of ['../package', 'samples/poisoned-training.json', '/etc/passwd', '-'])
      expect(await world.command('send', { event }, 'you')).toMatchObject({ exit: 2, error: { code: 'usage' } });
  });
});
