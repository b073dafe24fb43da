import { configFrom } from '../../infra/config.ts';
import { CONFIG, CONTEXT, HOME, MEMBER } from './deployment.ts';
import { SLACK_SETTINGS } from './with-slack.ts';

describe('configuration', () => {
  test('what does not fit stops the synthesis and says where', () => {
    const { cordon } = CONTEXT;
    expect(() => configFrom(undefined)).toThrow('context.cordon must be an object');
    expect(() => configFrom({ ...cordon, account: '1234' })).toThrow('12 digits');
    expect(() => configFrom({ ...cordon, mode: 'yolo' })).toThrow();
    expect(() => configFrom({ ...cordon, evidence: { account: MEMBER, bucket: 'b', retentionDays: 0 } })).toThrow('retentionDays');
  });

  test('Slack is a channel and the names of two parameters; a secret in their place stops the synthesis and is not repeated', () => {
    const { cordon } = CONTEXT;
    const withSlack = (more: object) => () => configFrom({ ...cordon, slack: { ...SLACK_SETTINGS, ...more } });
    expect(configFrom(cordon).slack).toBeUndefined();
    expect(withSlack({})().slack).toEqual(SLACK_SETTINGS);
    expect(withSlack({ channel: 'ai-incidents' })).toThrow('context.cordon.slack.channel must be the id of a channel');
    expect(withSlack({ tokenParameter: undefined })).toThrow('context.cordon.slack.tokenParameter must be text');
    expect(withSlack({ signingParameter: SLACK_SETTINGS.tokenParameter })).toThrow('must be two parameters');
    for (const secret of ['xoxb-1234567890-abcdef', '8f742231b10e8888abcd99yyyzzz85a5'])
      expect(withSlack({ signingParameter: secret })).toThrow(/^(?!.*(xoxb|8f742231)).*never the secret itself$/);
  });

  test('enforce needs an evidence account of its own', () => {
    const { cordon } = CONTEXT;
    const { evidence: own } = cordon;
    expect(configFrom({ ...cordon, mode: 'enforce' }).mode).toBe('enforce');
    for (const account of [HOME, MEMBER])
      expect(() => configFrom({ ...cordon, mode: 'enforce', evidence: { ...(own as object), account } })).toThrow(
        'mode enforce needs an evidence account',
      );
    expect(CONFIG.evidence.account).toBe('777788889999');
  });
});
