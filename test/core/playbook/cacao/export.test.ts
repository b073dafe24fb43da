import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { readPlaybookFiles } from '../../../../adapters/playbooks-files.ts';
import type { CatalogEntry } from '../../../../core/action/catalog.ts';
import { isObject, type JsonObject } from '../../../../core/json.ts';
import { assemble } from '../../../../core/playbook/assemble.ts';
import { cacaoOf } from '../../../../core/playbook/cacao/export.ts';
import { modifiedOf, uuidV5 } from '../../../../core/playbook/cacao/identity.ts';
import { PlaybookDocument } from '../../../../core/playbook/document.ts';
import { compareVersions } from '../../../../core/playbook/version.ts';
import { cacaoErrors, unrepairedErrors } from './schemas.ts';
import { senseless } from './sense.ts';

const catalog: readonly CatalogEntry[] = JSON.parse(readFileSync('actions/catalog.json', 'utf8'));
const { playbooks, working } = assemble(await readPlaybookFiles('playbooks'));
const called = (id: string) => working.find(({ metadata }) => metadata.id === id);
const known = { action: (id: string) => catalog.find((entry) => entry.id === id), called };
const exported = (document: PlaybookDocument): JsonObject => {
  const made = cacaoOf(document, known);
  if (!made.ok) throw new Error(made.failure.why);
  return JSON.parse(JSON.stringify(made.value));
};
const shared = called('forensic-snapshot');
if (shared === undefined) throw new Error('forensic-snapshot is gone');

describe('every playbook as CACAO 2.0', () => {
  test('there are some', () => expect(playbooks.length).toBeGreaterThanOrEqual(3));
  test.each(playbooks.map(({ ref, document }) => [`${ref.id} ${ref.version}`, document] as const))(
    '%s is valid, and makes sense',
    (_name, document) => {
      const made = exported(document);
      expect(cacaoErrors(made)).toEqual([]);
      expect(senseless(made)).toEqual([]);
    },
  );
});

/** Documents that the language allows; whether a linter would like them is another question. */
const kebab = fc.stringMatching(/^[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4}){0,2}$/);
const text = fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }).map((one) => one.toWellFormed().replaceAll('${{', ''));
const common = {
  phase: fc.constantFrom('detect', 'contain', 'investigate', 'eradicate', 'recover', 'learn'),
  title: fc.option(
    text.filter((one) => one !== ''),
    { nil: undefined },
  ),
  when: fc.option(fc.constantFrom('finding.sev == 1', 'has(asset.switches) && finding.target.name == "x"'), { nil: undefined }),
};
const soft = fc.option(fc.constantFrom('continue', 'stop'), { nil: undefined });
const step = fc.oneof(
  fc.record({
    ...common,
    onFailure: fc.option(fc.constantFrom('continue', 'stop', 'undo'), { nil: undefined }),
    uses: fc.constantFrom(...catalog.map(({ id }) => id)),
    with: fc.constantFrom(
      {},
      { endpoint: '${{ finding.target.arn }}' },
      { a: ['${{ steps["x-y"].output.z }}', 'INC-${{ incident.number }}'] },
    ),
  }),
  fc.record({
    ...common,
    onFailure: soft,
    playbook: fc.constant('forensic-snapshot'),
    with: fc.constant({ target: '${{ inputs.target }}' }),
  }),
  fc.record({
    ...common,
    onFailure: soft,
    task: fc.record({
      ask: fc.constantFrom('owner', 'legal', 'security'),
      instruct: text.filter((one) => one !== ''),
      due: fc.constantFrom('PT4H', 'P2D'),
    }),
  }),
);
const version = fc.tuple(fc.nat(9999), fc.nat(999), fc.nat(999)).map((numbers) => numbers.join('.'));
const without = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const document = fc
  .record({
    id: kebab,
    version,
    mode: fc.constantFrom('observe', 'propose', 'enforce'),
    onEvidenceFailure: fc.option(fc.constantFrom('contain', 'hold'), { nil: undefined }),
    steps: fc.uniqueArray(fc.tuple(kebab, step), { minLength: 1, maxLength: 12, selector: ([id]) => id }),
  })
  .map(({ id, version: number, mode, onEvidenceFailure, steps }) =>
    PlaybookDocument.parse(
      without({
        apiVersion: 'cordon/v1',
        kind: 'Playbook',
        metadata: { id, version: number, title: `t ${id}`, owner: 'team', references: { atlas: ['AML.T0020'], owaspLlm: [] } },
        inputs: { target: { type: 'arn', describe: 'a thing' } },
        mode,
        onEvidenceFailure,
        steps: steps.map(([name, one]) => ({ id: name, ...one })),
      }),
    ),
  );

describe('any document', () => {
  test('is valid and makes sense: nothing refers to nothing, everything is reached, every branch has its own end', () => {
    fc.assert(
      fc.property(document, (one) => {
        const made = exported(one);
        expect(cacaoErrors(made)).toEqual([]);
        expect(senseless(made)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
  test('is the same text every time; another version is the same playbook with other steps', () => {
    fc.assert(
      fc.property(document, version, (one, number) => {
        const [first, again] = [exported(one), exported(structuredClone(one))];
        expect(JSON.stringify(again)).toBe(JSON.stringify(first));
        const other = exported({ ...one, metadata: { ...one.metadata, version: number } });
        expect(other['id']).toBe(first['id']);
        const steps = (made: JsonObject) => (isObject(made['workflow']) ? Object.keys(made['workflow']) : []);
        const kept = steps(other).filter((id) => steps(first).includes(id));
        expect(kept).toHaveLength(number === one.metadata.version ? steps(first).length : 0);
      }),
      { numRuns: 60 },
    );
  });
  test('every step is there as it was written, and no failure of it loosens anything', () => {
    fc.assert(
      fc.property(document, (one) => {
        const made = JSON.stringify(exported(one));
        for (const written of one.steps) expect(made).toContain(JSON.stringify(written).slice(1, -1));
        const undoable = one.steps.filter((written) => {
          const entry = 'uses' in written ? known.action(written.uses) : undefined;
          const goesOn = written.phase === 'investigate' && one.onEvidenceFailure === 'contain';
          return written.onFailure === 'undo' && !goesOn && entry?.effect !== 'containment' && typeof entry?.undo === 'object';
        });
        expect(made.split('"on_failure":').length - 1).toBe(undoable.length);
      }),
      { numRuns: 60 },
    );
  });
  test('a newer version is modified later', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        const [left = '', right = ''] = [modifiedOf(a), modifiedOf(b)];
        expect(Math.sign(Date.parse(left) - Date.parse(right))).toBe(Math.sign(compareVersions(a, b)));
      }),
    );
  });
});

describe('what is refused', () => {
  const with_ = (change: Partial<PlaybookDocument['metadata']>) => ({ ...shared, metadata: { ...shared.metadata, ...change } });
  test.each([
    ['a version that cannot be told apart', with_({ version: '1.0.1000' }), known, 'above 999'],
    ['an action that is not there', shared, { ...known, action: () => undefined }, 'there is no action evidence.snapshot-endpoint'],
    [
      'a playbook that is not there',
      called('prompt-injection') ?? shared,
      { ...known, called: () => undefined },
      'there is no playbook forensic-snapshot',
    ],
  ])('%s', (_what, one, from, why) => {
    const made = cacaoOf(one, from);
    expect(made).toMatchObject({ ok: false, failure: { why: expect.stringContaining(why), effect: 'no-change' } });
  });
});

describe('planted', () => {
  const good = exported(called('training-data-poisoning') ?? shared);
  const changed = (from: RegExp | string, to: string): JsonObject => JSON.parse(JSON.stringify(good).replace(from, to));
  test.each([
    ['a step that follows nothing', /"on_success":"(action|if-condition)--(\w)/, '"on_success":"$1--0', /is not there/],
    ['an agent that is nobody', /"agent":"group--./, '"agent":"group--0', /is not defined/],
    ['a marking that is none', /"markings":\["marking-tlp--./, '"markings":["marking-tlp--0', /is not defined/],
  ])('%s makes no sense', (_what, from, to, why) => {
    const bad = changed(from, to);
    expect(JSON.stringify(bad)).not.toBe(JSON.stringify(good));
    expect(senseless(bad).join('\n')).toMatch(why);
  });
  test.each([
    ['a step that does not exist in CACAO', '"type":"if-condition"', '"type":"decision"', /decision/],
    ['a command that does not exist', '"type":"manual"', '"type":"jupyter-nb"', /jupyter-nb/],
    ['a field of nobody', '"spec_version"', '"next_step":"x","spec_version"', /does not know next_step/],
    ['a field of nobody inside a command', '"type":"manual"', '"type":"manual","loudly":true', /does not know loudly/],
    ['an id of version 7', /"id":"playbook--(.{8})-(.{4})-5/, '"id":"playbook--$1-$2-7', /does not match/],
    ['a variable that is a number', '"external":true', '"external":true,"value":1', /not \["string","null"\]/],
  ])('%s is invalid', (_what, from, to, why) => {
    expect(cacaoErrors(changed(from, to)).join('\n')).toMatch(why);
  });
  const workflow = (steps: JsonObject): JsonObject => ({ workflow_start: 'a', workflow: steps });
  const fork = { type: 'parallel', next_steps: ['b', 'c'], on_completion: 'd' };
  test.each<[string, JsonObject, string]>([
    ['a circle', { a: { on_completion: 'b' }, b: { on_success: 'a' } }, 'a comes back to itself'],
    ['a step beside the way', { a: { on_completion: 'b' }, b: { type: 'end' }, c: { type: 'end' } }, 'c is never reached'],
    [
      'an end of two branches',
      { a: fork, b: { on_success: 'e' }, c: { on_success: 'e' }, d: { type: 'end' }, e: { type: 'end' } },
      'e ends two branches',
    ],
  ])('%s makes no sense', (_what, steps, why) => expect(senseless(workflow(steps))).toEqual([why]));
  test('as published, no playbook with a command is valid: why the schemas are repaired', () => {
    expect(unrepairedErrors(good).join('\n')).toMatch(/does not know command/);
  });
});

// https://www.rfc-editor.org/rfc/rfc9562#name-example-of-a-uuidv5-value
test('the example of RFC 9562', () => {
  expect(uuidV5('www.example.com', '6ba7b810-9dad-11d1-80b4-00c04fd430c8')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
});
