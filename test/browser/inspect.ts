import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

export const INSPECT = fileURLToPath(new URL('./inspect.js', import.meta.url));

const list = (name: string) => (page: Page) => page.evaluate<readonly string[]>(`inspect.${name}()`);
/** Elements that reach beyond the window's right edge. */
export const overflowing = list('overflowing');
/** Text whose contrast is under 4.5. */
export const lowContrast = list('lowContrast');
/** Controls without a name that can be spoken. */
export const nameless = list('nameless');
/** Breaks all three rules above, to see that they are checked. */
export const breakRules = (page: Page) => page.evaluate('inspect.breakRules()');
/** The name of what an assignment to innerHTML throws; `written` if it does not. */
export const writeMarkup = (page: Page) => page.evaluate<string>('inspect.writeMarkup()');
