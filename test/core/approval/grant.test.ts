import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { checkGrant, Grant, GrantedBy, Mode, SignedGrant, type GrantUse, type Verify } from '../../../core/approval/grant.ts';
import { signedText } from '../../../core/approval/signed-text.ts';

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const signed = (payload: Grant, purpose: Parameters<Verify>[0] = 'grant'): SignedGrant => ({
  payload,
  keyId: 'k',
  signature: sign('sha256', signedText(purpose, payload), keys.privateKey).toString('base64'),
});
const check: Verify = (purpose, payload, { keyId, signature }) =>
  keyId === 'k' && verify('sha256', signedText(purpose, payload), keys.publicKey, Buffer.from(signature, 'base64'));

const grant: Grant = {
  action: 'sagemaker.quarantine-endpoint',
  verb: 'apply',
  account: '111122223333',
  target: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer',
  planDigest: `sha256:${'1'.repeat(64)}`,
  run: 'run-1',
  step: 'deny',
  mode: 'enforce',
  by: { kind: 'people', approvalId: 'a' },
  expiresAt: '2026-11-20T03:15:00.000Z',
  nonce: 'n'.repeat(16),
};
const use: GrantUse = {
  action: grant.action,
  verb: grant.verb,
  account: grant.account,
  target: grant.target,
  planDigest: grant.planDigest,
  run: grant.run,
  step: grant.step,
  now: '2026-11-20T03:14:59.999Z',
};
const refused = (why: string, action = grant.action) => ({
  ok: false,
  failure: {
    kind: 'no-grant',
    retryable: false,
    effect: 'no-change',
    what: `${action} was refused`,
    why,
    next: 'npx cordon status',
  },
});

describe('a grant', () => {
  test('permits exactly the use that it names', () => {
    expect(checkGrant(signed(grant), use, check)).toEqual({ ok: true, value: grant });
    expect(checkGrant(signed({ ...grant, mode: 'propose' }), use, check)).toMatchObject({ ok: true });
  });
  test.each([
    ['action', { action: 'sagemaker.rollback-endpoint' }],
    ['verb', { verb: 'undo' }],
    ['account', { account: '999999999999' }],
    ['target', { target: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/credit' }],
    ['plan', { planDigest: `sha256:${'2'.repeat(64)}` }],
    ['run', { run: 'run-2' }],
    ['step', { step: 'rollback' }],
  ] as const)('is refused for another %s, whoever of both names it', (what, change) => {
    const other = { ...use, ...change };
    expect(checkGrant(signed(grant), other, check)).toEqual(refused(`the grant is for another ${what}`, other.action));
    expect(checkGrant(signed({ ...grant, ...change }), use, check)).toEqual(refused(`the grant is for another ${what}`));
  });
  test('ends at its last instant', () => {
    const over = refused('the grant expired at 2026-11-20T03:15:00.000Z');
    expect(checkGrant(signed(grant), { ...use, now: grant.expiresAt }, check)).toEqual(over);
    expect(checkGrant(signed(grant), { ...use, now: '2026-11-21T00:00:00.000Z' }, check)).toEqual(over);
  });
  test('of a run that observes permits nothing', () => {
    expect(checkGrant(signed({ ...grant, mode: 'observe' }), use, check)).toEqual(refused('mode observe permits no effect'));
  });
  test('counts only under a signature that is for a grant, and for this one', () => {
    const forged = refused('the grant is not signed by the approve function');
    expect(checkGrant(signed(grant, 'fact'), use, check)).toEqual(forged);
    expect(checkGrant({ ...signed(grant), payload: { ...grant, nonce: 'm'.repeat(16) } }, use, check)).toEqual(forged);
    expect(checkGrant({ ...signed(grant), keyId: 'other' }, use, check)).toEqual(forged);
  });
});

describe('what is no grant is not read as one', () => {
  const wire = (change: object): unknown => JSON.parse(JSON.stringify({ ...grant, ...change }));
  test.each([
    {},
    { verb: 'undo' },
    { mode: 'observe' },
    { mode: 'propose' },
    { by: { kind: 'policy', rule: 'r' } },
    { by: { kind: 'silence', approvalId: 'a' } },
  ])('a grant is: %j', (change) => {
    expect(Grant.parse(wire(change))).toEqual({ ...grant, ...change });
  });
  test.each([
    { action: 'quarantine' },
    { action: 1 },
    { verb: 'look' },
    { account: 1 },
    { target: 'fraud-scorer' },
    { planDigest: 'sha256:1' },
    { run: 'inc-1' },
    { step: 1 },
    { mode: 'any' },
    { by: { kind: 'me' } },
    { by: { kind: 'people' } },
    { by: { kind: 'people', approvalId: 'a', also: 1 } },
    { by: { kind: 'policy', rule: 'r', also: 1 } },
    { by: { kind: 'policy' } },
    { by: { kind: 'silence', approvalId: 'a', also: 1 } },
    { by: { kind: 'silence' } },
    { expiresAt: 'soon' },
    { nonce: 'n'.repeat(15) },
    { also: 1 },
  ])('nor is: %j', (change) => {
    expect(Grant.safeParse(wire(change)).success).toBe(false);
  });
  test('a signed one has a key and a signature, and nothing else', () => {
    const one = signed(grant);
    expect(SignedGrant.parse(one)).toEqual(one);
    for (const change of [{ keyId: 1 }, { signature: undefined }, { payload: {} }, { also: 1 }])
      expect(SignedGrant.safeParse({ ...one, ...change }).success).toBe(false);
  });
  test('there are three modes', () => {
    expect(['observe', 'propose', 'enforce', 'off', ''].filter((mode) => Mode.safeParse(mode).success)).toEqual([
      'observe',
      'propose',
      'enforce',
    ]);
    expect(GrantedBy.safeParse(undefined).success).toBe(false);
  });
});

describe('what is signed', () => {
  const text = (purpose: Parameters<typeof signedText>[0], payload: object) => Buffer.from(signedText(purpose, payload)).toString('utf8');
  test('says whose it is and what for, in canonical form', () => {
    expect(text('grant', { b: 1, a: 'ü' })).toBe('cordon/signed/v1\n{"payload":{"a":"ü","b":1},"purpose":"grant"}');
    expect(text('head', {})).toBe('cordon/signed/v1\n{"payload":{},"purpose":"head"}');
  });
  test('of evidence: as DSSE prescribes', () => {
    expect(text('evidence', { payloadType: 'application/vnd.in-toto+json', payload: Buffer.from('{}').toString('base64') })).toBe(
      'DSSEv1 28 application/vnd.in-toto+json 2 {}',
    );
  });
  test.each([
    {},
    { payloadType: 'x' },
    { payload: 'e30=' },
    { payloadType: 1, payload: 'e30=' },
    { payloadType: 'x', payload: 1 },
    [],
    'text',
  ])('evidence that is no envelope is a bug: %j', (payload) => {
    expect(() => signedText('evidence', payload)).toThrow('evidence is signed as { payloadType, payload: base64 }');
  });
});
