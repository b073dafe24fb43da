import { Plan, planDigestOf, PlannedWrite, Risk } from '../../../core/action/plan.ts';
import { digestOf } from '../../../core/json.ts';

const plan: Plan = {
  action: 'sagemaker.quarantine-endpoint',
  target: {
    kind: 'endpoint',
    name: 'fraud-scorer',
    account: '111122223333',
    region: 'eu-west-1',
    arn: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer',
  },
  input: { endpoint: 'fraud-scorer' },
  before: { instances: 12 },
  guard: { config: 'fraud-cfg-7' },
  writes: [{ operation: 'sagemaker:AddTags', input: { Tags: ['t'] } }],
  impact: ['callers are refused'],
};

describe('what an approval binds', () => {
  test('everything but what may move while people think', () => {
    const { before: _before, impact: _impact, ...bound } = plan;
    expect(planDigestOf(plan)).toBe(digestOf(bound));
    expect(planDigestOf({ ...plan, before: { instances: 13 }, impact: [], gaps: ['cy is not covered'] })).toBe(planDigestOf(plan));
    expect(planDigestOf({ ...plan, restsOn: 'inc-1' })).toBe(digestOf({ ...bound, restsOn: 'inc-1' }));
  });
  test.each([
    { action: 'sagemaker.rollback-endpoint' },
    { target: { ...plan.target, account: '999999999999' } },
    { input: { endpoint: 'credit' } },
    { guard: { config: 'fraud-cfg-6' } },
    { writes: [] },
    { writes: [{ operation: 'sagemaker:DeleteEndpoint', input: { Tags: ['t'] } }] },
    { writes: [{ operation: 'sagemaker:AddTags', input: {} }] },
    { restsOn: 'inc-1' },
  ] as const)('another %j is another plan', (change) => {
    expect(planDigestOf({ ...plan, ...change })).not.toBe(planDigestOf(plan));
  });
});

describe('what is no plan is not read as one', () => {
  const write = plan.writes[0];
  test.each([
    {},
    { writes: Array.from({ length: 64 }, () => write) },
    { impact: Array.from({ length: 32 }, () => 's') },
    { gaps: Array.from({ length: 80 }, () => 's') },
    { restsOn: 'inc-1' },
  ])('a plan is: %j', (change) => {
    expect(Plan.parse({ ...plan, ...change })).toEqual({ ...plan, ...change });
  });
  test.each([
    { action: 'quarantine' },
    { target: { ...plan.target, arn: 'fraud-scorer' } },
    { input: 'text' },
    { before: 'text' },
    { guard: undefined },
    { writes: Array.from({ length: 65 }, () => write) },
    { writes: [{ operation: 'AddTags', input: {} }] },
    { writes: [{ operation: 'sagemaker:AddTags' }] },
    { writes: [{ ...write, also: 1 }] },
    { impact: Array.from({ length: 33 }, () => 's') },
    { impact: [1] },
    { gaps: Array.from({ length: 81 }, () => 's') },
    { gaps: [1] },
    { restsOn: 'run-1' },
    { restsOn: 1 },
    { also: 1 },
  ])('nor is: %j', (change) => {
    expect(Plan.safeParse({ ...plan, ...change }).success).toBe(false);
  });
  test('there are six risks', () => {
    expect(Risk.options).toEqual(['A0', 'A1', 'A2-contain', 'A2-change', 'A3', 'L']);
    expect(PlannedWrite.safeParse(write).success).toBe(true);
  });
});
