import fc from 'fast-check';
import {
  candidateLine,
  candidatesOf,
  isServingGood,
  lastGood,
  type Bad,
  type ConfigSeen,
  type ModelSeen,
} from '../../../core/asset/candidates.ts';
import type { ConfigPeriod } from '../../../core/asset/asset.ts';
import type { Instant } from '../../../core/time.ts';

const endpoint = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer';
const period = (config: string, from: Instant, until?: Instant): ConfigPeriod => ({
  endpoint,
  config,
  from,
  by: 'mlops',
  ...(until && { until }),
});
const history = [
  period('fraud-cfg-5', '2026-09-01T08:00:00.000Z', '2026-10-02T10:00:00.000Z'),
  period('fraud-cfg-4', '2026-10-02T10:00:00.000Z', '2026-11-02T09:30:00.000Z'),
  period('fraud-cfg-6', '2026-11-02T09:30:00.000Z', '2026-11-19T14:02:00.000Z'),
  period('fraud-cfg-7', '2026-11-19T14:02:00.000Z'),
];
const model = (version: number, trainedAt: Instant, from: readonly string[], changes: Partial<ModelSeen> = {}): ModelSeen => ({
  model: `fraud-model-${version}`,
  exists: true,
  package: {
    arn: `arn:aws:sagemaker:eu-west-1:111122223333:model-package/fraud-model/${version}`,
    name: `fraud-model/${version}`,
    status: 'Approved',
    by: 'mlops',
    decidedAt: '2026-11-02T09:00:00.000Z',
  },
  trained: { job: `fraud-train-${version}`, at: trainedAt, from },
  artefact: { url: `s3://nb-models/fraud/${version}/model.tar.gz`, recorded: 'e1', now: 'e1' },
  image: { digest: 'sha256:19ab', exists: true },
  role: { name: 'sagemaker-execution', exists: true },
  ...changes,
});
const BASE = 's3://nb-train/base/';
const PARTNER = 's3://nb-train/partner/';
const rejected = {
  package: {
    arn: 'arn:aws:sagemaker:eu-west-1:111122223333:model-package/fraud-model/5',
    name: 'fraud-model/5',
    status: 'Rejected',
    by: 'mlops',
    decidedAt: '2026-10-02T10:00:00.000Z' as const,
    description: 'bias against card-not-present customers',
  },
};
const seven: ConfigSeen = { config: 'fraud-cfg-7', models: [model(7, '2026-11-19T02:00:00.000Z', [BASE, PARTNER])] };
const six: ConfigSeen = { config: 'fraud-cfg-6', models: [model(6, '2026-10-31T02:00:00.000Z', [BASE, PARTNER])] };
const five: ConfigSeen = { config: 'fraud-cfg-5', models: [model(5, '2026-08-30T02:00:00.000Z', [BASE], rejected)] };
const bad: Bad = { data: [PARTNER], since: '2026-11-18T02:10:00.000Z' };
const of = (seen: readonly ConfigSeen[], what: Bad = bad) => candidatesOf(history, seen, 'fraud-cfg-7', what);

describe('choosing the last good config', () => {
  test('says of each version why, newest first, and picks the one before the poison', () => {
    const candidates = of([seven, six, five]);
    expect(candidates.map(candidateLine)).toEqual([
      'fraud-model/7  no  trained 2026-11-19 02:00:00Z from the poisoned prefix s3://nb-train/partner/ (first bad 2026-11-18 02:10:00Z); it is the one in service',
      'fraud-model/6  YES  approved 2026-11-02 by mlops; trained 2026-10-31, 18 days before the first bad (2026-11-18 02:10:00Z); artefact unchanged since it was registered; image there; role there; config kept',
      'fraud-cfg-4  no  its config was deleted, and AWS keeps no copy',
      'fraud-model/5  no  rejected 2026-10-02 by mlops: bias against card-not-present customers',
    ]);
    expect(lastGood(candidates)?.config).toBe('fraud-cfg-6');
  });

  test.each<[string, Partial<ModelSeen>, string]>([
    [
      'overwritten artefact',
      { artefact: { url: 's3://b/k', recorded: 'e1', now: 'e2' } },
      'its artefact s3://b/k was overwritten since it was registered',
    ],
    ['deleted artefact', { artefact: { url: 's3://b/k', recorded: 'e1' } }, 'its artefact s3://b/k is gone'],
    [
      'unrecorded artefact',
      { artefact: { url: 's3://b/k', now: 'e1' } },
      'nothing recorded says what s3://b/k held when it was registered',
    ],
    ['expired image', { image: { digest: 'sha256:19ab', exists: false } }, 'its container image sha256:19ab is gone'],
    ['deleted role', { role: { name: 'sagemaker-execution', exists: false } }, 'its execution role sagemaker-execution is gone'],
    ['deleted model', { exists: false }, 'its model fraud-model-6 was deleted'],
    ['unknown training', { trained: undefined }, 'its training cannot be traced, so nobody knows whether the bad data is in it'],
    ['no package', { package: undefined }, 'comes from no model package: nothing says that anybody approved it'],
    [
      'pending approval',
      { package: { arn: 'a', name: 'fraud-model/6', status: 'PendingManualApproval' } },
      'not approved (PendingManualApproval)',
    ],
  ])('%s is not good', (_, changes, why) => {
    const spoiled = { config: 'fraud-cfg-6', models: [model(6, '2026-10-31T02:00:00.000Z', [BASE, PARTNER], changes)] };
    const found = of([seven, spoiled, five]).find(({ config }) => config === 'fraud-cfg-6');
    expect(found).toMatchObject({ verdict: 'no', because: [why] });
    expect(lastGood(of([seven, spoiled, five]))).toBeUndefined();
  });

  test('one bad model among several spoils the config', () => {
    const mixed = {
      config: 'fraud-cfg-6',
      models: [model(6, '2026-10-31T02:00:00.000Z', [BASE]), model(7, '2026-11-19T02:00:00.000Z', [PARTNER])],
    };
    expect(lastGood(of([seven, mixed, five]))).toBeUndefined();
  });

  test('a model trained without the bad data is good whatever its age', () => {
    const clean = { config: 'fraud-cfg-6', models: [model(6, '2026-11-19T02:00:00.000Z', [BASE])] };
    expect(lastGood(of([seven, clean]))?.because).toContain('trained 2026-11-19 without the bad data');
  });

  test('bad data without a date spoils every model that saw it', () => {
    expect(lastGood(of([seven, six, five], { data: [PARTNER] }))).toBeUndefined();
  });

  test('what is in service is never the answer, and is named when nothing speaks against it', () => {
    const late: Bad = { data: [], since: '2026-11-20T00:00:00.000Z' };
    const candidates = of([seven, six], late);
    expect(isServingGood(candidates, 'fraud-cfg-7')).toBe(true);
    expect(isServingGood(of([seven, six]), 'fraud-cfg-7')).toBe(false);
    expect(candidates[0]?.verdict).toBe('no');
  });

  test('never answers a model that was trained from bad data at or after the first bad', () => {
    const instants = fc
      .date({ min: new Date('2026-09-01'), max: new Date('2026-12-31'), noInvalidDate: true })
      .map((date): Instant => `${date.toISOString().slice(0, -1)}Z`);
    fc.assert(
      fc.property(instants, instants, fc.boolean(), (trainedAt, since, touched) => {
        const one = { config: 'fraud-cfg-6', models: [model(6, trainedAt, touched ? [PARTNER] : [BASE])] };
        const chosen = lastGood(of([one], { data: [PARTNER], since }));
        expect(chosen !== undefined).toBe(!touched || trainedAt < since);
      }),
    );
  });
});
