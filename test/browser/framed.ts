import type { Browser, Page } from 'playwright-core';
import type { Overview } from '../../core/report/card.ts';
import { start, type Started } from '../console/start.ts';
import type { Framing } from '../console/framing-backend.ts';
import { launch, open, type Opened } from './browser.ts';
import { lowContrast, nameless, overflowing } from './inspect.ts';

/** One browser for a file of tests; for each test the real server over test/console/framing-backend.ts, and at most one page. */
export const framed = () => {
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
  return {
    backend: (): Framing => server.backend,
    show: (overview: Overview): void => server.backend.show(overview),
    visit: async (look: Parameters<typeof open>[2] = {}): Promise<Page> => {
      opened = await open(browser, server.url, look);
      await opened.page.locator('.word').waitFor();
      return opened.page;
    },
    complaints: (): readonly string[] => opened?.complaints ?? [],
    /** Too wide, too pale, without a name, or something in the browser's console. */
    faults: async (page: Page): Promise<readonly string[]> => [
      ...(await overflowing(page)),
      ...(await lowContrast(page)),
      ...(await nameless(page)),
      ...(opened?.complaints ?? []),
    ],
  };
};
