import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startLocal, type Local } from '../../tabletop/local.ts';
import { launch, open, shoot, type Opened } from './browser.ts';
import { lowContrast, nameless, overflowing } from './inspect.ts';

// The product itself: ledger, engine, pretend AWS account, console and page. Nothing is pretended between the press and the account.
let browser: Browser;
let local: Local;
let opened: Opened;
let page: Page;
const dataDir = mkdtempSync(join(tmpdir(), 'cordon-page-'));
beforeAll(async () => {
  browser = await launch();
  local = await startLocal({ dataDir, port: 0, rangePort: 0, fresh: true, print: () => undefined });
  opened = await open(browser, local.url, { path: `/#k=${local.key}` });
  page = opened.page;
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await local?.close();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

const button = (name: string | RegExp) => page.getByRole('button', { name });
const word = (text: string) => page.locator('.word', { hasText: new RegExp(`^${text}$`) });
const sound = async (name: string) => {
  await shoot(page, `product-${name}`);
  expect(await overflowing(page)).toEqual([]);
  expect(await lowContrast(page)).toEqual([]);
  expect(await nameless(page)).toEqual([]);
};

test('a newcomer sends a sample, approves, and watches the endpoint refuse calls', async () => {
  await word('QUIET').waitFor();
  await sound('1-quiet');
  await button('Send a sample event').first().click();
  await word('NOT CONTAINED').waitFor({ timeout: 30_000 });
  await page.getByText('WAITING FOR YOU A-1').waitFor({ timeout: 30_000 });
  const channel = page.locator('.channel');
  await channel.getByText('Slack alone does not suffice here').waitFor();
  expect(await channel.getByRole('button', { name: /^Approve/ }).count()).toBe(0);
  await channel.getByLabel('Message #ai-incidents').fill('/cordon status');
  await channel.getByRole('button', { name: 'Send', exact: true }).click();
  await channel.locator('.only-you', { hasText: 'NOT CONTAINED' }).waitFor();
  await sound('2-asked');
  await button(/^Approve/).click();
  await page.getByText(/A-1 approved by you/).waitFor();
  await word('CONTAINED').waitFor({ timeout: 30_000 });
  await page.getByText('WAITING FOR YOU A-2').waitFor({ timeout: 30_000 });
  expect(await page.locator('.proofs li').count()).toBe(3);
  await channel.locator('.message', { hasText: 'CONTAINED' }).first().waitFor();
  await sound('3-contained');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.evaluate('scrollTo(0, 0)');
  await shoot(page, 'product-4-phone-first-look', 'first-look');
  await sound('4-phone');
  await page.setViewportSize({ width: 1280, height: 900 });
}, 120_000);

test('releasing asks others, and the person who asked cannot approve it', async () => {
  await button(/^Deny…/)
    .first()
    .click();
  await page.getByLabel('Why not?').fill('released instead, for this walk');
  await button('Deny A-2').click();
  await page.getByText('A-2 denied by you').waitFor();
  await button('Release fraud-scorer…').click();
  await button('Ask to release fraud-scorer').click();
  await page.getByText('Not yours to decide').waitFor({ timeout: 30_000 });
  await sound('5-release-asked');
  for (const name of ['Bo', 'Cy']) {
    await button(new RegExp(`^Act as ${name}$`)).click();
    await button(new RegExp(`acting as ${name}`)).waitFor();
    await page.getByLabel('Type fraud-scorer to approve').fill('fraud-scorer');
    await button(/^Approve/)
      .first()
      .click();
    await page.locator('.result').first().waitFor();
  }
  await word('CONTAINED').waitFor({ state: 'detached', timeout: 60_000 });
  await sound('6-released');
  expect(opened.complaints).toEqual([]);
}, 150_000);
