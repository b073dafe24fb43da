import { DetachRolePolicyCommand } from '@aws-sdk/client-iam';
import { DeleteTagsCommand, UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { quarantineEndpoint } from '../../actions/quarantine-endpoint/action.ts';
import { endpointArn } from './northbank.ts';
import { closeAll, DENY, endpoint, planOf, QUARANTINE, quarantined, settled, start, tag } from './quarantined.ts';

afterEach(closeAll);

describe('before', () => {
  test('the card says who notices, and what nobody knows', async () => {
    const nb = await start();
    const { impact, guard, before, writes } = await planOf(nb);
    expect(impact).toEqual([
      'every covered caller of fraud-scorer gets AccessDenied: 120 requests/s at present (CloudWatch)',
      'checkout-api: has a fallback: rules-2 (declared by payments)',
      'batch-nightly: NO fallback declared: its jobs will fail',
      'how the requests divide among callers is not measured; callers as declared in assets.yaml',
      '2 of 2 declared callers are reached by the deny',
    ]);
    expect(guard).toEqual({ config: 'fraud-cfg-7', tag: null });
    expect(before).toEqual({ config: 'fraud-cfg-7', tag: null, canary: 'allowed' });
    expect(writes).toHaveLength(1);
  });
  test('the rate is the same in the sandbox, where AWS runs 60 times faster', async () => {
    const nb = await start({ pace: 60 });
    expect((await planOf(nb)).impact[0]).toContain('120 requests/s');
  });
  test('an endpoint that is not there cannot be planned for', async () => {
    const nb = await start();
    expect((await nb.look(quarantineEndpoint, { endpoint: endpointArn('no-such') })).failure).toMatchObject({
      kind: 'not-found',
      effect: 'no-change',
    });
  });
  test('CloudWatch being away does not keep anybody from containing', async () => {
    const nb = await start();
    nb.range.faults.add({ operation: 'cloudwatch:GetMetricData', kind: 'throttled' });
    expect((await planOf(nb)).impact[0]).toContain('CloudWatch does not say how many');
  });
});

describe('the effect', () => {
  test('is proven by a denied canary, covered callers and requests that stopped', async () => {
    const nb = await start();
    const plan = await planOf(nb);
    expect((await nb.apply(quarantineEndpoint, plan)).ok).toEqual({ effect: 'changed' });
    expect((await nb.verify(quarantineEndpoint, plan)).ok).toEqual({
      kind: 'pending',
      because: 'the tag is set; the canary is not denied yet',
    });
    const proof = await settled(nb, plan);
    expect(proof).toMatchObject({ kind: 'proven', after: { config: 'fraud-cfg-7', tag: 'inc-0123' } });
    expect(proof).not.toHaveProperty('partly');
    const caller = new SageMakerRuntimeClient(nb.range.clientConfig('checkout-api'));
    await expect(caller.send(new InvokeEndpointCommand({ EndpointName: 'fraud-scorer', Body: '{}' }))).rejects.toThrow('explicit deny');
  });
  test('applied twice is once', async () => {
    const nb = await start();
    const plan = await planOf(nb);
    await nb.apply(quarantineEndpoint, plan);
    expect((await nb.apply(quarantineEndpoint, plan)).ok).toEqual({ effect: 'no-change' });
    expect(nb.calls.filter(({ operation }) => operation === 'sagemaker:AddTags')).toHaveLength(1);
  });
  test('planned again by the same incident is a no-op, and still proven', async () => {
    const nb = await start();
    await quarantined(nb);
    const again = await planOf(nb);
    expect(again.writes).toEqual([]);
    expect((await nb.apply(quarantineEndpoint, again)).ok).toEqual({ effect: 'no-change' });
    expect(await settled(nb, again)).toMatchObject({ kind: 'proven' });
  });
  test('a time-out after the effect says unknown, and a look finds it', async () => {
    const nb = await start();
    const plan = await planOf(nb);
    nb.range.faults.add({ operation: 'sagemaker:AddTags', kind: 'timed-out-after-effect' });
    expect((await nb.apply(quarantineEndpoint, plan)).failure).toMatchObject({ effect: 'unknown', retryable: false });
    expect(await settled(nb, plan)).toMatchObject({ kind: 'proven' });
  });
  test('it works while the endpoint is being updated', async () => {
    const nb = await start();
    await nb.admin().send(new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' }));
    expect((await quarantined(nb)).proof).toMatchObject({ kind: 'proven' });
  });
});

describe('what is not containment is not called so', () => {
  test('a caller without the deny makes it partly, by name', async () => {
    const nb = await start();
    await nb.adminIam().send(new DetachRolePolicyCommand({ RoleName: 'batch-nightly', PolicyArn: DENY }));
    nb.clock.advance(60);
    const plan = await planOf(nb);
    expect(plan.impact).toContain('1 of 2 declared callers are reached by the deny');
    await nb.apply(quarantineEndpoint, plan);
    const proof = await settled(nb, plan);
    expect(proof).toMatchObject({ kind: 'proven', partly: [expect.stringContaining('batch-nightly is not reached by the deny')] });
    expect(proof.kind === 'proven' && proof.observed.at(-1)).toBe('answered requests: 360 more since the last look');
  });
  test('callers that nobody declared make it partly', async () => {
    const nb = await start({
      assets: (yaml) => yaml.replace(/    callers:\n      - principal: \S+checkout-api\n[^]*?batch-nightly \}\n/, ''),
    });
    const { proof } = await quarantined(nb);
    expect(proof).toMatchObject({ partly: [expect.stringContaining('callers unknown')] });
  });
  test('a stranger who is still answered makes it partly, after patience', async () => {
    const nb = await start({ assets: (yaml) => yaml.replace(/      # No fallback[^]*?batch-nightly \}\n/, '') });
    await nb.adminIam().send(new DetachRolePolicyCommand({ RoleName: 'batch-nightly', PolicyArn: DENY }));
    nb.clock.advance(60);
    const { proof } = await quarantined(nb);
    expect(proof).toMatchObject({ partly: [expect.stringContaining('somebody calls whom assets.yaml does not list')] });
  });
  test('a canary that was denied all along proves nothing', async () => {
    const nb = await start();
    await nb
      .adminIam()
      .send(new DetachRolePolicyCommand({ RoleName: 'cordon-canary-covered', PolicyArn: 'arn:aws:iam::111122223333:policy/invoke-all' }));
    nb.clock.advance(60);
    const plan = await planOf(nb);
    expect(plan.before).toMatchObject({ canary: 'not-allowed' });
    await nb.apply(quarantineEndpoint, plan);
    nb.clock.advance(60);
    expect(await settled(nb, plan)).toMatchObject({ kind: 'unknown', because: expect.stringContaining('not allowed before either') });
  });
  test('AccessDenied without an explicit deny is unknown', async () => {
    const nb = await start();
    const plan = await planOf(nb);
    await nb.adminIam().send(new DetachRolePolicyCommand({ RoleName: 'cordon-canary-covered', PolicyArn: DENY }));
    await nb
      .adminIam()
      .send(new DetachRolePolicyCommand({ RoleName: 'cordon-canary-covered', PolicyArn: 'arn:aws:iam::111122223333:policy/invoke-all' }));
    await nb.apply(quarantineEndpoint, plan);
    nb.clock.advance(60);
    expect(await settled(nb, plan)).toMatchObject({ kind: 'unknown', because: expect.stringContaining('not by an explicit deny') });
  });
  test('a canary without the deny stays pending: it never becomes contained', async () => {
    const nb = await start();
    await nb.adminIam().send(new DetachRolePolicyCommand({ RoleName: 'cordon-canary-covered', PolicyArn: DENY }));
    const plan = await planOf(nb);
    await nb.apply(quarantineEndpoint, plan);
    expect(await settled(nb, plan)).toMatchObject({ kind: 'pending' });
  });
  test('a tag that somebody removed refutes it', async () => {
    const nb = await start();
    const { plan } = await quarantined(nb);
    await nb.admin().send(new DeleteTagsCommand({ ResourceArn: endpoint, TagKeys: [QUARANTINE] }));
    expect((await nb.verify(quarantineEndpoint, plan)).ok).toEqual({ kind: 'refuted', because: 'the tag is not there' });
  });
});

describe('two incidents', () => {
  test('the second shares the quarantine of the first: it writes nothing, proves it, and lifts nothing', async () => {
    const nb = await start();
    const plan = await planOf(nb);
    await nb.admin().send(tag('inc-other'));
    expect((await nb.apply(quarantineEndpoint, plan)).failure).toMatchObject({ kind: 'conflict', effect: 'no-change' });
    const shared = await planOf(nb);
    expect(shared).toMatchObject({ writes: [], restsOn: 'inc-other', before: { tag: 'inc-other' } });
    expect(typeof quarantineEndpoint.undo === 'string' ? [] : quarantineEndpoint.undo.writes(shared)).toEqual([]);
    expect(await settled(nb, shared)).toMatchObject({ kind: 'proven', after: { tag: 'inc-other' } });
    await nb.admin().send(new DeleteTagsCommand({ ResourceArn: endpoint, TagKeys: [QUARANTINE] }));
    expect(await settled(nb, shared)).toMatchObject({ kind: 'refuted' });
    expect(nb.calls.filter(({ operation }) => operation === 'sagemaker:AddTags')).toEqual([]);
  });
  test('a tag that names no incident is nobody whose hold could be shared', async () => {
    const nb = await start();
    await nb.admin().send(tag('somebody'));
    expect((await nb.look(quarantineEndpoint, { endpoint })).failure).toMatchObject({
      kind: 'conflict',
      why: expect.stringContaining('somebody'),
    });
  });
});
