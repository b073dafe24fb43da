import { ACTION } from '../../core/report/slack/forms.ts';
import { openOffice, type Office, type PersonName } from './office.ts';

describe('on a high tier, where Slack alone does not suffice', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice('http');
    await office.world.send('poisoned-training');
    await office.world.settled();
  }, 60_000);
  afterAll(() => office.close());
  /** The card of an approval as everybody in the channel sees it now. */
  const cardOf = (approval: number): string => {
    const found = office.box.state().messages.findLast(({ blocks }) => JSON.stringify(blocks).includes(`A-${approval}: `));
    return JSON.stringify(found?.blocks ?? []);
  };
  const votes = async () =>
    (await office.world.ledger()).flatMap((event) =>
      event.type === 'approval.voted' ? [[event.data.vote.by, event.data.vote.vote, event.data.vote.via]] : [],
    );
  const pressOld = async (person: PersonName, approval: number, button: string): Promise<string> => {
    await office.leaveOld(approval, button);
    return office.press(person, approval, button);
  };

  test('the card has no Approve, but the exact command, and Deny', async () => {
    await office.wait(() => cardOf(1).includes(ACTION.deny));
    expect(cardOf(1)).not.toMatch(/v1:approve/);
    expect(cardOf(1)).toContain('in the console, or at a terminal: npx cordon approve A-1');
    expect(cardOf(1)).toContain('Slack alone does not suffice here; it can deny');
  });
  test('an old button and a typed command are refused, with the command to paste; nothing is recorded', async () => {
    for (const answer of [await pressOld('cy', 1, ACTION.approve), await office.type('cy', 'approve A-1')]) {
      expect(answer).toMatch(/Slack alone does not suffice[^]*Nothing was changed\.[^]*at a terminal: npx cordon approve A-1/);
      expect(answer).toMatch(/Next: `npx cordon approve A-1( --as cy)?`$/);
    }
    expect(await office.type('cy', 'show A-1')).toContain('at a terminal: npx cordon approve A-1');
    expect(await votes()).toEqual([]);
    expect(await office.world.calls('checkout-api')).toBe('answered');
  });
  test('the same person says yes at a terminal, and it happens', async () => {
    expect(await office.world.command('approve', { approval: 'A-1' }, 'cy')).toMatchObject({ exit: 0 });
    await office.world.settled();
    expect(await office.world.calls('checkout-api')).toBe('denied');
  });
  test('of two seats Slack may fill the first; then the card changes, and the last is given at a terminal', async () => {
    await office.wait(() => cardOf(2).includes(ACTION.approve));
    expect(cardOf(2)).toContain('at least one yes in the console or at a terminal');
    expect(await office.press('you', 2, ACTION.approve)).toMatch(/1 yes needed, in the console or at a terminal/);
    await office.wait(() => !cardOf(2).includes('v1:approve'));
    expect(cardOf(2)).toContain('terminal: npx cordon approve A-2');
    expect(cardOf(2)).toContain(ACTION.deny);
    expect(await pressOld('bo', 2, ACTION.approve)).toContain('Slack alone does not suffice');
    expect(await office.world.command('approve', { approval: 'A-2' }, 'bo')).toMatchObject({ exit: 0 });
    await office.world.settled();
  });
  test('Deny works from Slack', async () => {
    await office.press('cy', 3, ACTION.deny);
    expect(await office.fill('cy', 'not tonight')).toContain('A-3 denied by cy');
    await office.world.settled();
  });
  test('a release is never approved in Slack, whatever is typed; two people at a terminal release it', async () => {
    await office.type('you', 'release fraud-scorer');
    await office.wait(() => cardOf(4).includes(ACTION.deny));
    expect(cardOf(4)).not.toMatch(/v1:approve/);
    expect(cardOf(4)).toContain('terminal: npx cordon approve A-4 --target fraud-scorer');
    await pressOld('bo', 4, ACTION.approveTyped);
    expect(await office.fill('bo', 'fraud-scorer')).toMatch(/each yes to L[^]*terminal: npx cordon approve A-4 --target fraud-scorer/);
    expect(await office.world.calls('checkout-api')).toBe('denied');
    for (const person of ['bo', 'cy'] as const) await office.world.command('approve', { approval: 'A-4', target: 'fraud-scorer' }, person);
    await office.world.settled();
    expect(await office.world.calls('checkout-api')).toBe('answered');
    expect(await votes()).toEqual([
      ['cy', 'grant', 'cli'],
      ['you', 'grant', 'slack'],
      ['bo', 'grant', 'cli'],
      ['cy', 'deny', 'slack'],
      ['bo', 'grant', 'cli'],
      ['cy', 'grant', 'cli'],
    ]);
    expect(office.troubles).toEqual([]);
  });
});
