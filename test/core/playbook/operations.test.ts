import fc from 'fast-check';
import { knownFrom } from '../../../core/playbook/known-from.ts';
import { operationsOf } from '../../../core/playbook/operations-of.ts';
import { OPERATIONS, operationsOfAction } from '../../../core/playbook/operations.ts';
import { SNAPSHOT, SOUND } from './lint-cases.ts';
import { ACTIONS, documentOf } from './sample.ts';

const document = documentOf(SOUND);
const known = knownFrom({ actions: ACTIONS, documents: [document, documentOf(SNAPSHOT)] });

test('more steps never take fewer operations', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...document.steps]), fc.nat({ max: 3 }), (steps, cut) => {
      const [all, some] = [
        { ...document, steps },
        { ...document, steps: steps.slice(0, steps.length - cut) },
      ];
      expect(operationsOf(all, known)).toBeGreaterThanOrEqual(operationsOf(some, known));
    }),
  );
});

test('an action costs its fixed part, its looks and its question', () => {
  const quarantine = ACTIONS.find(({ id }) => id === 'sagemaker.quarantine-endpoint');
  expect(operationsOfAction(quarantine, {})).toBe(8 + (120 / 5) * 2 + 6);
  expect(operationsOfAction(ACTIONS[0], {})).toBe(8 + (30 / 5) * 2);
  expect(operationsOfAction(undefined, {})).toBe(OPERATIONS.step);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 10 }), fc.boolean(), (a, b, undo) => {
      fc.pre(a <= b);
      expect(operationsOfAction(quarantine, { attempts: a })).toBeLessThanOrEqual(
        operationsOfAction(quarantine, { attempts: b, undo, review: true }),
      );
    }),
  );
});
