import type { Browser, Page } from 'playwright-core';
import type { HouseCard } from '../../core/report/card.ts';
import { instantOf } from '../../core/time.ts';
import { start, type Started } from '../console/start.ts';
import { launch, open, shoot, type Opened } from './browser.ts';
import { overviewOf } from './fixtures.ts';
import { lowContrast, nameless, overflowing } from './inspect.ts';

let browser: Browser;
let server: Started;
let opened: Opened | undefined;
beforeAll(async () => {
  browser = await launch();
}, 90_000);
afterAll(() => browser?.close());
beforeEach(async () => {
  server = await start();
});
afterEach(async () => {
  await opened?.context.close();
  opened = undefined;
  await server.close();
});

const visit = async (house: HouseCard, look: Parameters<typeof open>[2] = {}): Promise<Page> => {
  server.backend.show({ ...overviewOf('CONTAINED', instantOf(Date.now())), house });
  opened = await open(browser, server.url, look);
  await opened.page.locator('.word').waitFor();
  return opened.page;
};

test.each([
  ['wide', 'light'],
  ['wide', 'dark'],
  ['phone', 'light'],
  ['phone', 'dark'],
] as const)('everything is stopped: said first, readable, with the way on: %s, %s', async (size, scheme) => {
  const sentence = 'STOPPED since 03:12Z by you: <b>three playbooks at once</b>';
  const page = await visit({ stopped: sentence, problems: [], waiting: [] }, { size, scheme });
  const band = page.getByRole('alert', { name: 'The whole house' });
  expect(await band.textContent()).toContain(sentence);
  expect(await band.locator('code.command').textContent()).toBe('npx cordon resume --all');
  const [above, below] = [await band.boundingBox(), await page.locator('.word').first().boundingBox()];
  expect(above?.y).toBeLessThan(below?.y ?? 0);
  expect([...(await overflowing(page)), ...(await lowContrast(page)), ...(await nameless(page))]).toEqual([]);
  await shoot(page, `stopped-${size}-${scheme}`);
});

test('nothing is said of the house while nothing concerns it', async () => {
  const page = await visit({ stopped: null, problems: [], waiting: [] });
  expect(await page.getByRole('alert', { name: 'The whole house' }).count()).toBe(0);
});
