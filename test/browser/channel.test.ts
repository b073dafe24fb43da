import type { Browser, Page } from 'playwright-core';
import { start } from '../console/start.ts';
import { section, until, YOU } from '../slack/slackbox-world.ts';
import { launch, open, shoot, type Opened } from './browser.ts';
import { startChannel, tell, type Channel } from './channel.ts';
import { lowContrast, nameless, overflowing } from './inspect.ts';

let browser: Browser;
let world: Channel;
let card: string;
let opened: Opened | undefined;
beforeAll(async () => {
  browser = await launch();
}, 90_000);
afterAll(() => browser?.close());
beforeEach(async () => {
  world = await startChannel();
  card = await tell(world);
});
afterEach(async () => {
  await opened?.context.close();
  opened = undefined;
  await world.end();
});

const visit = async (look: Parameters<typeof open>[2] = {}): Promise<Page> => {
  opened = await open(browser, world.server.url, look);
  await opened.page.locator('.bk-header').first().waitFor();
  return opened.page;
};
const actAs = async (page: Page, name: string) => {
  await page.locator('.bar .menu.right > button', { hasText: /You|acting as/ }).click();
  await page.locator('.person', { hasText: name }).click();
  await page.getByText(`as ${name}, chosen`).waitFor();
};
const faults = async (page: Page) => [
  ...(await overflowing(page)),
  ...(await lowContrast(page)),
  ...(await nameless(page)),
  ...(opened?.complaints ?? []),
];

test.each([
  ['wide', 'light'],
  ['wide', 'dark'],
  ['phone', 'light'],
  ['phone', 'dark'],
] as const)('cards, fields, buttons and marks are drawn, %s, %s', async (size, scheme) => {
  const page = await visit({ size, scheme });
  await page.locator('.channel').scrollIntoViewIfNeeded();
  await shoot(page, `channel-${size}-${scheme}`);
  expect(await page.locator('.bk-fields li').allTextContents()).toEqual([
    'Status\nNOT CONTAINED',
    'Severity\nSEV1, tier high',
    'Owner\n@Bo',
    'Evidence\nE-1, 11 items',
  ]);
  expect(await page.locator('.bk-card b', { hasText: 'May we quarantine' }).count()).toBe(1);
  expect(await page.locator('.bk-card .quote').count()).toBe(2);
  expect(await page.locator('.message', { hasText: 'quick set' }).locator('.byline').textContent()).toContain('(edited)');
  expect(await page.locator('.message', { hasText: 'INC-1' }).first().locator('.byline').textContent()).toContain('pinned');
  expect(await faults(page)).toEqual([]);
});

test('what is only for Bo is shown to Bo alone, and so is the direct conversation', async () => {
  const page = await visit();
  expect(await page.getByText('your answer counts').count()).toBe(0);
  expect(await page.locator('.tabs').count()).toBe(0);
  await actAs(page, 'Bo');
  await page.getByText('your answer counts').waitFor();
  expect(await page.getByText('only you see this').count()).toBe(1);
  await page.getByRole('button', { name: 'cordon, direct' }).click();
  await page.getByText('May we switch off the fraud model?').waitFor();
  await shoot(page, 'channel-direct');
  expect(await faults(page)).toEqual([]);
});

test('a button asks first, then presses once as the acting person; the card changes and the answer is in its thread', async () => {
  const page = await visit();
  await actAs(page, 'Bo');
  await page.locator('.channel').getByRole('button', { name: 'Approve quarantine' }).click();
  await page.getByText('120 requests/s are refused from then on.').waitFor();
  await shoot(page, 'channel-confirm');
  expect(world.heard).toEqual([]);
  await page.getByRole('button', { name: 'Quarantine', exact: true }).dblclick();
  await page.getByText('Approved by @Bo.').waitFor();
  expect(world.heard).toEqual(['U0BO: approve']);
  expect(await page.locator('.bk-actions').count()).toBe(0);
  await page.getByRole('button', { name: '1 reply' }).click();
  await page.getByText('tag set, AccessDenied for the canary: contained').waitFor();
  await shoot(page, 'channel-thread');
  // An answer in the thread stays in the thread.
  await page.locator('.message', { hasText: 'INC-1' }).first().locator('.reply').first().click();
  await page.getByLabel(/^Reply to cordon as Bo/).fill('thank you');
  await page.keyboard.press('Enter');
  await page.locator('.replies', { hasText: 'thank you' }).waitFor();
  expect(world.box.state().messages.at(-1)).toMatchObject({ user: 'U0BO', text: 'thank you', thread: card });
});

test('a command is typed, and answered to the one who typed it', async () => {
  const page = await visit();
  await page.getByLabel('Message #incidents as You').fill('/cordon status INC-1');
  await page.keyboard.press('Enter');
  await page.getByText('status INC-1, looking…').waitFor();
  expect(world.heard).toEqual([`${YOU}: status INC-1`]);
  expect(await page.locator('#channel-text').inputValue()).toBe('');
  await actAs(page, 'Cy');
  expect(await page.getByText('status INC-1, looking…').count()).toBe(0);
});

test('an app that does not answer is told as it is', async () => {
  const page = await visit();
  await page.getByLabel('Message #incidents as You').fill('/cordon silent');
  await page.keyboard.press('Enter');
  await page.locator('.from-slack', { hasText: '/cordon did not work: the app did not answer within 3 seconds' }).waitFor();
  expect(await page.locator('.channel > .trouble').count()).toBe(0);
  await shoot(page, 'channel-no-answer');
  // What was typed is still there.
  expect(await page.locator('#channel-text').inputValue()).toBe('/cordon silent');
  expect((opened?.complaints ?? []).filter((complaint) => !complaint.includes('504'))).toEqual([]);
});

test.each(['wide', 'phone'] as const)('a form opens on top, says what is missing, keeps what was typed, and closes, %s', async (size) => {
  const page = await visit({ size });
  await page.locator('.channel').getByRole('button', { name: 'Deny…' }).click();
  const form = page.getByRole('dialog', { name: 'Deny A-1' });
  await form.waitFor();
  await form.getByRole('button', { name: 'Deny' }).click();
  await form.getByText('Please fill this in.').waitFor();
  await form.getByLabel('Why not?').fill('because');
  await form.getByLabel('Ask again').selectOption('PT10M');
  await form.getByRole('button', { name: 'Deny' }).click();
  await form.getByText('Say what must finish first.').waitFor();
  await shoot(page, `channel-form-${size}`, 'first-look');
  expect(await form.getByLabel('Why not?').inputValue()).toBe('because');
  expect(await overflowing(page)).toEqual([]);
  expect(await lowContrast(page)).toEqual([]);
  await form.getByLabel('Why not?').fill('the nightly batch');
  await form.getByRole('button', { name: 'Deny' }).click();
  await form.waitFor({ state: 'detached' });
  expect(world.heard).toEqual([`${YOU}: because, PT10M`, `${YOU}: the nightly batch, PT10M`]);
});

test('Escape closes a form in Slack too', async () => {
  const page = await visit();
  await page.locator('.channel').getByRole('button', { name: 'Deny…' }).click();
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await until('Slack closed it', () => world.box.look(YOU)?.modal === null);
  expect(world.heard).toEqual([]);
});

test('what somebody types survives what happens meanwhile', async () => {
  const page = await visit();
  await page.getByLabel('Message #incidents as You').pressSequentially('half a sen');
  await world.web.chat.postMessage({ channel: world.incidents, text: 'something new' });
  await page.getByText('something new').waitFor();
  await page.keyboard.type('tence');
  expect(await page.locator('#channel-text').inputValue()).toBe('half a sentence');
});

test('an outage is said, and nothing can be pressed', async () => {
  const page = await visit();
  world.box.outage(true);
  await page.getByText('Slack is down.').waitFor();
  expect(await page.locator('.channel').getByRole('button', { name: 'Approve quarantine' }).isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
  await shoot(page, 'channel-outage');
  expect(await lowContrast(page)).toEqual([]);
  world.box.outage(false);
  await page.getByText('Slack is down.').waitFor({ state: 'detached' });
  await until('the app is back', () => world.box.connections() === 1);
});

const NASTY =
  '<img src=x onerror="window.hit=1"> <script>window.hit=1</script> <javascript:alert(1)|press me> *a _b ~c `d` e~ f_ g* ``` \u202Egnp.exe';
test.each(['wide', 'phone'] as const)('hostile text in cards stays text and stays inside, %s', async (size) => {
  const { web, incidents } = world;
  const blocks = [
    section(NASTY),
    section('x'.repeat(2900)),
    { type: 'header' as const, text: { type: 'plain_text' as const, text: '9'.repeat(150) } },
  ];
  await web.chat.postMessage({ channel: incidents, text: NASTY, blocks });
  await web.chat.postMessage({ channel: incidents, text: `${'<'.repeat(13_000)}${'*_~`'.repeat(6_000)}` });
  const page = await visit({ size });
  await page.getByText('press me (javascript:alert(1))').first().waitFor();
  await shoot(page, `channel-hostile-${size}`);
  expect(await page.evaluate<boolean>("'hit' in globalThis")).toBe(false);
  expect(await page.locator('.channel img, .channel script, .channel a').count()).toBe(0);
  expect(await page.content()).not.toContain('\u202E');
  expect(await overflowing(page)).toEqual([]);
  expect(opened?.complaints).toEqual([]);
});

test('without an emulator there is no channel, and its routes are not there', async () => {
  const server = await start();
  opened = await open(browser, server.url);
  await opened.page.locator('.word').waitFor();
  expect(await opened.page.locator('.channel').count()).toBe(0);
  expect([(await server.get('/slackbox')).status, (await server.post('/slackbox/command', {})).status]).toEqual([404, 404]);
  expect(opened.complaints).toEqual([]);
  await server.close();
});
