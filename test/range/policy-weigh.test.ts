import fc from 'fast-check';
import { rulesIn } from '../../tabletop/range/policy/compile.ts';
import { weigh, type Kind, type Policies, type Question, type Verdict } from '../../tabletop/range/policy/weigh.ts';

const [ACCOUNT, OTHER] = ['111122223333', '444455556666'];
const ROLE = `arn:aws:iam::${ACCOUNT}:role/app`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/app/run`;
const rules = (...statements: object[]) =>
  rulesIn(
    JSON.parse(JSON.stringify({ Version: '2012-10-17', Statement: statements.map((one) => ({ Action: '*', Resource: '*', ...one })) })),
  );
const ALLOW = { Effect: 'Allow' };
const DENY = { Effect: 'Deny' };
const grants = (principal: string) => rules({ ...ALLOW, Principal: { AWS: principal } });
const NOTHING = rules({ Effect: 'Allow', Action: 'nothing:*' });

const question = (more: Partial<Question> = {}): Question => ({
  who: { type: 'AssumedRole', arn: SESSION, principalArn: ROLE, account: ACCOUNT },
  asked: { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', keys: () => undefined },
  isSameAccount: true,
  rule: 'identity',
  ...more,
});
const short = (verdict: Verdict): string => (verdict.decision === 'allow' ? 'allow' : `${verdict.decision} by ${verdict.by}`);
const user = {
  type: 'IAMUser',
  arn: `arn:aws:iam::${ACCOUNT}:user/ann`,
  principalArn: `arn:aws:iam::${ACCOUNT}:user/ann`,
  account: ACCOUNT,
} as const;
const elsewhere: Partial<Question> = { isSameAccount: false };
const key: Partial<Question> = { rule: 'key-policy' };

test.each<[string, Policies, Partial<Question>, string]>([
  ['nothing at all', { identity: [] }, {}, 'implicit-deny by identity-based policy'],
  ['an identity policy', { identity: rules(ALLOW) }, {}, 'allow'],
  ['a boundary that is silent', { identity: rules(ALLOW), boundary: NOTHING }, {}, 'implicit-deny by permissions boundary'],
  ['a boundary alone', { identity: [], boundary: rules(ALLOW) }, {}, 'implicit-deny by identity-based policy'],
  ['a session policy that is silent', { identity: rules(ALLOW), session: NOTHING }, {}, 'implicit-deny by session policy'],
  [
    'one silent level',
    { identity: rules(ALLOW), serviceControl: [rules(ALLOW), NOTHING, rules(ALLOW)] },
    {},
    'implicit-deny by service control policy',
  ],
  ['every level', { identity: rules(ALLOW), serviceControl: [rules(ALLOW), rules(ALLOW)] }, {}, 'allow'],
  [
    'a resource control policy',
    { identity: rules(ALLOW), resourceControl: [rules({ ...ALLOW, Principal: '*' }), rules({ ...DENY, Principal: '*' })] },
    {},
    'explicit-deny by resource control policy',
  ],
  ['a grant to the role', { identity: [], resource: grants(ROLE) }, {}, 'allow'],
  [
    'a grant to the role, under a boundary',
    { identity: [], boundary: NOTHING, resource: grants(ROLE) },
    {},
    'implicit-deny by permissions boundary',
  ],
  [
    'a grant to the role, under a session policy',
    { identity: [], session: NOTHING, resource: grants(ROLE) },
    {},
    'implicit-deny by session policy',
  ],
  ['a grant to the session', { identity: [], boundary: NOTHING, session: NOTHING, resource: grants(SESSION) }, {}, 'allow'],
  [
    'a grant to the session, under a service control policy',
    { identity: [], serviceControl: [NOTHING], resource: grants(SESSION) },
    {},
    'implicit-deny by service control policy',
  ],
  ['a grant to another session', { identity: [], resource: grants(`${SESSION}-2`) }, {}, 'implicit-deny by identity-based policy'],
  ['a grant to everybody', { identity: [], boundary: NOTHING, resource: grants('*') }, {}, 'allow'],
  ['a grant to the user', { identity: [], boundary: NOTHING, resource: grants(user.arn) }, { who: user }, 'allow'],
  ['a grant to the account', { identity: [], resource: grants(ACCOUNT) }, {}, 'implicit-deny by identity-based policy'],
  ['a grant to the account and to oneself', { identity: rules(ALLOW), resource: grants(`arn:aws:iam::${ACCOUNT}:root`) }, {}, 'allow'],
  ['another account without a grant', { identity: rules(ALLOW) }, elsewhere, 'implicit-deny by resource-based policy'],
  ['another account that lets the role in', { identity: rules(ALLOW), resource: grants(ROLE) }, elsewhere, 'allow'],
  ['another account that lets the account in', { identity: rules(ALLOW), resource: grants(ACCOUNT) }, elsewhere, 'allow'],
  [
    'another account that lets a session in whose role may nothing',
    { identity: [], resource: grants(SESSION) },
    elsewhere,
    'implicit-deny by identity-based policy',
  ],
  [
    'another account and a boundary',
    { identity: rules(ALLOW), boundary: NOTHING, resource: grants(SESSION) },
    elsewhere,
    'implicit-deny by permissions boundary',
  ],
  [
    'another account that lets a third in',
    { identity: rules(ALLOW), resource: grants(OTHER) },
    elsewhere,
    'implicit-deny by resource-based policy',
  ],
  ['a key without a policy', { identity: rules(ALLOW) }, key, 'implicit-deny by resource-based policy'],
  ['a key that names the account', { identity: rules(ALLOW), resource: grants(ACCOUNT) }, key, 'allow'],
  [
    'a key that names the account, of one who may nothing',
    { identity: [], resource: grants(ACCOUNT) },
    key,
    'implicit-deny by identity-based policy',
  ],
  ['a key that names the role', { identity: [], resource: grants(ROLE) }, key, 'allow'],
  [
    'a key that denies',
    { identity: rules(ALLOW), resource: rules({ ...ALLOW, Principal: '*' }, { ...DENY, Principal: { AWS: ROLE } }) },
    key,
    'explicit-deny by resource-based policy',
  ],
  [
    'a service that is let in',
    { identity: [], resource: rules({ ...ALLOW, Principal: { Service: 'events.amazonaws.com' } }) },
    { who: { type: 'AWSService', arn: 'events.amazonaws.com', principalArn: 'events.amazonaws.com', account: undefined } },
    'allow',
  ],
  [
    'a service that is not',
    { identity: rules(ALLOW), resource: grants(ACCOUNT) },
    { who: { type: 'AWSService', arn: 'events.amazonaws.com', principalArn: 'events.amazonaws.com', account: undefined } },
    'implicit-deny by resource-based policy',
  ],
])('%s', (_case, policies, more, verdict) => expect(short(weigh(policies, question(more)))).toBe(verdict));

const notPrincipal = (...AWS: string[]): Policies => ({ identity: rules(ALLOW), resource: rules({ ...DENY, NotPrincipal: { AWS } }) });
test('NotPrincipal spares whoever is listed by account, role and session at once, and nobody with a boundary', () => {
  expect(short(weigh(notPrincipal(ROLE), question()))).toBe('explicit-deny by resource-based policy');
  expect(short(weigh(notPrincipal(ACCOUNT, ROLE), question()))).toBe('explicit-deny by resource-based policy');
  expect(short(weigh(notPrincipal(ACCOUNT, ROLE, SESSION), question()))).toBe('allow');
  const bounded = question({ who: { ...question().who, isBounded: true } });
  expect(short(weigh(notPrincipal(ACCOUNT, ROLE, SESSION), bounded))).toBe('explicit-deny by resource-based policy');
});

const Statements = fc
  .array(
    fc.record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      Action: fc.constantFrom('*', 's3:Get*', 's3:PutObject', 'kms:*'),
      Resource: fc.constantFrom('*', 'arn:aws:s3:::b/*', 'arn:aws:s3:::z'),
    }),
    { maxLength: 4 },
  )
  .map((statements) => rules(...statements));
const Granting = fc
  .array(
    fc.record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      Action: fc.constantFrom('*', 's3:Get*', 'kms:*'),
      Principal: fc.record({ AWS: fc.constantFrom('*', ROLE, SESSION, ACCOUNT, OTHER) }),
    }),
    { maxLength: 4 },
  )
  .map((statements) => rules(...statements));
const AllPolicies: fc.Arbitrary<Policies> = fc.record({
  identity: Statements,
  boundary: fc.option(Statements, { nil: undefined }),
  session: fc.option(Statements, { nil: undefined }),
  serviceControl: fc.option(fc.array(Statements, { maxLength: 3 }), { nil: undefined }),
  resource: fc.option(Granting, { nil: undefined }),
});
const Questions = fc
  .record({ isSameAccount: fc.boolean(), rule: fc.constantFrom('identity' as const, 'key-policy' as const) })
  .map(question);
const allowed = (policies: Policies, asked: Question): boolean => weigh(policies, asked).decision === 'allow';
const DENY_ALL = rules(DENY);

test('an explicit deny in any kind of policy always wins, and is named', () => {
  fc.assert(
    fc.property(AllPolicies, Questions, (policies, asked) => {
      const places: readonly (readonly [Kind, Policies])[] = [
        ['service control policy', { ...policies, serviceControl: [...(policies.serviceControl ?? []), DENY_ALL] }],
        ['resource-based policy', { ...policies, resource: [...(policies.resource ?? []), ...rules({ ...DENY, Principal: '*' })] }],
        ['identity-based policy', { ...policies, identity: [...DENY_ALL, ...policies.identity] }],
        ['permissions boundary', { ...policies, boundary: DENY_ALL }],
        ['session policy', { ...policies, session: DENY_ALL }],
      ];
      for (const [, denied] of places) expect(weigh(denied, asked).decision).toBe('explicit-deny');
      if (allowed(policies, asked))
        for (const [by, denied] of places) expect(weigh(denied, asked)).toEqual({ decision: 'explicit-deny', by });
    }),
  );
});
test('a further boundary, session policy, level or deny never allows more', () => {
  fc.assert(
    fc.property(AllPolicies, Statements, Questions, (policies, more, asked) => {
      const limits: readonly Policies[] = [
        { ...policies, serviceControl: [...(policies.serviceControl ?? []), more] },
        { ...policies, resourceControl: [more] },
        ...(policies.boundary === undefined ? [{ ...policies, boundary: more }] : []),
        ...(policies.session === undefined ? [{ ...policies, session: more }] : []),
        { ...policies, identity: [...policies.identity, ...more.filter(({ effect }) => effect === 'Deny')] },
      ];
      if (!allowed(policies, asked)) for (const limited of limits) expect(allowed(limited, asked)).toBe(false);
    }),
  );
});
test('a further allow never takes anything away', () => {
  fc.assert(
    fc.property(AllPolicies, Statements, Questions, (policies, more, asked) => {
      const wider = { ...policies, identity: [...policies.identity, ...more.filter(({ effect }) => effect === 'Allow')] };
      if (allowed(policies, asked)) expect(allowed(wider, asked)).toBe(true);
    }),
  );
});
test('without a policy of the resource, another account is never let in, however much the caller may', () => {
  fc.assert(
    fc.property(AllPolicies, (policies) => {
      expect(allowed({ ...policies, resource: undefined }, question(elsewhere))).toBe(false);
    }),
  );
});
