import type { Browser } from 'playwright-core';
import { instantOf } from '../../core/time.ts';
import { start, type Started } from '../console/start.ts';
import { launch, open, shoot } from './browser.ts';
import { overviewOf, WORDS } from './fixtures.ts';
import { breakRules, lowContrast, nameless, overflowing, writeMarkup } from './inspect.ts';

// Real server, real page, real browser; the Backend is test/console/framing-backend.ts and shows fixtures: this is about drawing.
let browser: Browser;
let server: Started;
beforeAll(async () => {
  browser = await launch();
  server = await start();
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const fileName = (word: string) => word.toLowerCase().replace(' ', '-');
const looks = WORDS.flatMap((word) =>
  (['wide', 'phone'] as const).flatMap((size) => (['light', 'dark'] as const).map((scheme) => [word, size, scheme] as const)),
);

test.each(looks)('%s, %s, %s', async (word, size, scheme) => {
  server.backend.show(overviewOf(word, instantOf(Date.now())));
  const { page, context, complaints } = await open(browser, server.url, { size, scheme });
  await page.locator('.word', { hasText: word }).waitFor();
  // The key left the address and the history.
  expect(page.url()).toBe(`${server.url}/`);
  await shoot(page, `${fileName(word)}-${size}-${scheme}-first-look`, 'first-look');
  await shoot(page, `${fileName(word)}-${size}-${scheme}`);
  expect(await overflowing(page)).toEqual([]);
  expect(await lowContrast(page)).toEqual([]);
  expect(await nameless(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});

test.each([320, 600, 861, 1000, 1920])('nothing scrolls sideways at %i pixels', async (width) => {
  const { page, context } = await open(browser, server.url);
  for (const word of ['QUIET', 'NOT CONTAINED', 'RECOVERING'] as const) {
    server.backend.show(overviewOf(word, instantOf(Date.now())));
    await page.locator('.word', { hasText: word }).waitFor();
    await page.setViewportSize({ width, height: 900 });
    expect([word, await overflowing(page)]).toEqual([word, []]);
  }
  await context.close();
});

test('every word has its own picture', async () => {
  const pictures = new Set<string>();
  const { page, context } = await open(browser, server.url);
  for (const word of WORDS) {
    server.backend.show(overviewOf(word, instantOf(Date.now())));
    await page.locator('.word', { hasText: new RegExp(`^${word}$`) }).waitFor();
    pictures.add(await page.locator('.word svg').innerHTML());
  }
  expect(pictures.size).toBe(WORDS.length);
  await context.close();
});

test('one look at a phone answers the five questions without scrolling', async () => {
  server.backend.show(overviewOf('NOT CONTAINED', instantOf(Date.now())));
  const { page, context } = await open(browser, server.url, { size: 'phone' });
  const wanted = {
    'what is wrong': page.getByRole('heading', { level: 1, name: 'fraud-scorer: its training data was poisoned' }),
    'is it contained': page.locator('.word', { hasText: 'NOT CONTAINED' }),
    'what is asked of me': page.getByRole('heading', { name: 'Quarantine fraud-scorer: nobody may call it' }),
    'by when': page.getByRole('timer'),
    'what if I do nothing': page.getByText('it is done anyway (fail mode of fraud-scorer: contain)'),
    'the yes': page.getByRole('button', { name: 'Approve: quarantine fraud-scorer' }),
    'the no': page.getByRole('button', { name: 'Deny…' }),
  };
  for (const [question, place] of Object.entries(wanted)) {
    await place.waitFor();
    const box = await place.boundingBox();
    expect([question, box !== null && box.y >= 0 && box.y + Math.min(box.height, 22) <= 844]).toEqual([question, true]);
  }
  await context.close();
});

test('a page that breaks the rules is noticed: the checks themselves work', async () => {
  const { page, context, complaints } = await open(browser, server.url);
  await page.locator('.word').waitFor();
  await breakRules(page);
  expect((await overflowing(page)).length).toBeGreaterThan(0);
  expect((await lowContrast(page)).length).toBe(1);
  expect((await nameless(page)).length).toBe(1);
  expect(await writeMarkup(page)).toBe('TypeError');
  expect(complaints.length).toBeGreaterThan(0);
  await context.close();
});
