import { AddTagsCommand, UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import type { DeliveryPlan } from '../../tabletop/range/delivery.ts';
import type { RangeEvent } from '../../tabletop/range/events.ts';
import { createRange } from '../../tabletop/range/range.ts';
import { as, FRAUD, stillRange } from './clients.ts';

const update = new UpdateEndpointCommand({ EndpointName: 'fraud-scorer', EndpointConfigName: 'fraud-cfg-6' });
const tag = (Value: string) => new AddTagsCommand({ ResourceArn: FRAUD, Tags: [{ Key: 'n', Value }] });
const listening = (...plans: DeliveryPlan[]) => {
  const { range, clock } = stillRange();
  const heard: { readonly event: RangeEvent; readonly at: number }[] = [];
  const began = clock.now();
  range.events.subscribe((event) => heard.push({ event, at: (clock.now() - began) / 1000 }));
  for (const plan of plans) range.delivery.add(plan);
  const told = (): readonly (readonly [string, number])[] => heard.map(({ event, at }) => [event['detail-type'], at]);
  return { range, clock, heard, told, sagemaker: as(range, 'admin').sagemaker };
};
const CALL = 'AWS API Call via CloudTrail';

test('without a plan everything comes once, after the delay of its source', async () => {
  const { clock, told, sagemaker, range } = listening();
  await sagemaker.send(tag('1'));
  clock.advance(300);
  expect(told()).toEqual([[CALL, 120]]);
  expect(range.delivery.pending()).toEqual([]);
});

test('a delay is for the events that it names, and jitter comes from the seed', async () => {
  const once = async () => {
    const { clock, told, sagemaker } = listening({ kind: 'delay', detailType: CALL, seconds: 60, jitter: 30 });
    await sagemaker.send(tag('1'));
    clock.advance(300);
    return told();
  };
  const [[, at] = ['', 0]] = await once();
  expect(at).toBeGreaterThan(180);
  expect(at).toBeLessThan(210);
  expect(await once()).toEqual([[CALL, at]]);
});

test('a duplicate has the same id, a repeat of SageMaker another one', async () => {
  const { clock, heard, sagemaker } = listening(
    { kind: 'duplicate', detailType: CALL, seconds: 7, copies: 2 },
    { kind: 'repeat', detailType: 'SageMaker Endpoint Deployment State Change' },
  );
  await sagemaker.send(update);
  clock.advance(300);
  const ids = (detailType: string) => heard.filter(({ event }) => event['detail-type'] === detailType).map(({ event }) => event.id);
  expect(ids(CALL)).toHaveLength(3);
  expect(new Set(ids(CALL)).size).toBe(1);
  const repeated = ids('SageMaker Endpoint Deployment State Change');
  expect(repeated).toHaveLength(2);
  expect(new Set(repeated).size).toBe(2);
});

test('the first of two is overtaken by the second', async () => {
  const { clock, heard, sagemaker } = listening({ kind: 'reorder', detailType: CALL });
  await sagemaker.send(tag('1'));
  clock.advance(10);
  await sagemaker.send(tag('2'));
  clock.advance(300);
  const values = heard.map(({ event }) => JSON.stringify(event.detail['requestParameters']).match(/"value":"(\d)"/)?.[1]);
  expect(values).toEqual(['2', '1']);
});

test('what is lost is lost as often as planned; what AWS delivers durably cannot be', async () => {
  const { range, clock, told, sagemaker } = listening({ kind: 'lose', detailType: CALL, times: 1 });
  expect(range.delivery.pending()).toEqual([{ kind: 'lose', detailType: CALL, times: 1 }]);
  await sagemaker.send(tag('1'));
  await sagemaker.send(tag('2'));
  clock.advance(300);
  expect(told()).toEqual([[CALL, 120]]);
  expect(range.delivery.pending()).toEqual([]);
  expect(() => range.delivery.add({ kind: 'lose', source: 'aws.sagemaker' })).toThrow(RangeError);
  expect(() => range.delivery.add({ kind: 'lose', source: 'northbank.app' })).toThrow(RangeError);
  expect(() => range.delivery.add({ kind: 'lose' })).toThrow(RangeError);
  range.delivery.add({ kind: 'lose', source: 'aws.ecr' });
});

test('a share of the events is drawn from the seed', async () => {
  const { clock, heard, sagemaker } = listening({ kind: 'lose', detailType: CALL, share: 0.5 });
  for (let n = 0; n < 40; n += 1) await sagemaker.send(tag(String(n)));
  clock.advance(300);
  expect(heard.length).toBeGreaterThan(8);
  expect(heard.length).toBeLessThan(32);
});

test('plans go on in an exported range, and end when they are cleared', async () => {
  const { range, clock, sagemaker } = listening({ kind: 'lose', detailType: CALL, times: 2 });
  await sagemaker.send(tag('1'));
  const resumed = createRange({ clock, state: range.exportState() });
  const heard: RangeEvent[] = [];
  resumed.events.subscribe((event) => heard.push(event));
  expect(resumed.delivery.pending()).toEqual([{ kind: 'lose', detailType: CALL, times: 1 }]);
  await as(resumed, 'admin').sagemaker.send(tag('2'));
  resumed.delivery.add({ kind: 'lose', detailType: CALL });
  resumed.delivery.clear();
  await as(resumed, 'admin').sagemaker.send(tag('3'));
  clock.advance(300);
  expect(heard).toHaveLength(1);
});
