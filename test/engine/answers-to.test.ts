import { targetOf, type Arn } from '../../core/asset/resource.ts';
import { judge } from '../../engine/authority/ask.ts';
import { ACCOUNT, makeWorld } from './world.ts';

test('a switch or a caller answers to the asset that declares it, and never to an unrelated one', async () => {
  const world = await makeWorld();
  await world.send('prompt-injection');
  await world.settled();
  const [state] = await world.incidents();
  const step = state?.runs[0]?.steps.find(({ path }) => path === 'tools');
  if (state === undefined || step === undefined) throw new Error('no plan');
  const { policy, catalog } = world.sandbox.desk;
  const judged = (arn: Arn) => judge(policy, catalog, state, { ...step, plan: { ...step.plan, target: targetOf(arn) } });
  const ssmArn = (name: string): Arn => `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter${name}`;
  expect(judged(ssmArn('/northbank/assistant/tools')).entry?.arn).toMatch(/endpoint\/assistant$/);
  expect(judged(`arn:aws:iam::${ACCOUNT}:role/checkout-api`).entry?.arn).toMatch(/endpoint\/fraud-scorer$/);
  for (const arn of [
    ssmArn('/northbank/assistant/prompt'),
    `arn:aws:iam::${ACCOUNT}:role/mlops`,
    `arn:aws:iam::${ACCOUNT}:role/partner-bot2`,
  ] as const)
    expect(judged(arn)).toMatchObject({ requirement: { kind: 'refused', rule: expect.stringContaining('is not adopted') } });
  expect(judged(ssmArn('/northbank/assistant/tools').replace(ACCOUNT, '999999999999') as Arn).requirement).toMatchObject({
    kind: 'refused',
    rule: expect.stringContaining('not a member'),
  });
  await world.close();
});
