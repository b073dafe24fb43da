import type { HouseCard } from '../../core/report/card.ts';
import { instantOf } from '../../core/time.ts';
import { shoot } from './browser.ts';
import { overviewOf } from './fixtures.ts';
import { framed } from './framed.ts';

const frame = framed();
const visit = (house: HouseCard, look: Parameters<typeof frame.visit>[0] = {}) => {
  frame.show({ ...overviewOf('CONTAINED', instantOf(Date.now())), house });
  return frame.visit(look);
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
  expect(await frame.faults(page)).toEqual([]);
  await shoot(page, `stopped-${size}-${scheme}`);
});

test('nothing is said of the house while nothing concerns it', async () => {
  const page = await visit({ stopped: null, problems: [], waiting: [] });
  expect(await page.getByRole('alert', { name: 'The whole house' }).count()).toBe(0);
});
