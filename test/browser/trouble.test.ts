import type { Browser } from 'playwright-core';
import { createConsole } from '../../console/server.ts';
import type { IncidentCard } from '../../core/report/card.ts';
import { instantOf, plus } from '../../core/time.ts';
import { KEY, start, type Started } from '../console/start.ts';
import { launch, open, shoot } from './browser.ts';
import { incident, overviewOf, WORDS } from './fixtures.ts';
import { lowContrast, overflowing } from './inspect.ts';

// The Backend is test/console/framing-backend.ts: these tests are about a page in trouble, not about what Cordon decides.
let browser: Browser;
let server: Started;
beforeAll(async () => {
  browser = await launch();
}, 90_000);
afterAll(() => browser?.close());
beforeEach(async () => {
  server = await start();
});
afterEach(() => server.close());
const now = () => instantOf(Date.now());

test('without a key the page says what to open, and shows nothing', async () => {
  const { page, context } = await open(browser, server.url, { path: '/' });
  await page.getByRole('heading', { name: 'This page needs its key' }).waitFor();
  await shoot(page, 'locked', 'first-look');
  expect(await page.content()).not.toContain('fraud-scorer');
  await context.close();
});

test('a wrong key opens nothing', async () => {
  const { page, context } = await open(browser, server.url, { path: '/#k=0000000000000000' });
  await page.getByRole('heading', { name: 'This page needs its key' }).waitFor();
  expect(await page.content()).not.toContain('fraud-scorer');
  expect(page.url()).toBe(`${server.url}/`);
  await context.close();
});

test('a lost connection greys the page, disables what acts, says since when, and comes back by itself', async () => {
  const { page, context } = await open(browser, server.url);
  const approve = page.getByRole('button', { name: /^Approve/ });
  await approve.waitFor();
  const { port, backend } = server;
  await server.close();
  await page.getByText(/Not live since \d\d:\d\d:\d\dZ/).waitFor();
  await shoot(page, 'lost', 'first-look');
  expect(await lowContrast(page)).toEqual([]);
  expect(await approve.isDisabled()).toBe(true);
  // Reading goes on.
  await page.getByRole('button', { name: 'Show the exact calls' }).click();
  await page.getByText('sagemaker:AddTags').waitFor();
  const again = await createConsole({ backend, key: KEY, place: overviewOf('QUIET', now()).place }).listen(port);
  await page.getByText(/Not live since/).waitFor({ state: 'detached', timeout: 15_000 });
  expect(await approve.isEnabled()).toBe(true);
  await context.close();
  await again.close();
}, 40_000);

test('a status that cannot be read is not live, although the stream beats', async () => {
  const { page, context } = await open(browser, server.url);
  await page.getByRole('button', { name: /^Approve/ }).waitFor();
  await page.route('**/overview', (route) => route.fulfill({ status: 500, body: '{}' }));
  server.backend.touch();
  await page.getByText(/Not live since/).waitFor();
  expect(await page.getByRole('button', { name: /^Approve/ }).isDisabled()).toBe(true);
  await page.unroute('**/overview');
  await page.getByText(/Not live since/).waitFor({ state: 'detached', timeout: 15_000 });
  await context.close();
}, 40_000);

const NASTY = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>\u202Egnp.exe';
const nasty = (card: IncidentCard): IncidentCard => ({
  ...card,
  title: NASTY,
  because: [NASTY, 'x'.repeat(400)],
  facts: [NASTY],
  alarms: [NASTY],
  next: NASTY,
  target: card.target === null ? null : { ...card.target, name: `e-${'9'.repeat(61)}` },
  steps: card.steps.map((step) => ({ ...step, title: NASTY, detail: NASTY })),
  timeline: card.timeline.map((line) => ({ ...line, sentence: NASTY, who: NASTY })),
  waiting: card.waiting.map((ask) => ({ ...ask, title: NASTY, impact: [NASTY], undo: NASTY, onSilence: NASTY, before: [NASTY] })),
});

test.each(['wide', 'phone'] as const)('hostile text stays text and stays inside, %s', async (size) => {
  const overview = overviewOf('NOT CONTAINED', now());
  server.backend.show({
    ...overview,
    incidents: overview.incidents.map(nasty),
    decisions: overview.decisions.map((line) => ({ ...line, sentence: NASTY, target: NASTY })),
    samples: [NASTY],
  });
  const { page, context, complaints } = await open(browser, server.url, { size });
  await page.locator('h1', { hasText: '<script>' }).waitFor();
  await page.getByRole('button', { name: 'Show the exact calls' }).click();
  await page.getByRole('button', { name: 'why' }).click();
  await shoot(page, `hostile-${size}`);
  expect(await page.evaluate<boolean>("'hit' in globalThis")).toBe(false);
  expect(await page.locator('#app img, #app script').count()).toBe(0);
  expect(await page.locator('#app').textContent()).toContain('\\u{202e}gnp.exe');
  expect(await page.content()).not.toContain('\u202E');
  expect(await overflowing(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});

const storm = () => {
  const overview = overviewOf('NOT CONTAINED', now());
  const names = ['fraud-scorer', 'credit', 'churn', 'churn-canary'];
  const incidents = Array.from({ length: 30 }, (_, index): IncidentCard => {
    const card = incident(overview.now, WORDS[1 + (index % 5)] ?? 'UNKNOWN');
    const name = names[index % 4] ?? 'fraud-scorer';
    const target = card.target === null ? null : { ...card.target, name };
    return {
      ...card,
      number: index + 1,
      title: `${name}: problem ${index + 1}`,
      target,
      openedAt: plus(overview.now, -index * 1000),
      resolved: index > 24,
    };
  });
  return { ...overview, incidents };
};

test.each(['wide', 'phone'] as const)('many incidents: the most urgent first, the others named, each can be opened, %s', async (size) => {
  server.backend.show(storm());
  const { page, context } = await open(browser, server.url, { size });
  await page.locator('.chip').first().waitFor();
  await shoot(page, `storm-${size}`);
  expect(await page.locator('.word').textContent()).toBe('NOT CONTAINED');
  expect(await overflowing(page)).toEqual([]);
  expect(await lowContrast(page)).toEqual([]);
  await page.locator('.chip').nth(6).click();
  await page.locator('.word', { hasNotText: 'NOT CONTAINED' }).waitFor();
  expect(page.url()).toMatch(/#INC-\d+$/);
  await context.close();
});
