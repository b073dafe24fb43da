import type { Page } from 'playwright-core';
import type { ChoiceCard, IncidentCard } from '../../core/report/card.ts';
import { instantOf, plus } from '../../core/time.ts';
import { shoot } from './browser.ts';
import { overviewOf } from './fixtures.ts';
import { framed } from './framed.ts';

// The Backend is test/console/framing-backend.ts: how a choice is drawn and pressed. test/browser/choice-product.test.ts has the product behind it.
const frame = framed();
const { visit, faults } = frame;
const now = () => instantOf(Date.now());
const choice = (more: Partial<ChoiceCard> = {}): ChoiceCard => ({
  number: 1,
  incident: 1,
  title: 'Which way back?',
  role: 'security',
  who: ['you', 'ann'],
  prompt: 'fraud-scorer is closed. Roll back now?',
  options: [
    { answer: 'rollback', means: 'serve the newest version that never saw the bad data' },
    { answer: 'keep-contained', means: 'nobody calls it until the morning' },
    { answer: 'hand-over', means: 'end here, people go on by hand' },
  ],
  otherwise: 'keep-contained',
  askedAt: plus(now(), -60),
  until: plus(now(), 1140),
  state: 'waiting',
  made: null,
  ...more,
});
const show = (choices: readonly ChoiceCard[], more: Partial<IncidentCard> = {}) => {
  const overview = overviewOf('CONTAINED', now());
  const [first] = overview.incidents;
  if (first === undefined) throw new Error('no incident');
  frame.show({ ...overview, incidents: [{ ...first, choices, ...more }] });
};
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

const LONG = 'https://example.com/'.padEnd(300, 'w');
test.each([
  ['wide', 'light'],
  ['wide', 'dark'],
  ['phone', 'light'],
  ['phone', 'dark'],
] as const)('an open choice, %s, %s: nothing too wide, too pale or without a name, opened and closed', async (size, scheme) => {
  show([
    choice(),
    choice({
      number: 2,
      title: LONG,
      prompt: LONG,
      who: ['ann'],
      options: [
        { answer: 'a'.repeat(48), means: LONG },
        { answer: 'b', means: 'b' },
      ],
    }),
  ]);
  const page = await visit({ size, scheme });
  await button(page, 'rollback').waitFor();
  await shoot(page, `choice-${size}-${scheme}-first-look`, 'first-look');
  expect(await faults(page)).toEqual([]);
  await button(page, 'rollback').click();
  await button(page, 'Answer C-1: rollback').waitFor();
  await shoot(page, `choice-${size}-${scheme}`);
  expect(await faults(page)).toEqual([]);
});

test('one look at a phone: the question, by when, what silence does, and every answer', async () => {
  show([choice()], { because: ['a canary call is denied'] });
  const page = await visit({ size: 'phone' });
  const wanted = [
    page.getByRole('heading', { name: 'Which way back?' }),
    page.locator('.question', { hasText: 'fraud-scorer is closed. Roll back now?' }),
    page.getByRole('timer'),
    ...['rollback', 'keep-contained', 'hand-over'].map((name) => button(page, name)),
    page.getByText(/^keep-contained at \d\d:\d\d:\d\dZ if nobody answers$/),
  ];
  for (const place of wanted) {
    await place.waitFor();
    const box = await place.boundingBox();
    expect([String(place), box !== null && box.y >= 0 && box.y + Math.min(box.height, 22) <= 844]).toEqual([String(place), true]);
  }
});

test('by keyboard alone: an answer is looked at, given with a reason, and sent once; what it means is spoken with its button', async () => {
  show([choice()]);
  const page = await visit();
  const answer = button(page, 'rollback');
  expect(await page.locator('.ask').getAttribute('aria-labelledby')).toBe('choice-1');
  const described = await answer.getAttribute('aria-describedby');
  expect(await page.locator(`#${described}`).textContent()).toBe('serve the newest version that never saw the bad data');
  await answer.focus();
  await page.keyboard.press('Enter');
  expect(await answer.getAttribute('aria-expanded')).toBe('true');
  expect(frame.backend().heard).toEqual([]);
  await page.keyboard.press('Tab');
  await page.keyboard.type('Bo agrees <b>by phone</b>');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.locator('.result').waitFor();
  expect(frame.backend().heard).toEqual([
    {
      verb: 'choose',
      args: { choice: 'C-1', answer: 'rollback', reason: 'Bo agrees <b>by phone</b>' },
      actor: { id: 'you', via: 'console' },
    },
  ]);
});

test('one press does nothing yet; another answer may be looked at; no reason is needed', async () => {
  show([choice()]);
  const page = await visit();
  await button(page, 'rollback').click();
  await button(page, 'hand-over').click();
  expect(await button(page, /^Answer C-1/).count()).toBe(1);
  await button(page, 'Back').click();
  expect(await button(page, /^Answer C-1/).count()).toBe(0);
  await button(page, 'hand-over').click();
  await button(page, 'Answer C-1: hand-over').dblclick();
  await page.locator('.result').waitFor();
  expect(frame.backend().heard).toEqual([
    { verb: 'choose', args: { choice: 'C-1', answer: 'hand-over' }, actor: { id: 'you', via: 'console' } },
  ]);
});

test('who may not answer sees the question and no button for it, and may act as somebody who may', async () => {
  show([choice({ who: ['ann'], role: 'commander' })]);
  const page = await visit();
  await page.getByText('Not yours to answer: this asks Ann.').waitFor();
  expect(await button(page, 'rollback').count()).toBe(0);
  expect(await page.getByText('serve the newest version').count()).toBe(1);
  await button(page, 'Act as Ann').click();
  await button(page, 'keep-contained').click();
  await button(page, 'Answer C-1: keep-contained').click();
  await page.locator('.result').waitFor();
  expect(frame.backend().heard[0]?.actor).toEqual({ id: 'ann', via: 'console' });
});

test('it is said aloud, counted in the title, and stands with the approvals: yours first', async () => {
  show([choice()]);
  const page = await visit();
  await button(page, 'rollback').waitFor();
  expect(await page.locator('#urgent').textContent()).toBe('Waiting for you: Which way back? fraud-scorer is closed. Roll back now?');
  expect(await page.title()).toMatch(/^\(1\) CONTAINED/);
  const { incidents } = overviewOf('RECOVERING', now());
  show([choice()], { waiting: incidents[0]?.waiting ?? [] });
  await page.getByText('WAITING FOR BO').or(page.getByText('Waiting for Bo')).waitFor();
  expect(await page.locator('.ask h3').allTextContents()).toEqual([
    'Which way back?',
    'Release fraud-scorer: every caller may call it again',
  ]);
});

test('somebody else’s text is shown as text', async () => {
  const evil = '<img src=x onerror=alert(1)> \u202erollback';
  show([
    choice({
      title: evil,
      prompt: evil,
      options: [
        { answer: 'rollback', means: evil },
        { answer: 'wait', means: evil },
      ],
    }),
  ]);
  const page = await visit();
  await button(page, 'rollback').waitFor();
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.locator('.question').textContent()).toBe('<img src=x onerror=alert(1)> \\u{202e}rollback');
  expect(frame.complaints()).toEqual([]);
});

test('answered, lapsed and void questions are told and cannot be pressed; what takes time says how far it is', async () => {
  const at = now();
  show(
    [
      choice({ state: 'made', made: { answer: 'rollback', by: 'ann', reason: 'Bo agrees', at } }),
      choice({ number: 2, title: 'Tell the press?', state: 'made', made: { answer: 'keep-contained', by: null, reason: null, at } }),
      choice({ number: 3, title: 'And then?', state: 'void' }),
    ],
    {
      steps: [
        { path: 'settle', title: 'callers give up their sessions', status: 'running', detail: 'waits 2:00 from 03:00:00Z' },
        { path: 'each', title: 'Every caller', status: 'running', detail: '1 of 2 items ended, 1 under way' },
      ],
    },
  );
  const page = await visit();
  await page.getByText('Nothing is asked of anybody now').waitFor();
  const told = (await page.locator('.details').textContent()) ?? '';
  for (const part of [
    /C-1 Which way back\? rollback, by Ann, \d\d:\d\d:\d\dZ: Bo agrees/,
    /C-2 Tell the press\? keep-contained, because nobody answered/,
    /C-3 And then\? not needed any more/,
    /callers give up their sessions running: waits 2:00 from 03:00:00Z/,
    /Every caller running: 1 of 2 items ended, 1 under way/,
  ])
    expect(told).toMatch(part);
  expect(await button(page, 'rollback').count()).toBe(0);
  await shoot(page, 'choice-over');
  expect(await faults(page)).toEqual([]);
});
