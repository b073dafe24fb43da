import { DescribeEndpointCommand, DescribeModelPackageCommand, ListTagsCommand, UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import { DetachRolePolicyCommand } from '@aws-sdk/client-iam';
import { ACCOUNT, FRAUD_SCORER, makeWorld, type World } from './world.ts';

const denyPolicy = `arn:aws:iam::${ACCOUNT}:policy/cordon-quarantine-deny`;
const endpointOf = ({ as }: World) => as('admin').sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'fraud-scorer' }));
const tagsOf = async ({ as }: World) => (await as('admin').sagemaker.send(new ListTagsCommand({ ResourceArn: FRAUD_SCORER }))).Tags ?? [];
const wordOf = async (world: World) => (await world.command('status', {}, 'you')).data['word'];

/** From the event to the question about the quarantine. */
const toQuarantine = async (world: World): Promise<void> => {
  await world.send('poisoned-training');
  await world.settled();
};
const toContained = async (world: World): Promise<void> => {
  await toQuarantine(world);
  await world.vote(1, 'you', 'grant');
  await world.settled();
};
const toRejected = async (world: World): Promise<void> => {
  await toContained(world);
  await world.vote(2, 'you', 'grant');
  await world.vote(2, 'bo', 'grant');
  await world.settled();
  await world.vote(3, 'cy', 'grant');
  await world.settled();
};

describe('an outside observer with an SDK client', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
  });
  afterAll(() => world.close());

  test('sees nothing change before somebody says yes', async () => {
    await toQuarantine(world);
    expect(await world.calls('checkout-api')).toBe('answered');
    expect(await tagsOf(world)).not.toContainEqual(expect.objectContaining({ Key: 'cordon:quarantine' }));
    expect(await wordOf(world)).toBe('NOT CONTAINED');
  });
  test('is refused with an explicit deny once it is contained', async () => {
    await world.vote(1, 'you', 'grant');
    await world.settled();
    expect(await wordOf(world)).toBe('CONTAINED');
    await expect(world.calls('checkout-api')).resolves.toBe('denied');
    await expect(world.calls('batch-nightly')).resolves.toBe('denied');
    expect(await world.calls('loan-app', 'credit')).toBe('answered');
  });
  test('sees the last good config with its digest and all its instances after the rollback, still refused', async () => {
    await world.vote(2, 'you', 'grant');
    await world.vote(2, 'bo', 'grant');
    await world.settled();
    const { EndpointConfigName, EndpointStatus, ProductionVariants } = await endpointOf(world);
    const good = await world
      .as('admin')
      .sagemaker.send(
        new DescribeModelPackageCommand({ ModelPackageName: `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:model-package/fraud-model/6` }),
      );
    expect({ EndpointConfigName, EndpointStatus }).toEqual({ EndpointConfigName: 'fraud-cfg-6', EndpointStatus: 'InService' });
    expect(ProductionVariants?.[0]?.DeployedImages?.[0]?.ResolvedImage).toContain(
      good.InferenceSpecification?.Containers?.[0]?.ImageDigest,
    );
    expect(ProductionVariants?.[0]?.DesiredInstanceCount).toBe(12);
    expect(await world.calls('checkout-api')).toBe('denied');
  });
  test('sees the bad package rejected', async () => {
    await world.vote(3, 'you', 'grant');
    await world.settled();
    const bad = await world
      .as('admin')
      .sagemaker.send(
        new DescribeModelPackageCommand({ ModelPackageName: `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:model-package/fraud-model/7` }),
      );
    expect(bad.ModelApprovalStatus).toBe('Rejected');
  });
  test('gets through again after two people released it, and only what was rolled back stays', async () => {
    const asked = await world.command('release', { endpoint: 'fraud-scorer' }, 'you');
    expect(asked.exit).toBe(4);
    expect(await world.command('approve', { approval: 'A-4', target: 'fraud-scorer' }, 'you')).toMatchObject({ exit: 5 });
    expect(await world.command('approve', { approval: 'A-4' }, 'bo')).toMatchObject({ exit: 2 });
    expect(await world.command('approve', { approval: 'A-4', target: 'fraud-scorer' }, 'bo')).toMatchObject({ exit: 4 });
    expect(await world.calls('checkout-api')).toBe('denied');
    expect(await world.command('approve', { approval: 'A-4', target: 'fraud-scorer' }, 'cy')).toMatchObject({ exit: 0 });
    await world.settled();
    expect(await world.calls('checkout-api')).toBe('answered');
    expect(await tagsOf(world)).toEqual([{ Key: 'team', Value: 'fraud' }]);
    expect((await endpointOf(world)).EndpointConfigName).toBe('fraud-cfg-6');
    expect(await wordOf(world)).toBe('RECOVERING');
  });
  test('the same event again is recorded and runs nothing', async () => {
    const [receipt] = await world.send('poisoned-training');
    expect(receipt).toMatchObject({ outcome: 'record', incident: 1 });
    expect((await world.incidents())[0]?.runs).toHaveLength(2);
  });
});

test('one caller that the deny does not reach makes it PARTLY CONTAINED, never CONTAINED', async () => {
  const world = await makeWorld();
  await world.as('admin').iam.send(new DetachRolePolicyCommand({ RoleName: 'batch-nightly', PolicyArn: denyPolicy }));
  await toContained(world);
  expect(await world.calls('checkout-api')).toBe('denied');
  expect(await world.calls('batch-nightly')).toBe('answered');
  expect(await wordOf(world)).toBe('PARTLY CONTAINED');
  const { lines } = await world.command('status', {}, 'you');
  expect(lines.join('\n')).toMatch(/PARTLY CONTAINED - .*batch-nightly/);
  const words = (await world.ledger()).flatMap((event) => (event.type === 'containment.changed' ? [event.data.to] : []));
  expect(words).toEqual(['partly-contained']);
  await world.close();
});

describe('when somebody else changes the endpoint', () => {
  const meddle = async (world: World, config: string) => {
    await world
      .as('mlops')
      .sagemaker.send(
        new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: config, RetainAllVariantProperties: true }),
      );
    await world.until(async () => (await endpointOf(world)).EndpointStatus === 'InService');
  };
  test('after the question was asked, approving it is stale (7), nothing is done, and people are asked anew about the new plan', async () => {
    const world = await makeWorld();
    await toQuarantine(world);
    await meddle(world, 'fraud-cfg-6');
    const answer = await world.command('approve', { approval: 'A-1' }, 'you');
    expect(answer).toMatchObject({ exit: 7, error: { code: 'plan-changed', effect: 'no-change' } });
    expect(answer.lines[0]).toContain('fraud-cfg-6');
    expect(await tagsOf(world)).toEqual([{ Key: 'team', Value: 'fraud' }]);
    await world.settled();
    expect((await world.waiting()).map(({ number }) => number)).toEqual([2]);
    await world.close();
  });
  test('after it was contained, release refuses (7) and it stays contained', async () => {
    const world = await makeWorld();
    await toRejected(world);
    await meddle(world, 'fraud-cfg-5');
    const answer = await world.command('release', { endpoint: 'fraud-scorer' }, 'you');
    expect(answer).toMatchObject({ exit: 7, error: { code: 'drift', effect: 'no-change' } });
    expect(answer.lines[0]).toContain('fraud-cfg-5');
    expect(await world.calls('checkout-api')).toBe('denied');
    await world.close();
  });
  test('between the request and the last yes, the release is void (7)', async () => {
    const world = await makeWorld();
    await toRejected(world);
    await world.command('release', { endpoint: 'fraud-scorer' }, 'you');
    await world.command('approve', { approval: 'A-4', target: 'fraud-scorer' }, 'bo');
    await meddle(world, 'fraud-cfg-5');
    expect(await world.command('approve', { approval: 'A-4', target: 'fraud-scorer' }, 'cy')).toMatchObject({ exit: 7 });
    await world.settled();
    expect(await world.calls('checkout-api')).toBe('denied');
    await world.close();
  });
});

test('contain by hand needs nobody else when a responder asks, and a second time is a no-op', async () => {
  const world = await makeWorld();
  const answer = await world.command('contain', { endpoint: 'fraud-scorer' }, 'you');
  expect(answer).toMatchObject({ exit: 0, follow: { incident: 1 } });
  await world.settled();
  expect(await wordOf(world)).toBe('CONTAINED');
  expect(await world.calls('checkout-api')).toBe('denied');
  expect(await world.command('contain', { endpoint: 'fraud-scorer' }, 'cy')).toMatchObject({
    exit: 0,
    lines: [expect.stringContaining('already held')],
  });
  const [incident] = await world.incidents();
  // Evidence first, as in a playbook; and nothing of it was passed over.
  expect(incident?.evidence).toMatchObject([{ set: 'quick', missing: [] }]);
  expect(incident?.runs).toMatchObject([{ status: 'completed', skipped: [] }]);
  await world.close();
});
