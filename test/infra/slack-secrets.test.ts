import { actions } from '../../actions/index.ts';
import { documentOf } from '../../tabletop/range/iam/state.ts';
import { evaluate } from '../../tabletop/range/policy/evaluate.ts';
import { actionsOf, deployment, flat, has, HOME, resources, resourcesOf, statementsOf, type Statement } from './deployment.ts';
import { SLACK_ROLES, SLACK_SETTINGS, WITH_SLACK } from './with-slack.ts';

const made = deployment(actions, WITH_SLACK);
afterAll(() => made.close());
const { home } = made;
const parameter = (name: string) => `arn:aws:ssm:eu-west-1:${HOME}:parameter${name}`;
const [SIGNING, TOKEN] = [parameter(SLACK_SETTINGS.signingParameter), parameter(SLACK_SETTINGS.tokenParameter)];

const variablesOf = (name: string): readonly (readonly [string, unknown])[] =>
  [...resources(home, 'AWS::Lambda::Function').values()]
    .filter(({ Properties }) => Properties['FunctionName'] === name)
    .flatMap(({ Properties }) => Object.entries(Properties['Environment'].Variables));

describe('secrets', () => {
  const [key] = [...resources(home, 'AWS::KMS::Key').values()].filter(({ Properties }) => /Slack/.test(Properties['Description']));
  const statements: readonly Statement[] = key?.Properties['KeyPolicy'].Statement;
  const roleId = (name: string) =>
    [...resources(home, 'AWS::IAM::Role')].find(([, { Properties }]) => Properties['RoleName'] === name)?.[0] ?? '';
  /** By the policy of the key alone: nothing of it is handed on to IAM. */
  const decrypts = (name: string, parameterArn: string, via = 'ssm.eu-west-1.amazonaws.com'): boolean => {
    const context = { 'kms:ViaService': [via], 'kms:EncryptionContext:PARAMETER_ARN': [parameterArn] };
    const own = statements
      .filter(({ Principal }) => flat(Principal).includes(`"${roleId(name)}"`))
      .map(({ Principal: _principal, ...rest }) => rest);
    return (
      own.length > 0 &&
      evaluate(documentOf({ Version: '2012-10-17', Statement: own }).Statement, { action: 'kms:Decrypt', resource: '*', context }) ===
        'allow'
    );
  };

  test.each([
    ['cordon-slack-ingress', true, true],
    ['cordon-slack-worker', false, true],
    ['cordon-slack-outbox', false, true],
  ] as const)('%s reads the signing secret: %s, the token: %s, and no other parameter', (name, signing, token) => {
    const readable = statementsOf(home, name).filter((one) => has(one, /^ssm:/));
    expect(actionsOf(readable)).toEqual(['ssm:GetParameter']);
    expect(readable.flatMap(resourcesOf)).toEqual([...(signing ? [SIGNING] : []), ...(token ? [TOKEN] : [])]);
    expect([decrypts(name, SIGNING), decrypts(name, TOKEN)]).toEqual([signing, token]);
    expect([decrypts(name, TOKEN, 'secretsmanager.eu-west-1.amazonaws.com'), decrypts(name, parameter('/other'))]).toEqual([false, false]);
  });

  test('nobody else decrypts them: no other role, no IAM policy, not the account', () => {
    const others = [...resources(home, 'AWS::IAM::Role').values()]
      .map(({ Properties }) => String(Properties['RoleName']))
      .filter((name) => name.startsWith('cordon-') && !(SLACK_ROLES as readonly string[]).includes(name));
    expect(others.length).toBeGreaterThan(5);
    for (const name of others) {
      expect([name, decrypts(name, TOKEN)]).toEqual([name, false]);
      expect(statementsOf(home, name).filter((one) => flat(one).includes('parameter/cordon/slack'))).toEqual([]);
    }
    for (const name of [...others, ...SLACK_ROLES]) expect(statementsOf(home, name).filter((one) => has(one, /^(kms:|\*)/))).toEqual([]);
    const account = statements.filter(({ Principal }) => flat(Principal).includes(':root'));
    expect(actionsOf(account).filter((action) => /Decrypt|Grant|ReEncrypt|GenerateDataKey|\*$/.test(action))).toEqual([
      'kms:Describe*',
      'kms:Get*',
      'kms:List*',
    ]);
    expect(key?.Properties).toMatchObject({ EnableKeyRotation: true, PendingWindowInDays: 30 });
    expect([...resources(home, 'AWS::KMS::Alias').values()].map(({ Properties }) => Properties['AliasName'])).toEqual([
      'alias/cordon-slack',
    ]);
  });

  test('the functions are told where they lie, nothing more', () => {
    const told = SLACK_ROLES.flatMap((name) => variablesOf(name).filter(([setting]) => setting.includes('SLACK')));
    expect([...new Set(told.map(([setting]) => setting))].toSorted()).toEqual([
      'CORDON_SLACK_CHANNEL',
      'CORDON_SLACK_QUEUE_URL',
      'CORDON_SLACK_SIGNING_PARAMETER',
      'CORDON_SLACK_TOKEN_PARAMETER',
    ]);
  });
});
