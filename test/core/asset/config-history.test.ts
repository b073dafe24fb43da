import fc from 'fast-check';
import { configChangeOf, periodsOf, principalName } from '../../../core/asset/config-history.ts';

const endpoint = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer';
const record = (changes: object = {}) => ({
  eventName: 'UpdateEndpoint',
  eventTime: '2026-11-19T14:02:00Z',
  userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/nightly-retrain/run-7' },
  requestParameters: { endpointName: 'fraud-scorer', endpointConfigName: 'fraud-cfg-7' },
  ...changes,
});
const change = (config: string, at: string) => ({ at: `${at}T00:00:00.000Z` as const, endpoint: 'fraud-scorer', config, by: 'mlops' });

describe('the history that SageMaker does not keep', () => {
  test('an accepted update is a change, with the role that made it', () => {
    expect(configChangeOf(record())).toEqual({
      at: '2026-11-19T14:02:00.000Z',
      endpoint: 'fraud-scorer',
      config: 'fraud-cfg-7',
      by: 'nightly-retrain',
    });
  });
  test.each([
    ['a refused call', { errorCode: 'ValidationException' }],
    ['another call', { eventName: 'DeleteEndpoint' }],
    ['a call without a config', { requestParameters: { endpointName: 'fraud-scorer' } }],
    ['a call without a time', { eventTime: undefined }],
  ])('%s is none', (_, changes) => {
    expect(configChangeOf(record(changes))).toBeUndefined();
  });

  test('each period ends where the next begins; the last one is in service', () => {
    const periods = periodsOf(endpoint, [change('b', '2026-11-02'), change('a', '2026-09-01'), change('c', '2026-11-19')]);
    expect(periods.map(({ config, from, until }) => [config, from.slice(0, 10), until?.slice(0, 10)])).toEqual([
      ['a', '2026-09-01', '2026-11-02'],
      ['b', '2026-11-02', '2026-11-19'],
      ['c', '2026-11-19', undefined],
    ]);
  });

  test('setting the same config again is no move', () => {
    expect(periodsOf(endpoint, [change('a', '2026-09-01'), change('a', '2026-09-02')])).toHaveLength(1);
  });

  test('periods never overlap, whatever order the events come in', () => {
    const changes = fc.array(fc.record({ config: fc.constantFrom('a', 'b', 'c'), day: fc.integer({ min: 1, max: 28 }) }), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(changes, (list) => {
        const periods = periodsOf(
          endpoint,
          list.map(({ config, day }) => change(config, `2026-11-${String(day).padStart(2, '0')}`)),
        );
        for (const [index, { until }] of periods.entries()) expect(until).toBe(periods[index + 1]?.from);
      }),
    );
  });

  test.each([
    ['arn:aws:iam::1:role/path/to/mlops', 'mlops'],
    ['arn:aws:sts::1:assumed-role/mlops/anna', 'mlops'],
    ['arn:aws:iam::1:user/bo', 'bo'],
    ['garbage', 'garbage'],
  ])('%s is %s', (arn, name) => {
    expect(principalName(arn)).toBe(name);
  });
});
