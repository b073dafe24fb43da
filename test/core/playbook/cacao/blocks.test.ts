import fc from 'fast-check';
import type { JsonObject } from '../../../../core/json.ts';
import { isObject } from '../../../../core/json.ts';
import { cacaoOf } from '../../../../core/playbook/cacao/export.ts';
import type { PlaybookDocument } from '../../../../core/playbook/document.ts';
import type { Step } from '../../../../core/playbook/step.ts';
import { blocksOf } from '../../../../core/playbook/step.ts';
import { stepsIn } from '../../../../core/playbook/walk.ts';
import { EVERY, EVERY_TEXT, EVIDENCE, EVIDENCE_ID } from '../every-construct.ts';
import { CATALOG, SHIPPED } from '../shipped.ts';
import { documentOf } from '../sample.ts';
import { cacaoErrors } from './schemas.ts';
import { senseless } from './sense.ts';

const known = {
  action: (id: string) => CATALOG.find((entry) => entry.id === id),
  called: (id: string) => [...SHIPPED, EVIDENCE].find(({ metadata }) => metadata.id === id),
};
const exported = (document: PlaybookDocument): JsonObject => {
  const made = cacaoOf(document, known);
  if (!made.ok) throw new Error(made.failure.why);
  return JSON.parse(JSON.stringify(made.value));
};
const objectAt = (json: JsonObject, key: string): JsonObject => (isObject(json[key]) ? json[key] : {});
type Found = readonly [id: string, step: JsonObject];
const workflow = (made: JsonObject): readonly Found[] =>
  Object.entries(objectAt(made, 'workflow')).flatMap(([id, step]) => (isObject(step) ? [[id, step] as const] : []));

const EVERYTHING = exported(EVERY);
const STEPS = workflow(EVERYTHING);
const named = (part: string): JsonObject =>
  STEPS.find(([, { description, name }]) => [description, name].some((text) => typeof text === 'string' && text.includes(part)))?.[1] ?? {};
const next = (step: JsonObject, key: string): JsonObject => STEPS.find(([id]) => id === step[key])?.[1] ?? {};

describe('every construct as CACAO 2.0', () => {
  test('is valid, and makes sense; so is what it calls', () => {
    for (const made of [EVERYTHING, exported(EVIDENCE)]) {
      expect(cacaoErrors(made)).toEqual([]);
      expect(senseless(made)).toEqual([]);
    }
  });
  test('nothing is lost: each step is there as it was written', () => {
    const text = JSON.stringify(EVERYTHING);
    for (const step of stepsIn(EVERY)) expect(text).toContain(JSON.stringify(step).slice(1, -1));
  });
  test('branches start together, each with an end of its own, and the next step follows when all are over', () => {
    const fork = named('contain: at-once');
    expect(fork).toMatchObject({ type: 'parallel' });
    expect(fork['next_steps']).toHaveLength(3);
    expect(next(fork, 'on_completion')).toMatchObject({ description: 'contain: choose' });
  });
  test('a wait is a delay in milliseconds', () => {
    expect(named('contain: settle')).toMatchObject({ type: 'action', delay: 120_000, commands: [{ type: 'manual' }] });
  });
  test('a question goes to the group that may answer; its answer is a variable, and no answer in time is not the end', () => {
    const choose = named('contain: choose');
    expect(choose).toMatchObject({ type: 'action', timeout: 1_200_000, out_args: ['__steps_choose_answer__'] });
    expect(choose['on_failure']).toBe(choose['on_success']);
    const { agent } = choose;
    expect(objectAt(objectAt(EVERYTHING, 'agent_definitions'), typeof agent === 'string' ? agent : '')['name']).toBe('commander');
    expect(objectAt(objectAt(EVERYTHING, 'playbook_variables'), '__steps_choose_answer__')).toMatchObject({ value: 'keep-contained' });
    expect(named('Only if: rollback')).toMatchObject({ type: 'if-condition', condition: "__steps_choose_answer__:value = 'rollback'" });
  });
  test('what an abort ends stands on the other way of its condition', () => {
    const stop = named('Only if: stop-here');
    expect(next(stop, 'on_true')).toMatchObject({ description: 'contain: stop-here' });
    expect(next(stop, 'on_false')).toMatchObject({ name: 'Only if: rollback' });
    expect(next(next(stop, 'on_true'), 'on_success')).toEqual({ type: 'end' });
  });
  test('a loop takes an item, and comes back while there is one left', () => {
    const loop = named('contain: each');
    expect(loop).toMatchObject({ type: 'while-condition', condition: "__left_each__:value = 'true'" });
    expect(next(loop, 'on_true')).toMatchObject({ out_args: ['__left_each__', '__item_name__', '__item_principal__'] });
    expect(next(next(loop, 'on_true'), 'on_success')).toMatchObject({ name: 'Only if: refuse' });
  });
  test('how long an effect may take, and what is handed back', () => {
    expect(named('contain: rollback')).toMatchObject({ type: 'action', timeout: 1_800_000 });
    expect(named('investigate: evidence')).toMatchObject({
      type: 'playbook-action',
      out_args: ['__steps_evidence_output_bundle__', '__steps_evidence_output_missing__'],
    });
    expect(Object.keys(objectAt(exported(EVIDENCE), 'playbook_variables'))).toContain('__outputs_bundle__');
    expect(JSON.stringify(objectAt(exported(EVIDENCE), 'playbook_extensions'))).toContain('steps.copy.output.bundle');
  });
  test('a step that wants people asked has somebody to ask on every tier', () => {
    const asking = EVERY_TEXT.replace(
      '          reviewAfter: PT4H\n          onFailure',
      '          approval: { because: it hurts }\n          onFailure',
    );
    const [before, after] = [EVERY_TEXT, asking].map((text) => JSON.stringify(exported(documentOf(text))));
    expect(before).toContain('"approvals":{"low":{"kind":"auto"}');
    expect(before).not.toContain('Weigh this: it hurts.');
    expect(after).toContain('Ask first (tier low: responder; tier medium: responder; tier high: responder). Weigh this: it hurts.');
  });
  test('what it is said to hold, it holds', () => {
    expect(EVERYTHING['playbook_processing_summary']).toMatchObject({
      parallel_processing: true,
      if_logic: true,
      while_logic: true,
      temporal_logic: true,
      external_playbooks: true,
    });
  });
  test('a playbook that is called from inside a block is looked for, too', () => {
    const document = documentOf(
      EVERY_TEXT.replace(
        '        - id: fallback\n',
        `        - { id: again, phase: investigate, playbook: ${EVIDENCE_ID}, with: { target: '\${{ finding.target.arn }}' } }\n        - id: fallback\n`,
      ),
    );
    const made = cacaoOf(document, { ...known, called: () => undefined });
    expect(made).toMatchObject({ ok: false, failure: { why: `there is no playbook ${EVIDENCE_ID}` } });
  });
});

/** Steps of EVERY in any number, order and nesting, under any of a few conditions. */
const inner = stepsIn(EVERY).filter((step) => blocksOf(step).length === 0 && !('abort' in step));
const aborts = EVERY.steps.filter((step) => 'abort' in step);
/** What the conditions below name. */
const asked = EVERY.steps.filter(({ id }) => id === 'choose');
const when = fc.option(fc.constantFrom('finding.sev == 1', 'steps.choose.answer == "rollback"', 'item.name == "x"'), { nil: undefined });
const simple = fc.record({ step: fc.constantFrom(...inner), when });
const list = fc.array(simple, { minLength: 1, maxLength: 4 });
const top = fc.oneof(
  simple.map(({ step, when: only }) => ({ ...step, when: only })),
  fc.record({ step: fc.constantFrom(...aborts) }).map(({ step }) => step),
  fc.record({ when, branches: fc.array(list, { minLength: 2, maxLength: 4 }) }).map(({ when: only, branches }) => ({
    id: 'fork',
    phase: 'contain' as const,
    when: only,
    parallel: Object.fromEntries(
      branches.map((steps, index) => [`b-${index}`, steps.map(({ step, when: one }) => ({ ...step, when: one }))]),
    ),
  })),
  fc.record({ when, steps: list, goesOn: fc.boolean() }).map(({ when: only, steps, goesOn }) => ({
    id: 'loop',
    phase: 'contain' as const,
    when: only,
    ...(goesOn && { onFailure: 'continue' as const }),
    foreach: { in: '${{ finding.principals }}', atMost: 3, steps: steps.map(({ step, when: one }) => ({ ...step, when: one })) },
  })),
);
/** Ids must be unique; YAML has no undefined. */
const numbered = (steps: readonly object[]): readonly Step[] => {
  let count = 0;
  return JSON.parse(JSON.stringify(steps), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('id' in value) || !('phase' in value)) return value;
    return { ...value, id: `${String(value.id)}-${(count += 1)}` };
  });
};

test('any nesting is valid and makes sense: everything is reached, every branch has its own end', () => {
  fc.assert(
    fc.property(fc.array(top, { minLength: 1, maxLength: 6 }), (steps) => {
      const made = exported({ ...EVERY, steps: [...asked, ...numbered(steps)] });
      expect(cacaoErrors(made)).toEqual([]);
      expect(senseless(made)).toEqual([]);
    }),
    { numRuns: 80 },
  );
});
