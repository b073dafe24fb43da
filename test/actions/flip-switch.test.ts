import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { flipSwitch } from '../../actions/flip-switch/action.ts';
import type { Plan } from '../../core/action/plan.ts';
import { endpointArn, northbank, type Northbank } from './northbank.ts';

const NAME = '/northbank/assistant/tools';
const store = `arn:aws:ssm:eu-west-1:111122223333:parameter${NAME}`;
const asset = endpointArn('assistant');
let nb: Northbank;
beforeEach(async () => {
  nb = await northbank();
});
afterEach(() => nb.close());

const ssm = () => new SSMClient(nb.range.clientConfig('admin'));
const live = async () => (await ssm().send(new GetParameterCommand({ Name: NAME }))).Parameter?.Value;
const set = (Value: string, Name = NAME, more: { readonly Type?: 'String' } = {}) =>
  ssm().send(new PutParameterCommand({ Name, Value, Overwrite: true, ...more }));
const planOf = async (): Promise<Plan> => {
  const { ok, failure } = await nb.look(flipSwitch, { asset, switch: store });
  if (ok === undefined) throw new Error(failure?.why);
  return ok;
};

describe('a declared switch', () => {
  test('goes off once, is read back, and comes back to where it was', async () => {
    const plan = await planOf();
    expect(plan.impact[0]).toBe("assistant-tools of assistant goes off: takes away the assistant's tools; it answers from text only");
    expect((await nb.apply(flipSwitch, plan)).ok).toEqual({ effect: 'changed' });
    expect(await live()).toBe('off');
    expect((await nb.apply(flipSwitch, plan)).ok).toEqual({ effect: 'no-change' });
    expect((await nb.verify(flipSwitch, plan)).ok).toMatchObject({
      kind: 'proven',
      after: { position: 'off' },
      observed: ['the switch says off (read back)', 'when the application reads it: not measured'],
    });
    expect((await nb.undo(flipSwitch, plan, { position: 'off' })).ok).toEqual({ effect: 'changed' });
    expect((await nb.verifyUndo(flipSwitch, plan, { position: 'off' })).ok).toMatchObject({ kind: 'proven' });
    expect(await live()).toBe('on');
  });
  test('that is off already needs no write, and its undo leaves it off', async () => {
    await set('off');
    const plan = await planOf();
    expect(plan.writes).toEqual([]);
    expect((await nb.apply(flipSwitch, plan)).ok).toEqual({ effect: 'no-change' });
    expect((await nb.verify(flipSwitch, plan)).ok).toMatchObject({ kind: 'proven' });
    expect((await nb.undo(flipSwitch, plan, { position: 'off' })).ok).toEqual({ effect: 'no-change' });
    expect(await live()).toBe('off');
  });
  test('that somebody switched on again is reported, and not switched by its undo', async () => {
    await set('off');
    const plan = await planOf();
    await set('on');
    expect((await nb.verify(flipSwitch, plan)).ok).toEqual({ kind: 'refuted', because: 'the switch says on, not off' });
    expect((await nb.undo(flipSwitch, plan, { position: 'off' })).failure).toMatchObject({ kind: 'drift', why: 'it says on, not off' });
    expect(await live()).toBe('on');
  });
  test('that says neither on nor off is no switch, and nothing is written over it', async () => {
    const plan = await planOf();
    await set('tools=orders,offers\u202e');
    for (const { failure } of [await nb.look(flipSwitch, { asset, switch: store }), await nb.apply(flipSwitch, plan)])
      expect(failure).toMatchObject({ kind: 'invalid', effect: 'no-change', why: expect.stringContaining('"tools=orders,offers"') });
    expect(await live()).toBe('tools=orders,offers\u202e');
  });
  test('whose parameter is gone is not found', async () => {
    const gone = await northbank({
      assets: (yaml) => yaml.replace('parameter/northbank/assistant/tools', 'parameter/northbank/assistant/gone'),
    });
    const missing = store.replace('/tools', '/gone');
    expect((await gone.look(flipSwitch, { asset, switch: missing })).failure).toMatchObject({ kind: 'not-found', effect: 'no-change' });
    gone.close();
  });
});

describe('anything else is refused', () => {
  test.each([
    ['a parameter that nobody declared', asset, store.replace('/tools', '/price-list'), 'declares no switch'],
    ["another asset's switch", endpointArn('churn'), store, 'churn declares no switch'],
    ['an endpoint that is not there', endpointArn('stranger'), store, 'is not adopted'],
    ['a switch in another account', asset, store.replace('111122223333', '999999999999'), 'declares no switch'],
  ])('%s', async (_what, of, parameter, why) => {
    await set('on', '/northbank/assistant/price-list', { Type: 'String' });
    const { failure } = await nb.look(flipSwitch, { asset: of, switch: parameter });
    expect(failure).toMatchObject({ kind: 'denied', effect: 'no-change', why: expect.stringContaining(why) });
    expect(nb.calls.filter(({ operation }) => operation.startsWith('ssm:'))).toEqual([]);
  });
  test('an endpoint that exists but that nobody adopted', async () => {
    const strange = await northbank({ assets: (yaml) => yaml.replace(/ {2}# The support chatbot[\s\S]*?assistant\/tools\n/, '') });
    expect((await strange.look(flipSwitch, { asset, switch: store })).failure).toMatchObject({
      kind: 'denied',
      why: expect.stringContaining('not adopted'),
    });
    strange.close();
  });
  test('a parameter without a path, whose ARN could be that of two', () => {
    expect(flipSwitch.input.safeParse({ asset, switch: 'arn:aws:ssm:eu-west-1:111122223333:parameter/tools' }).success).toBe(false);
  });
});
