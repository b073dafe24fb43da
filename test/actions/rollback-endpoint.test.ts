import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  UpdateEndpointCommand,
  UpdateModelPackageCommand,
} from '@aws-sdk/client-sagemaker';
import { rollbackEndpoint } from '../../actions/rollback-endpoint/action.ts';
import type { Plan, Proof } from '../../core/action/plan.ts';
import type { JsonObject } from '../../core/json.ts';
import { endpointArn, northbank, packageArn, type Northbank } from './northbank.ts';

const bad = { badData: ['s3://nb-train/partner/'], badSince: '2026-11-18T02:10:00.000Z' };
const input = { endpoint: endpointArn('fraud-scorer'), ...bad };
let nb: Northbank;
beforeEach(async () => {
  nb = await northbank();
});
afterEach(() => nb.close());

const planOf = async (asked: JsonObject = input): Promise<Plan> => {
  const { ok, failure } = await nb.look(rollbackEndpoint, asked);
  if (ok === undefined) throw new Error(`${failure?.what}: ${failure?.why}`);
  return ok;
};
const proofOf = async (plan: Plan, undo = false): Promise<Proof> => {
  let seen: JsonObject | undefined;
  for (let look = 1; look <= 90; look += 1) {
    const { ok } = undo ? await nb.verifyUndo(rollbackEndpoint, plan, {}, seen) : await nb.verify(rollbackEndpoint, plan, seen);
    if (ok !== undefined && ok.kind !== 'pending') return ok;
    seen = ok?.seen;
    nb.clock.advance(rollbackEndpoint.settle.everySeconds);
  }
  throw new Error('never settled');
};
const move = (config: string) =>
  nb
    .admin()
    .send(new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: config, RetainAllVariantProperties: true }));

describe('choosing', () => {
  test('the last good version, with the reason for and against each one', async () => {
    const { impact, before, guard, writes } = await planOf();
    expect(impact.slice(0, 5)).toEqual([
      'fraud-scorer goes back from fraud-cfg-7 to fraud-cfg-6 (fraud-model/6)',
      expect.stringMatching(/^fraud-model\/7  no  trained 2026-11-19 02:00:00Z from the poisoned prefix s3:\/\/nb-train\/partner\//),
      expect.stringMatching(/^fraud-model\/6  YES  approved 2026-11-02 by mlops; trained 2026-10-31, 18 days before the first bad/),
      'fraud-cfg-4  no  its config was deleted, and AWS keeps no copy',
      'fraud-model/5  no  rejected 2026-10-02 by mlops: bias against card-not-present customers',
    ]);
    expect(before).toMatchObject({
      to: 'fraud-cfg-6',
      packages: [packageArn('fraud-model/7')],
      toPackages: [packageArn('fraud-model/6')],
      retain: true,
    });
    expect(guard).toMatchObject({ config: 'fraud-cfg-7', to: 'fraud-cfg-6' });
    expect(writes[0]?.input).toMatchObject({ RetainAllVariantProperties: true, RetainDeploymentConfig: false });
  });
  test('a date alone is enough', async () => {
    expect((await planOf({ endpoint: input.endpoint, badSince: bad.badSince })).before).toMatchObject({ to: 'fraud-cfg-6' });
  });
  test('without a word about what is bad nothing is chosen', async () => {
    expect((await nb.look(rollbackEndpoint, { endpoint: input.endpoint })).failure).toMatchObject({ kind: 'invalid', effect: 'no-change' });
  });
  test('nothing is rolled back when nothing speaks against what is in service', async () => {
    const { failure } = await nb.look(rollbackEndpoint, { endpoint: input.endpoint, badSince: '2026-11-19T12:00:00.000Z' });
    expect(failure).toMatchObject({ kind: 'conflict', what: 'Nothing that is known speaks against fraud-cfg-7, which is in service' });
  });
  test('a person may name the config, and it is checked all the same', async () => {
    expect((await planOf({ ...input, config: 'fraud-cfg-6' })).before).toMatchObject({ to: 'fraud-cfg-6' });
    const { failure } = await nb.look(rollbackEndpoint, { ...input, config: 'fraud-cfg-5' });
    expect(failure).toMatchObject({ kind: 'conflict', why: expect.stringContaining('rejected 2026-10-02 by mlops') });
  });
  test('a poison that goes back further than every version leaves none, and says why', async () => {
    const { failure } = await nb.look(rollbackEndpoint, { ...input, badSince: '2026-08-01T00:00:00.000Z' });
    expect(failure?.what).toBe('fraud-scorer has no config to go back to');
    expect(failure?.why).toContain('fraud-model/6  no  trained 2026-10-31 02:00:00Z from the poisoned prefix');
  });
});

describe('the pre-flight', () => {
  const refusedWith = async (reason: string) => {
    const { failure } = await nb.look(rollbackEndpoint, input);
    expect(failure).toMatchObject({ kind: 'conflict', effect: 'no-change' });
    expect(failure?.why).toContain(reason);
  };
  test('an artefact that was overwritten since is not deployed', async () => {
    await new S3Client(nb.range.clientConfig('admin')).send(
      new PutObjectCommand({ Bucket: 'nb-models', Key: 'fraud/6/model.tar.gz', Body: 'other' }),
    );
    await refusedWith('its artefact s3://nb-models/fraud/6/model.tar.gz was overwritten since it was registered');
  });
  test('a model that was deleted is not deployed', async () => {
    await nb.admin().send(new DeleteModelCommand({ ModelName: 'fraud-model-6' }));
    await refusedWith('its model fraud-model-6 was deleted');
  });
  test('a config that was deleted is not deployed', async () => {
    await nb.admin().send(new DeleteEndpointConfigCommand({ EndpointConfigName: 'fraud-cfg-6' }));
    await refusedWith('fraud-cfg-6  no  its config was deleted');
  });
  test('a version that was rejected since is not deployed', async () => {
    await nb.admin().send(
      new UpdateModelPackageCommand({
        ModelPackageArn: packageArn('fraud-model/6'),
        ModelApprovalStatus: 'Rejected',
        ApprovalDescription: 'x',
      }),
    );
    await refusedWith('fraud-model/6  no  rejected');
  });
  test('a look that cannot see is no look: it fails instead of calling things gone', async () => {
    // An answer to HEAD has no body, so S3's own word for it is lost; the status remains.
    nb.range.faults.add({ operation: 's3:HeadObject', kind: 'throttled' });
    expect((await nb.look(rollbackEndpoint, input)).failure).toMatchObject({ kind: 'unavailable', retryable: true });
  });
  test('an endpoint that is being changed has to wait', async () => {
    await move('fraud-cfg-5');
    expect((await nb.look(rollbackEndpoint, input)).failure).toMatchObject({ kind: 'in-progress', retryable: true });
  });
});

describe('the effect', () => {
  test('is the good config, the recorded image, and all twelve instances', async () => {
    const plan = await planOf();
    const applied = await nb.apply(rollbackEndpoint, plan);
    expect(applied.ok).toEqual({
      effect: 'changed',
      output: {
        fromConfig: 'fraud-cfg-7',
        toConfig: 'fraud-cfg-6',
        fromPackages: [packageArn('fraud-model/7')],
        toPackage: packageArn('fraud-model/6'),
      },
    });
    expect((await nb.verify(rollbackEndpoint, plan)).ok).toMatchObject({
      kind: 'pending',
      because: 'fraud-scorer is Updating to fraud-cfg-6',
    });
    expect(await proofOf(plan)).toMatchObject({
      kind: 'proven',
      after: { config: 'fraud-cfg-6', packages: [packageArn('fraud-model/6')] },
      observed: ['InService with fraud-cfg-6', expect.stringContaining('as recorded'), 'instances: AllTraffic 12'],
    });
  });
  test('applied twice is once, during the update and after it', async () => {
    const plan = await planOf();
    await nb.apply(rollbackEndpoint, plan);
    expect((await nb.apply(rollbackEndpoint, plan)).ok?.effect).toBe('changed');
    nb.clock.advance(900);
    expect((await nb.apply(rollbackEndpoint, plan)).ok?.effect).toBe('no-change');
    expect(nb.calls.filter(({ operation }) => operation === 'sagemaker:UpdateEndpoint')).toHaveLength(1);
  });
  test('a time-out after the effect is read back', async () => {
    const plan = await planOf();
    nb.range.faults.add({ operation: 'sagemaker:UpdateEndpoint', kind: 'timed-out-after-effect' });
    expect((await nb.apply(rollbackEndpoint, plan)).failure).toMatchObject({ kind: 'timed-out', effect: 'unknown' });
    expect(await proofOf(plan)).toMatchObject({ kind: 'proven' });
  });
  test('an update that somebody else began has to end first', async () => {
    const plan = await planOf();
    await move('fraud-cfg-5');
    expect((await nb.apply(rollbackEndpoint, plan)).failure).toMatchObject({ kind: 'in-progress', retryable: true, effect: 'no-change' });
    nb.clock.advance(900);
    expect((await nb.apply(rollbackEndpoint, plan)).failure).toMatchObject({
      kind: 'conflict',
      why: 'it runs fraud-cfg-5, not fraud-cfg-7',
    });
  });
  test('InService with another config is refuted', async () => {
    const plan = await planOf();
    await nb.apply(rollbackEndpoint, plan);
    nb.clock.advance(900);
    await move('fraud-cfg-5');
    nb.clock.advance(900);
    expect(await proofOf(plan)).toMatchObject({ kind: 'refuted', because: expect.stringContaining('InService, but with fraud-cfg-5') });
  });
  test('an update that never began is refuted, not waited for', async () => {
    expect(await proofOf(await planOf())).toMatchObject({ kind: 'refuted' });
  });
  test('instances that were lost on the way refute it', async () => {
    const plan = await planOf();
    await nb.admin().send(new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' }));
    expect(await proofOf(plan)).toEqual({ kind: 'refuted', because: 'AllTraffic has 2 instances instead of 12' });
  });
  test('another image than the recorded one refutes it', async () => {
    const plan = await planOf();
    await nb.apply(rollbackEndpoint, plan);
    const doctored = { ...plan, before: { ...plan.before, digests: [`sha256:${'0'.repeat(64)}`] } };
    expect(await proofOf(doctored)).toMatchObject({ kind: 'refuted', because: expect.stringContaining('without the recorded image') });
  });
});

describe('the way back', () => {
  const done = async () => {
    const plan = await planOf();
    await nb.apply(rollbackEndpoint, plan);
    const proof = await proofOf(plan);
    if (proof.kind !== 'proven') throw new Error(proof.because);
    return { plan, after: proof.after };
  };
  test('goes to the old config, and is safe to repeat', async () => {
    const { plan, after } = await done();
    expect((await nb.undo(rollbackEndpoint, plan, after)).ok).toEqual({ effect: 'changed' });
    expect(await proofOf(plan, true)).toMatchObject({ kind: 'proven', after: { config: 'fraud-cfg-7' } });
    expect((await nb.undo(rollbackEndpoint, plan, after)).ok).toEqual({ effect: 'no-change' });
  });
  test('asks when somebody has deployed something else', async () => {
    const { plan, after } = await done();
    await move('fraud-cfg-5');
    expect(await nb.drift(rollbackEndpoint, plan, after)).toEqual(['it is Updating, not InService']);
    nb.clock.advance(900);
    expect((await nb.undo(rollbackEndpoint, plan, after)).failure).toMatchObject({
      kind: 'drift',
      why: 'it runs fraud-cfg-5, not fraud-cfg-6',
    });
  });
});
