import type { Browser, Page } from 'playwright-core';
import type { Answer } from '../../engine/verb.ts';
import { instantOf } from '../../core/time.ts';
import { start, type Started } from '../console/start.ts';
import { launch, open, shoot, type Opened } from './browser.ts';
import { overviewOf } from './fixtures.ts';

// The Backend is test/console/framing-backend.ts: these tests prove that a press reaches it once, with the right words, from the right person.
let browser: Browser;
let server: Started;
let opened: Opened;
let page: Page;
beforeAll(async () => {
  browser = await launch();
}, 90_000);
afterAll(() => browser?.close());
beforeEach(async () => {
  server = await start();
  opened = await open(browser, server.url);
  page = opened.page;
  await page.locator('.word').waitFor();
});
afterEach(async () => {
  await opened.context.close();
  await server.close();
});

const button = (name: string | RegExp) => page.getByRole('button', { name });
const good = (sentence: string): Answer => ({ exit: 0, lines: [sentence], data: {}, next: 'npx cordon status INC-1' });
const show = (word: Parameters<typeof overviewOf>[0]) => server.backend.show(overviewOf(word, instantOf(Date.now())));
/** An answer that comes when we say so. */
const held = (answer: Answer) => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  server.backend.answerWith(async () => {
    await gate;
    return answer;
  });
  return () => release();
};

test('approve: told at once, sent once however often it is pressed, answered in words', async () => {
  const release = held(good('A-1 approved by you, plan 7c40-e1d2-90ab.'));
  await button(/^Approve/).dblclick();
  const busy = button('Sending your yes…');
  await busy.waitFor();
  expect(await busy.isDisabled()).toBe(true);
  expect(await button('Deny…').isDisabled()).toBe(true);
  await shoot(page, 'press-pending', 'first-look');
  release();
  await page.getByText('A-1 approved by you, plan 7c40-e1d2-90ab.').waitFor();
  await shoot(page, 'press-answered', 'first-look');
  expect(server.backend.heard).toEqual([{ verb: 'approve', args: { approval: 'A-1' }, actor: { id: 'you', via: 'console' } }]);
  expect(opened.complaints).toEqual([]);
});

test('the page follows the ledger without being asked', async () => {
  show('CONTAINED');
  await page.locator('.word', { hasText: /^CONTAINED$/ }).waitFor();
  expect(await page.locator('#polite').textContent()).toContain('CONTAINED');
  expect(await page.title()).toContain('CONTAINED fraud-scorer');
  expect(await page.locator('.proofs li').count()).toBe(3);
});

test('deny asks for a reason and sends it', async () => {
  await button('Deny…').click();
  await button('Deny A-1').click();
  expect(server.backend.heard).toEqual([]);
  await page.getByLabel('Why not?').fill('the nightly batch must finish first');
  await shoot(page, 'deny', 'first-look');
  await button('Deny A-1').click();
  await page.getByText('done').first().waitFor();
  expect(server.backend.heard).toEqual([
    { verb: 'deny', args: { approval: 'A-1', reason: 'the nightly batch must finish first' }, actor: { id: 'you', via: 'console' } },
  ]);
});

test('what somebody types survives what happens meanwhile', async () => {
  await button('Deny…').click();
  const field = page.getByLabel('Why not?');
  await field.pressSequentially('half a sen');
  const next = overviewOf('NOT CONTAINED', instantOf(Date.now()));
  const [first] = next.incidents;
  if (first === undefined) throw new Error('no incident');
  server.backend.show({ ...next, incidents: [{ ...first, title: 'a new title', because: [], alarms: ['an alarm'] }] });
  await page.getByRole('heading', { name: 'a new title' }).waitFor();
  await page.keyboard.type('tence');
  expect(await field.inputValue()).toBe('half a sentence');
});

test('the exact calls can be read before deciding', async () => {
  await button('Show the exact calls').click();
  await page.getByText('sagemaker:AddTags').waitFor();
  expect(await page.locator('.exact').textContent()).toContain('cordon:quarantine');
  await shoot(page, 'exact-calls');
});

test('acting as somebody else changes who approves, and the bar says so', async () => {
  show('RECOVERING');
  await page.getByText('Not yours to decide: this asks Bo.').waitFor();
  expect(await button(/^Approve/).count()).toBe(0);
  await button(/You/).click();
  await page.getByText('asleep until 06:00Z').waitFor();
  await shoot(page, 'act-as', 'first-look');
  await button(/^Bo/).click();
  await button(/acting as Bo/).waitFor();
  // Releasing is loosening: the name is typed, and a wrong one sends nothing.
  await button(/^Approve/).click();
  await page.getByLabel('Type fraud-scorer to approve').fill('credit');
  await button(/^Approve/).click();
  expect(server.backend.heard).toEqual([]);
  await page.getByLabel('Type fraud-scorer to approve').fill('fraud-scorer');
  await page.getByText('The next yes is given here or on the command line; Slack alone does not suffice.').waitFor();
  await shoot(page, 'typed-target');
  await button(/^Approve/).click();
  await page.locator('.result').waitFor();
  expect(server.backend.heard).toEqual([
    { verb: 'approve', args: { approval: 'A-3', target: 'fraud-scorer' }, actor: { id: 'bo', via: 'console' } },
  ]);
});

test('a change of person in another tab cannot make this press theirs', async () => {
  const other = await opened.context.newPage();
  await other.goto(`${server.url}/`);
  await other.locator('.word').waitFor();
  await other.evaluate(() =>
    fetch('/session/as', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ person: 'cy' }) }),
  );
  await page.bringToFront();
  await button(/^Approve/).click();
  await page.getByText('this page showed you').waitFor();
  expect(server.backend.heard).toEqual([]);
  await button(/acting as Cy/).waitFor();
});

test('a refusal is told as it is', async () => {
  server.backend.answerWith({
    exit: 5,
    lines: ['You asked for A-1, so another must approve it.'],
    data: {},
    error: { code: 'requester', message: 'Not approved', hint: 'npx cordon approve A-1 --as bo', effect: 'no-change' },
  });
  await button(/^Approve/).click();
  await page.getByText('You asked for A-1, so another must approve it.').waitFor();
  await page.getByText('npx cordon approve A-1 --as bo').waitFor();
  expect(await page.locator('.result.bad').count()).toBe(1);
});

test('a sample event is sent from the menu, by keyboard alone', async () => {
  await button('Send a sample event').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('.result').waitFor();
  expect(server.backend.heard).toEqual([{ verb: 'send', args: { event: 'poisoned-training' }, actor: { id: 'you', via: 'console' } }]);
});

test('Escape closes a menu and gives the focus back', async () => {
  await button(/You/).click();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  expect(await page.locator('.sheet').count()).toBe(0);
  expect(await page.evaluate<string>('document.activeElement.textContent')).toContain('You');
});

test('release asks, explains and sends the ARN', async () => {
  show('CONTAINED');
  await button('Release fraud-scorer…').click();
  await page.getByText('this press alone releases nothing').waitFor();
  await button('Ask to release fraud-scorer').click();
  await page.locator('.result').waitFor();
  expect(server.backend.heard[0]).toMatchObject({
    verb: 'release',
    args: { endpoint: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer' },
  });
});

test('LIVE is said in red, and nobody can act as somebody else', async () => {
  const overview = overviewOf('NOT CONTAINED', instantOf(Date.now()));
  const place = { ...overview.place, kind: 'LIVE' as const };
  const live = await start({ place });
  live.backend.show({ ...overview, place });
  const other = await open(browser, live.url);
  await other.page.locator('.kind-live').waitFor();
  await shoot(other.page, 'live', 'first-look');
  expect(await other.page.locator('.menu', { hasText: 'You' }).count()).toBe(0);
  expect(other.complaints).toEqual([]);
  await other.context.close();
  await live.close();
});

test('no button for a verb that is not there', async () => {
  expect(await button('Stop all').count()).toBe(0);
});

test('what people did can be read alone; why can be opened', async () => {
  await button('human').click();
  expect(await page.locator('.timeline li').count()).toBe(1);
  await page.getByRole('button', { name: 'all', exact: true }).click();
  expect(await page.locator('.timeline li').count()).toBe(5);
  await button('why').click();
  await page.getByText('an endpoint scaled 4 -> 6 instances').waitFor();
});
