import type { JsonObject } from '../../core/json.ts';
import { ACCOUNT, FRAUD_SCORER, makeWorld, type World } from './world.ts';

describe('playbook plan, as the server answers it', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld({
      policy: (policy) => ({
        ...policy,
        assets: {
          ...policy.assets,
          assets: policy.assets.assets.map((entry) =>
            entry.arn.endsWith('endpoint/credit')
              ? { ...entry, callers: [...entry.callers, { principal: `arn:aws:iam::${ACCOUNT}:role/admin`, name: 'auditors' }] }
              : entry,
          ),
        },
      }),
    });
  });
  afterAll(() => world.close());
  const plan = (args: JsonObject) => world.command('playbook-plan', { playbook: 'training-data-poisoning', ...args }, 'you');
  const stepsOf = (data: JsonObject): readonly { readonly path: string; readonly verdict: string }[] =>
    JSON.parse(JSON.stringify(data.steps));

  test('by name and by ARN it is the same plan, and nothing is written down', async () => {
    const before = (await world.ledger()).length;
    const [named, byArn] = [await plan({ endpoint: 'fraud-scorer' }), await plan({ target: FRAUD_SCORER })];
    expect([named.exit, named.data]).toEqual([0, byArn.data]);
    expect(stepsOf(named.data).map(({ path, verdict }) => `${path} ${verdict}`)).toEqual([
      'evidence/quick ok',
      'deny ok',
      'rollback ok',
      'reject later',
    ]);
    expect((await world.ledger()).length).toBe(before);
  });
  test('it says what it supposes, so that every look has something to look at', async () => {
    const { exit, data, lines } = await plan({ playbook: 'prompt-injection', endpoint: 'assistant' });
    expect([exit, stepsOf(data).filter(({ verdict }) => verdict !== 'ok')]).toEqual([0, []]);
    expect(stepsOf(data).map(({ path }) => path)).toEqual(['evidence/quick', 'transcripts', 'tools', 'client', 'guardrail', 'offers']);
    expect(lines.join('\n')).toMatch(/supposed[^]*the caller who did it is arn:aws:iam::111122223333:role\/web-chat/);
  });
  test('a caller that the deny does not reach is a step that would fail', async () => {
    const { exit, data, lines } = await plan({ endpoint: 'credit' });
    expect([exit, stepsOf(data).find(({ path }) => path === 'deny')?.verdict]).toEqual([3, 'NO']);
    expect(lines.join('\n').replaceAll(/\s+/g, ' ')).toContain('auditors is not reached by the deny');
  });
  test.each<[string, JsonObject, number, RegExp]>([
    ['neither', {}, 2, /needs endpoint, its name, or target/],
    ['both', { endpoint: 'churn', target: FRAUD_SCORER }, 2, /needs endpoint, its name, or target/],
    ['a bare name as target', { target: 'churn' }, 2, /takes an ARN as target, never a bare name: churn/],
    ['an endpoint that nobody adopted', { target: `${FRAUD_SCORER}-2` }, 6, /no adopted endpoint/],
    ['a playbook that is not there', { playbook: 'no-such', endpoint: 'churn' }, 6, /no playbook no-such/],
  ])('%s', async (_case, args, exit, says) => {
    const answer = await plan(args);
    expect([answer.exit, answer.error?.effect]).toEqual([exit, 'no-change']);
    expect(answer.lines.join(' ')).toMatch(says);
  });
});
