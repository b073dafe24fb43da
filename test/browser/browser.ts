import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { KEY } from '../console/start.ts';
import { INSPECT } from './inspect.ts';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const SHOTS = fileURLToPath(new URL('../../reports/screenshots/', import.meta.url));

/** Debian's chromium. Missing means failed, never skipped. */
export const launch = (): Promise<Browser> => {
  if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is missing: apt-get install chromium`);
  return chromium.launch({
    executablePath: CHROMIUM,
    headless: true,
    args: [...FLAGS, '--disable-component-update', '--disable-sync'],
    timeout: 60_000,
  });
};

export interface Opened {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors, uncaught errors, refused loads and violations of the content security policy. */
  readonly complaints: string[];
}

export const SIZES = { wide: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } } as const;

export const open = async (
  browser: Browser,
  url: string,
  look: { readonly size?: keyof typeof SIZES; readonly scheme?: 'light' | 'dark'; readonly path?: string } = {},
): Promise<Opened> => {
  const { size = 'wide', scheme = 'light', path = `/#k=${KEY}` } = look;
  const context = await browser.newContext({ viewport: SIZES[size], colorScheme: scheme, reducedMotion: 'reduce' });
  await context.addInitScript({ path: INSPECT });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.setDefaultTimeout(10_000);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => complaints.push(`${request.url()} ${request.failure()?.errorText ?? ''}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) complaints.push(`left the server: ${request.url()}`);
  });
  await page.goto(url + path);
  return { page, context, complaints };
};

/** Into reports/screenshots/ (not in version control), for people to look at. */
export const shoot = async (page: Page, name: string, part: 'whole' | 'first-look' = 'whole'): Promise<void> => {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}${name}.png`, fullPage: part === 'whole' });
};
