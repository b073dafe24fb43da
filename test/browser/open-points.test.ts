import type { IncidentCard, TaskCard } from '../../core/report/card.ts';
import { instantOf, plus } from '../../core/time.ts';
import { shoot } from './browser.ts';
import { overviewOf } from './fixtures.ts';
import { framed } from './framed.ts';

const frame = framed();
const now = () => instantOf(Date.now());
const visit = (card: Partial<IncidentCard>, look: Parameters<typeof frame.visit>[0] = {}) => {
  const overview = overviewOf('CONTAINED', now());
  const [first] = overview.incidents;
  if (first === undefined) throw new Error('no incident');
  frame.show({ ...overview, incidents: [{ ...first, ...card }] });
  return frame.visit(look);
};
const task = (more: Partial<TaskCard>): TaskCard => ({
  number: 1,
  incident: 1,
  title: 'Tell the customers <i>now</i>',
  role: 'owner',
  who: ['bo'],
  instruct: 'by telephone',
  doneWhen: null,
  askedAt: plus(now(), -60),
  due: plus(now(), 3600),
  state: 'open',
  done: null,
  ...more,
});
const UNKNOWN =
  'nobody knows whether deny took effect on fraud-scorer: it counts as done until somebody looks (T-1): npx cordon settle INC-1 deny changed|no-change --reason "what you saw"';

test.each([
  ['wide', 'light'],
  ['wide', 'dark'],
  ['phone', 'light'],
  ['phone', 'dark'],
] as const)('open points and work for people are told, %s, %s: nothing too wide, too pale or without a name', async (size, scheme) => {
  const tasks = [
    task({}),
    task({ number: 2, title: 'Look at the tags', due: plus(now(), -600) }),
    task({ number: 3, title: 'Ask a lawyer', role: 'legal', who: [] }),
    task({ number: 4, title: 'List the offers', state: 'done', done: { by: 'cy', at: now(), said: 'three' } }),
  ];
  const page = await visit({ attention: [UNKNOWN, `${'w'.repeat(200)} waits for INC-2`], tasks }, { size, scheme });
  expect(await page.getByRole('region', { name: 'Open points' }).textContent()).toContain(UNKNOWN);
  const lines = await page.getByRole('list', { name: 'Work for people' }).getByRole('listitem').allTextContents();
  expect(lines).toHaveLength(4);
  expect(lines[0]).toContain('T-1 Tell the customers <i>now</i> owner: Bo; due');
  expect(lines[1]).toContain('OVERDUE since');
  expect(lines[2]).toContain('nobody in assets.yaml fills the role legal');
  expect(lines[3]).toContain('done by Cy');
  expect(await frame.faults(page)).toEqual([]);
  await shoot(page, `open-points-${size}-${scheme}`);
});

test('without any there is neither a band nor a list', async () => {
  const page = await visit({ attention: [], tasks: [] });
  expect(await page.getByRole('region', { name: 'Open points' }).count()).toBe(0);
  expect(await page.getByRole('list', { name: 'Work for people' }).count()).toBe(0);
});
