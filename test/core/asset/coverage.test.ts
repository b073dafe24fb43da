import { coverageOf, deniesQuarantined } from '../../../core/asset/coverage.ts';

const DENY = 'arn:aws:iam::111122223333:policy/cordon-quarantine-deny';
const caller = (name: string) => ({ principal: `arn:aws:iam::111122223333:role/${name}` as const, name });
const statement = (changes: object = {}) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Action: ['sagemaker:InvokeEndpoint*'],
      Resource: '*',
      Condition: { StringLike: { 'aws:ResourceTag/cordon:quarantine': '*' } },
      ...changes,
    },
  ],
});

describe('whom the deny reaches', () => {
  test('covered, uncovered and unknown callers are told apart and named', () => {
    const coverage = coverageOf(
      [
        { caller: caller('checkout-api'), policies: ['arn:aws:iam::aws:policy/ReadOnlyAccess', DENY] },
        { caller: caller('batch-nightly'), policies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] },
        { caller: caller('abroad'), unknown: 'its account 999999999999 is not the endpoint’s' },
      ],
      [DENY],
    );
    expect(coverage).toMatchObject({ covered: ['checkout-api'], uncovered: ['batch-nightly'], unknown: ['abroad'] });
    expect(coverage.sentences[0]).toBe('1 of 3 declared callers are reached by the deny');
    expect(coverage.gaps).toHaveLength(2);
  });

  test('without a declared caller nobody can say that everybody is covered', () => {
    expect(coverageOf([], [DENY]).gaps).toHaveLength(1);
  });

  test('a policy of the right name that is not in force covers nobody', () => {
    expect(coverageOf([{ caller: caller('checkout-api'), policies: [DENY] }], []).uncovered).toEqual(['checkout-api']);
  });

  test('all covered leaves no gap', () => {
    expect(coverageOf([{ caller: caller('checkout-api'), policies: [DENY] }], [DENY]).gaps).toEqual([]);
  });
});

describe('what counts as the deny', () => {
  test('the shipped text does', () => {
    expect(deniesQuarantined(statement())).toBe(true);
    expect(deniesQuarantined({ Statement: statement().Statement[0] })).toBe(true);
  });
  test.each([
    ['an allow', { Effect: 'Allow' }],
    ['one way to invoke only', { Action: 'sagemaker:InvokeEndpoint' }],
    ['one endpoint only', { Resource: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/other' }],
    ['another tag', { Condition: { StringLike: { 'aws:ResourceTag/team': '*' } } }],
    ['one value of the tag', { Condition: { StringLike: { 'aws:ResourceTag/cordon:quarantine': 'true' } } }],
    [
      'a narrowing second condition',
      { Condition: { StringLike: { 'aws:ResourceTag/cordon:quarantine': '*' }, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } },
    ],
    ['a condition that cannot be read', { Condition: 'x' }],
  ])('%s does not', (_, changes) => {
    expect(deniesQuarantined(statement(changes))).toBe(false);
  });
  test.each([undefined, null, '', [], {}, { Statement: 'x' }])('%j is no policy', (document) => {
    expect(deniesQuarantined(document)).toBe(false);
  });
});
