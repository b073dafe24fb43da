import type { ActionRequest } from '../../core/action/request.ts';
import { alarms, asked, stateOf, untouched } from './asked.ts';
import { FRAUD_SCORER, type World } from './world.ts';

describe('an action function that is called directly', () => {
  let world: World;
  let request: Extract<ActionRequest, { verb: 'apply' }>;
  beforeAll(async () => {
    world = await asked();
    const step = (await stateOf(world)).runs[0]?.steps.find(({ path }) => path === 'deny');
    if (step === undefined) throw new Error('no plan');
    const grant = {
      action: step.action,
      verb: 'apply',
      account: step.plan.target.account,
      target: step.plan.target.arn,
      planDigest: step.planDigest,
      run: step.runId,
      step: 'deny',
      mode: 'enforce',
      by: { kind: 'policy', rule: 'because I say so' },
      expiresAt: '2027-01-01T00:00:00.000Z',
      nonce: 'x'.repeat(22),
    } as const;
    request = {
      verb: 'apply',
      incidentId: (await stateOf(world)).incidentId,
      key: `${step.runId}:deny:apply`,
      at: '2026-11-20T03:00:05.000Z',
      exercise: false,
      plan: step.plan,
      grant: { payload: grant, keyId: world.signer.keyId, signature: 'AAAA' },
    };
  });
  afterAll(() => world.close());
  const call = (change: Partial<typeof request>) =>
    world.sandbox.desk.caller.call('sagemaker.quarantine-endpoint', FRAUD_SCORER, { ...request, ...change });

  test('with a forged signature is refused', async () => {
    expect(await call({})).toMatchObject({
      ok: false,
      failure: { kind: 'no-grant', effect: 'no-change', why: expect.stringContaining('not signed') },
    });
  });
  test('with a signature for another purpose is refused', async () => {
    const signed = await world.signer.sign('fact', request.grant.payload);
    expect(await call({ grant: { payload: request.grant.payload, ...signed } })).toMatchObject({
      ok: false,
      failure: { kind: 'no-grant' },
    });
  });
  test.each([
    ['plan', { planDigest: `sha256:${'0'.repeat(64)}` }],
    ['target', { target: FRAUD_SCORER.replace('fraud-scorer', 'credit') as `arn:${string}` }],
    ['action', { action: 'sagemaker.rollback-endpoint' }],
    ['verb', { verb: 'undo' }],
    ['run', { run: 'run-other' }],
    ['step', { step: 'rollback' }],
    ['account', { account: '999999999999' }],
    ['expired', { expiresAt: '2026-11-20T02:00:00.000Z' }],
    ['observe', { mode: 'observe' }],
  ] as const)('with a genuine grant for another %s is refused', async (_what, change) => {
    const payload = { ...request.grant.payload, ...change };
    expect(await call({ grant: { payload, ...(await world.signer.sign('grant', payload)) } })).toMatchObject({
      ok: false,
      failure: { kind: 'no-grant', effect: 'no-change' },
    });
  });
  test('with a genuine grant but without the lease of its run is refused', async () => {
    const payload = { ...request.grant.payload, run: 'run-other' } as const;
    expect(await call({ key: 'run-other:deny:apply', grant: { payload, ...(await world.signer.sign('grant', payload)) } })).toMatchObject({
      ok: false,
      failure: { kind: 'no-grant', why: expect.stringContaining('lease') },
    });
  });
  test('and nonsense is answered, not thrown', async () => {
    expect(
      await world.sandbox.desk.caller.call(
        'sagemaker.quarantine-endpoint',
        FRAUD_SCORER as `arn:${string}`,
        { verb: 'apply' } as ActionRequest,
      ),
    ).toMatchObject({ ok: false, failure: { kind: 'invalid', effect: 'no-change' } });
  });
  test('changed nothing, and each attempt is on record', async () => {
    expect(await alarms(world)).toContain('ungranted-call');
    await untouched(world);
  });
});
