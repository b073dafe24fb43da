import { CreateEndpointConfigCommand, UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import { snapshotEndpoint } from '../../actions/snapshot-endpoint/action.ts';
import { checkBundle } from '../../adapters/evidence-check.ts';
import type { Plan } from '../../core/action/plan.ts';
import { manifestOf } from '../../core/evidence/statement.ts';
import { kindOfItem, QUICK_SET } from '../../core/evidence/quick-set.ts';
import { endpointArn, northbank, type Northbank } from './northbank.ts';

const endpoint = endpointArn('fraud-scorer');
let nb: Northbank;
beforeEach(async () => {
  nb = await northbank();
});
afterEach(() => nb.close());

const planOf = async (): Promise<Plan> => {
  const { ok, failure } = await nb.look(snapshotEndpoint, { endpoint });
  if (ok === undefined) throw new Error(failure?.why);
  return ok;
};
const taken = async (plan: Plan) => {
  const { ok, failure } = await nb.apply(snapshotEndpoint, plan);
  if (ok?.collected === undefined) throw new Error(failure?.why);
  const envelope = await nb.evidence.envelope(ok.collected.bundle);
  const manifest = envelope && manifestOf(envelope);
  if (manifest === undefined) throw new Error('no manifest');
  return { collected: ok.collected, output: ok.output, manifest };
};
const textOf = async (digest: `sha256:${string}`): Promise<string> => {
  const parts: Uint8Array[] = [];
  for await (const part of nb.evidence.open(digest)) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
};

describe('the quick set', () => {
  test('goes from the endpoint down to the poisoned objects, volatile first', async () => {
    const { manifest, collected } = await taken(await planOf());
    expect(manifest.items.map(({ name }) => name)).toEqual([
      'caller-identity',
      'endpoint',
      'tags',
      'metrics',
      'data-capture',
      'cloudtrail',
      'endpoint-config',
      'model:fraud-model-7',
      'model-package:fraud-model/7',
      'artefact:fraud-model-7',
      'image:fraud-model-7',
      'training-job:fraud-train-7',
      'training-data:s3://nb-train/base/',
      'training-data:s3://nb-train/partner/',
      'asset',
    ]);
    expect(collected).toMatchObject({ items: 15, missing: [] });
    const poisoned = manifest.items.find(({ name }) => name === 'training-data:s3://nb-train/partner/');
    expect(await textOf(poisoned?.digest ?? 'sha256:')).toContain('partner/2026-11-18.jsonl');
    const trail = manifest.items.find(({ name }) => name === 'cloudtrail');
    expect(await textOf(trail?.digest ?? 'sha256:')).toContain('nightly-retrain');
  });
  test('every item says which call it came from, who made it and when', async () => {
    const { manifest } = await taken(await planOf());
    for (const { name, from } of manifest.items.filter(({ name: one }) => !['asset', 'caller-identity'].includes(one))) {
      expect([name, from.collector]).toEqual([name, 'arn:aws:sts::111122223333:assumed-role/cordon-member/run-0-deny']);
      expect(from.operation).toMatch(/^[a-z0-9]+:[A-Z]\w+$/);
      expect(from.requestId).toBeTruthy();
      expect(from.startedAt).toBe(manifest.sealedAt);
    }
  });
  test('verifies offline against the key’s fingerprint', async () => {
    const { collected } = await taken(await planOf());
    expect(await checkBundle(nb.evidence, collected.bundle, nb.signer.verify, nb.signer.keyId)).toMatchObject({
      ok: true,
      matched: 15,
      origin: 'proven',
    });
  });
  test('every name is one of the words that actions use for what they endanger', async () => {
    const { manifest } = await taken(await planOf());
    for (const { name } of manifest.items) expect(QUICK_SET).toContain(kindOfItem(name));
  });
  test('changes nothing', async () => {
    await taken(await planOf());
    expect(nb.calls.filter(({ writes }) => writes)).toEqual([]);
  });
});

describe('what could not be taken', () => {
  test('is named with its reason, and the rest is taken', async () => {
    nb.range.faults.add({ operation: 'sagemaker:DescribeTrainingJob', kind: 'denied' });
    nb.range.faults.add({ operation: 'cloudtrail:LookupEvents', kind: 'throttled' });
    const { manifest, collected } = await taken(await planOf());
    expect(manifest.missing.map(({ name, because }) => [name, because.kind])).toEqual([
      ['cloudtrail', 'throttled'],
      ['training-job:fraud-train-7', 'denied'],
    ]);
    expect(collected.missing[0]).toBe('cloudtrail: cloudtrail:LookupEvents was throttled');
    expect(manifest.items).toHaveLength(11);
  });
  test('an endpoint without data capture is said to have none', async () => {
    const admin = nb.admin();
    await admin.send(
      new CreateEndpointConfigCommand({
        EndpointConfigName: 'blind',
        ProductionVariants: [
          { VariantName: 'AllTraffic', ModelName: 'fraud-model-7', InstanceType: 'ml.m5.xlarge', InitialInstanceCount: 1 },
        ],
      }),
    );
    // A new config may not be found at once.
    nb.clock.advance(2);
    await admin.send(new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'blind' }));
    nb.clock.advance(900);
    const { manifest } = await taken(await planOf());
    expect(manifest.missing).toEqual([{ name: 'data-capture', because: expect.objectContaining({ kind: 'not-configured' }) }]);
  });
  test('nothing at all is a failure, not an empty bundle', async () => {
    const plan = await planOf();
    nb.range.faults.add({ operation: '*', kind: 'denied', times: 100 });
    expect((await nb.apply(snapshotEndpoint, plan)).failure).toMatchObject({ kind: 'denied' });
    expect(await nb.evidence.bundles('inc-0123')).toEqual([]);
  });
});

describe('proof and repetition', () => {
  test('a repeat of the same verb is the same bundle, without a call', async () => {
    const plan = await planOf();
    const first = await taken(plan);
    const before = nb.calls.length;
    expect(first.output).toMatchObject({ bundle: first.collected.bundle, items: 15 });
    expect(await taken(plan)).toEqual(first);
    expect(nb.calls).toHaveLength(before);
    expect(await nb.evidence.bundles('inc-0123')).toHaveLength(1);
  });
  test('proven only by reading everything back', async () => {
    const plan = await planOf();
    expect((await nb.verify(snapshotEndpoint, plan)).ok).toMatchObject({ kind: 'refuted' });
    await taken(plan);
    nb.clock.advance(5);
    expect((await nb.verify(snapshotEndpoint, plan)).ok).toMatchObject({
      kind: 'proven',
      observed: ['15 of 15 items read back', 'not collected: nothing'],
    });
  });
  test('an older bundle does not prove a newer step', async () => {
    await taken(await planOf());
    nb.clock.advance(60);
    expect((await nb.verify(snapshotEndpoint, await planOf())).ok).toMatchObject({ kind: 'refuted' });
  });
});
