import { northbankPolicy } from '../../tabletop/northbank-policy.ts';
import { slackSetting, withAccounts } from '../../tabletop/slack-setting.ts';

const REAL = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', CORDON_SLACK_CHANNEL: 'C1', CORDON_SLACK_PEOPLE: 'you=U1, bo=U2' };

test('without tokens Slack is emulated, whatever else is set', () => {
  expect(slackSetting({})).toEqual({ kind: 'emulated' });
  expect(slackSetting({ ...REAL, SLACK_BOT_TOKEN: undefined, SLACK_APP_TOKEN: '' })).toEqual({ kind: 'emulated' });
});
test('with both tokens, a channel and people it is the real one, over TLS', () => {
  expect(slackSetting(REAL)).toEqual({
    kind: 'real',
    tokens: { botToken: 'xoxb-1', appToken: 'xapp-1' },
    channel: 'C1',
    apiUrl: 'https://slack.com/api/',
    people: { you: 'U1', bo: 'U2' },
  });
});
test.each([
  [{ SLACK_APP_TOKEN: undefined }, 'SLACK_APP_TOKEN is missing'],
  [{ SLACK_BOT_TOKEN: undefined }, 'SLACK_BOT_TOKEN is missing'],
  [{ CORDON_SLACK_CHANNEL: '#ai-incidents' }, 'CORDON_SLACK_CHANNEL'],
  [{ CORDON_SLACK_PEOPLE: undefined }, 'who is who'],
  [{ CORDON_SLACK_PEOPLE: 'you=@me' }, 'this is not: you=@me'],
  [{ SLACK_API_URL: 'http://slack.example/api/' }, 'in the clear'],
])('half a setting is refused before anything starts: %j', (change, why) => {
  expect(() => slackSetting({ ...REAL, ...change })).toThrow(
    expect.objectContaining({ name: 'SlackSetting', message: expect.stringContaining(why) }),
  );
});

test('in the emulated Slack everybody has an account, in the real one only who was named, and nobody else can be', async () => {
  const { assets } = await northbankPolicy();
  const accounts = (all: typeof assets) =>
    Object.entries(all.people).flatMap(([id, { slack }]) => (slack === undefined ? [] : [[id, slack]]));
  expect(accounts(withAccounts(assets, { kind: 'emulated' }))).toContainEqual(['bo', 'U0BO']);
  expect(accounts(withAccounts(assets, slackSetting(REAL)))).toEqual([
    ['you', 'U1'],
    ['bo', 'U2'],
  ]);
  expect(() => withAccounts(assets, slackSetting({ ...REAL, CORDON_SLACK_PEOPLE: 'mallory=U9' }))).toThrow('names mallory');
});
