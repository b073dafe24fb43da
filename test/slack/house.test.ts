import { openOffice, type Office } from './office.ts';

const said = (office: Office): string => JSON.stringify(office.box.state());

test('a stop is told in the channel and on the card; going on is asked there, and Slack alone does not suffice', async () => {
  const office = await openOffice('http');
  try {
    await office.world.send('poisoned-training');
    await office.world.settled();
    expect(await office.type('bo', 'stop --all not me')).toContain('only a responder');
    expect(await office.type('you', 'stop')).toContain('/cordon stop --all');
    const answer = await office.type('you', 'stop --all it hits the wrong endpoint');
    expect(answer).toContain('STOPPED since');
    await office.wait(() => said(office).includes('STOPPED: no new effect in any account'));
    await office.wait(() => said(office).includes('by you: it hits the wrong endpoint'));
    expect(await office.type('cy', 'resume --all')).toContain('Nothing changes until they agree');
    await office.wait(() => said(office).includes('A-2: Go on after the stop'));
    expect(await office.press('you', 2, 'v1:deny')).toBeDefined();
    expect(await office.type('ann', 'approve A-2 --target all')).toContain('Slack alone does not suffice');
    expect(await office.type('ann', 'status')).toContain('STOPPED');
    expect(office.troubles).toEqual([]);
  } finally {
    await office.close();
  }
});
