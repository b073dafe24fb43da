import { choiceMessage } from '../../core/report/slack/choice-message.ts';
import { LIMIT } from '../../core/report/slack/blocks.ts';
import { chooseAction } from '../../core/report/slack/forms.ts';
import type { ChoiceCard } from '../../core/report/card.ts';
import { checkBlocks } from '../../console/slackbox/check-blocks.ts';
import { forkedPlaybooks } from '../engine/forked-playbook.ts';
import { MALLORY, openOffice, type Office } from './office.ts';

const [CALL, KEEP] = [chooseAction(0), chooseAction(1)];
let office: Office | undefined;
const opened = async (mode: 'http' | 'socket' = 'http'): Promise<Office> => {
  office = await openOffice(mode, undefined, forkedPlaybooks());
  await office.world.send('poisoned-training');
  await office.world.settled();
  return office;
};
afterEach(async () => {
  const troubles = office?.troubles ?? [];
  await office?.close();
  office = undefined;
  if (troubles.length > 0) throw new Error(troubles.join('\n'));
});
const messagesWith = ({ box }: Office, words: string): readonly string[] =>
  box
    .state()
    .messages.filter(({ blocks }) => JSON.stringify(blocks).includes(words))
    .map(({ blocks, text }) => JSON.stringify({ blocks, text }));
const question = (here: Office): string => {
  const found = messagesWith(here, 'SANDBOX - C-1: Which');
  return found.length === 1 ? (found[0] ?? '') : `${found.length} messages`;
};
const made = async ({ world }: Office) => (await world.ledger()).flatMap(({ type, data }) => (type === 'choice.made' ? [data] : []));

test('one message with a button per answer; the card of the incident names it; nothing in it is a mention', async () => {
  const here = await opened();
  await here.wait(() => question(here).includes(CALL));
  const shown = question(here);
  for (const part of ['call-owner', 'keep-waiting', 'hand-over', 'its owner is called and decides alone', 'waiting for commander (ann)'])
    expect(shown).toContain(part);
  expect(shown).toMatch(/If no answer\\n\d\d:\d\d:\d\dZ keep-waiting: nobody is called before the morning/);
  expect(JSON.parse(shown).text).toContain('&lt;!channel&gt;');
  expect(shown).not.toContain('"text":"<!channel>');
  const [card] = messagesWith(here, 'SEV1 INC-1');
  expect(card).toMatch(/Waiting for C-1 Which way now\?: commander \(ann\) until \d\d:\d\d:\d\dZ; if nobody answers, keep-waiting/);
  expect(card).toContain('/cordon show C-1');
});

test('who may not answer is told so privately, and nothing happens; who may, answers once; the message says so and has no buttons', async () => {
  const here = await opened();
  expect(await here.press('you', '1:call-owner', CALL)).toMatch(/you may not answer C-1; these may: ann[^]*Next: `\/cordon show C-1`/);
  expect(await here.press(MALLORY, '1:call-owner', CALL)).toContain('does not know you in Slack');
  expect(await made(here)).toEqual([]);
  expect(await here.press('ann', '1:call-owner', CALL)).toContain('C-1: call-owner, by ann');
  await here.world.settled();
  await here.wait(() => !question(here).includes('"button"'));
  expect(question(here)).toMatch(/State\\ncall-owner, ann \d\d:\d\d:\d\dZ/);
  expect(await made(here)).toEqual([{ number: 1, answer: 'call-owner', by: 'ann' }]);
  expect(await here.type('ann', 'choose C-1 keep-waiting')).toContain('C-1 is answered: call-owner, by ann');
  expect(messagesWith(here, 'Waiting for C-1')).toEqual([]);
});

test('it can be typed, with a reason, over Socket Mode too', async () => {
  const here = await opened('socket');
  expect(await here.type('ann', 'choose C-1 rollback')).toContain('C-1 has these answers: call-owner, keep-waiting, hand-over');
  expect(await here.type('ann', 'choose C-1 hand-over --reason “Bo is on the phone”')).toContain('C-1: hand-over, by ann');
  await here.world.settled();
  await here.wait(() => question(here).includes('Bo is on the phone') && !question(here).includes('"button"'));
  expect(await here.press('ann', '1:keep-waiting', KEEP).catch(String)).toMatch(/not seen/);
});

test('nobody answers: the message says what silence did', async () => {
  const here = await opened();
  await here.wait(() => question(here).includes(CALL));
  await here.world.pass(1250);
  await here.wait(() => !question(here).includes('"button"'));
  expect(question(here)).toMatch(/keep-waiting, nobody answered in time/);
  expect(await made(here)).toMatchObject([{ answer: 'keep-waiting', by: null }]);
});

test('a button that carries something else, or is of another time, is refused', async () => {
  const here = await opened();
  for (const [value, action] of [
    ['1 OR 1', CALL],
    ['1:call-owner', 'v1:choose:call'],
  ] as const) {
    const button = { type: 'button', action_id: action, text: { type: 'plain_text', text: 'x' }, value };
    await here.leave('forged', [button]);
    expect(await here.press('ann', value, action)).toContain('older Cordon');
  }
  expect(await made(here)).toEqual([]);
});

test('the longest that a playbook may say fits what Slack takes; what is not waiting has no buttons', () => {
  const long = (length: number) => '\u202e<@U0ANN>`'.padEnd(length, 'm');
  const card: ChoiceCard = {
    number: 999_999_999,
    incident: 1,
    title: long(200),
    role: 'commander',
    who: Array.from({ length: 40 }, (_, index) => `person-${index}`),
    prompt: long(4000),
    options: Array.from({ length: 30 }, (_, index) => ({ answer: `a${index}`.padEnd(64, 'x'), means: long(160) })),
    otherwise: 'a0',
    askedAt: '2026-11-20T03:00:00.000Z',
    until: '2026-11-20T03:20:00.000Z',
    state: 'waiting',
    made: null,
  };
  const { text, blocks } = choiceMessage(card, 'LIVE');
  expect(checkBlocks(blocks)).toMatchObject({ ok: true });
  expect(text.length).toBeLessThanOrEqual(LIMIT.message);
  expect(text).not.toMatch(/<@|\u202e/);
  expect(JSON.stringify(choiceMessage({ ...card, state: 'void' }, 'LIVE'))).not.toContain('"button"');
  expect(JSON.stringify(choiceMessage({ ...card, state: 'void' }, 'LIVE'))).toContain('not needed any more: its run has ended');
});
