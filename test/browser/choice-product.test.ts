import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startLocal, type Local } from '../../tabletop/local.ts';
import { forkedPlaybooks } from '../engine/forked-playbook.ts';
import { launch, open, shoot, type Opened } from './browser.ts';
import { lowContrast, nameless, overflowing } from './inspect.ts';

// The product itself with a playbook that asks people which way to go: page, channel, ledger and run.
let browser: Browser;
let local: Local;
let opened: Opened;
let page: Page;
const dataDir = mkdtempSync(join(tmpdir(), 'cordon-choice-'));
const playbooks = forkedPlaybooks();
beforeAll(async () => {
  browser = await launch();
  local = await startLocal({ dataDir, port: 0, rangePort: 0, fresh: true, playbooks, print: () => undefined });
  opened = await open(browser, local.url, { path: `/#k=${local.key}` });
  page = opened.page;
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await local?.close();
  for (const folder of [dataDir, playbooks]) rmSync(folder, { recursive: true, force: true });
}, 30_000);

const button = (name: string) => page.getByRole('button', { name, exact: true });
const sound = async (name: string) => {
  await shoot(page, `choice-product-${name}`);
  expect(await overflowing(page)).toEqual([]);
  expect(await lowContrast(page)).toEqual([]);
  expect(await nameless(page)).toEqual([]);
};

test('you are told whom it asks; Ann answers, the run goes that way, and page and channel say so', async () => {
  await page.locator('.word').waitFor();
  await button('Send a sample event').first().click();
  await page.getByText('Not yours to answer: this asks Ann').waitFor({ timeout: 30_000 });
  const channel = page.locator('.channel');
  await channel.getByRole('button', { name: 'call-owner' }).waitFor();
  await channel.getByRole('button', { name: 'call-owner' }).click();
  await channel.getByText('its owner is called and decides alone', { exact: false }).first().waitFor();
  await channel.getByRole('button', { name: 'Answer', exact: true }).click();
  await channel.locator('.only-you', { hasText: 'you may not answer C-1; these may: ann' }).waitFor();
  await sound('1-asked');

  await button('Act as Ann').click();
  const ask = page.locator('.ask');
  await ask.getByRole('button', { name: 'call-owner' }).click();
  await page.getByLabel('Why? It is kept in the record').fill('payments is losing money');
  await sound('2-answering');
  await button('Answer C-1: call-owner').click();
  await page.getByText('C-1: call-owner, by ann.').first().waitFor();
  await page.locator('.timeline .human', { hasText: 'C-1: call-owner: payments is losing money' }).waitFor({ timeout: 30_000 });
  await page.locator('.details', { hasText: 'C-1 Which way now? call-owner, by you' }).waitFor();
  await channel.locator('.bk-card', { hasText: 'call-owner, ann' }).waitFor({ timeout: 30_000 });
  expect(await channel.getByRole('button', { name: 'call-owner' }).count()).toBe(0);
  expect(await page.locator('.ask .option').count()).toBe(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await sound('3-answered-phone');
  expect(opened.complaints).toEqual([]);
}, 120_000);
