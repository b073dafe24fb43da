import { guideSkeleton } from '../../../core/playbook/new-guide.ts';
import { stepsIn } from '../../../core/playbook/walk.ts';
import { EVERY, EVERY_KNOWN } from './every-construct.ts';

const guide = guideSkeleton(EVERY, EVERY_KNOWN);

test('a guide begins with every step, those inside blocks below their block', () => {
  const named = [...guide.matchAll(/^\| ([\d.]+) \| \*\*([\w-]+)\*\*/gm)].map(([, number, id]) => ({ number, id }));
  expect(named.map(({ id }) => id)).toEqual(stepsIn(EVERY).map(({ id }) => id));
  expect(named.map(({ number }) => number).slice(0, 9)).toEqual(['1', '2', '3', '3.1', '3.2', '3.3', '3.4', '4', '5']);
});
test('what each changes, and how the ones inside blocks are undone', () => {
  expect(guide).toContain('| what its steps change |');
  expect(guide).toContain('| nothing; waits PT2M |');
  expect(guide).toContain('| nothing; asks commander: rollback, keep-contained, hand-over; after PT20M: keep-contained |');
  expect(guide).toMatch(/^- \*\*deny\*\*: undone with risk L\.$/m);
  expect(guide).toMatch(/^- \*\*refuse\*\*: undone with risk L\.$/m);
});
