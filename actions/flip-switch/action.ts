import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { defineAction } from '../../core/action/define.ts';
import type { Applied, Proof } from '../../core/action/plan.ts';
import { StoreArn } from '../../core/asset/asset.ts';
import { Arn, targetOf, type Target } from '../../core/asset/resource.ts';
import { said } from '../refuse.ts';
import { declaredSwitch, Position, positionOf, putTo, type Reads, type Writes } from './state.ts';

const set = async (cloud: Writes, target: Target, position: Position): Promise<Applied> => {
  if ((await positionOf(cloud, target)) === position) return { effect: 'no-change' };
  await cloud.call(PutParameterCommand, putTo(target, position));
  return { effect: 'changed' };
};
const prove = async (cloud: Reads, target: Target, wanted: Position): Promise<Proof> => {
  const position = await positionOf(cloud, target);
  if (position !== wanted) return { kind: 'refuted', because: `the switch says ${position}, not ${wanted}` };
  return {
    kind: 'proven',
    after: { position },
    observed: [`the switch says ${position} (read back)`, 'when the application reads it: not measured'],
  };
};

/** Takes one thing away from an application, by the switch that its owner declared for that; it goes on answering. */
export const flipSwitch = defineAction({
  id: 'ssm.flip-switch',
  title: 'Switch off one thing that an application may do',
  risk: 'A1',
  input: z.strictObject({
    asset: Arn.describe('ARN of the adopted asset that declares the switch'),
    switch: StoreArn.describe('ARN of the SSM parameter that holds the switch'),
  }),
  before: z.strictObject({ position: Position }),
  reads: [GetParameterCommand],
  writes: [PutParameterCommand],
  probes: [],
  needs: ['assets'],
  endangers: [],
  effect: 'change',
  target: ({ switch: store }) => targetOf(store),
  settle: { everySeconds: 5, atMostSeconds: 60 },
  look: async ({ asset: arn, switch: store }, { cloud, assets }) => {
    const target = targetOf(store);
    const { asset, found } = await declaredSwitch(assets, arn, store);
    const position = await positionOf(cloud, target);
    return {
      before: { position },
      guard: { position },
      writes: position === 'off' ? [] : [{ operation: 'ssm:PutParameter', input: putTo(target, 'off') }],
      impact: [
        position === 'off' ? `${found.id} of ${asset.name} is off already` : `${found.id} of ${asset.name} goes off: ${found.does}`,
        `${asset.name} goes on answering its callers`,
      ],
    };
  },
  // Only what was looked at is written over: SSM itself compares nothing.
  apply: async ({ target, writes }, { cloud }) => (writes.length === 0 ? { effect: 'no-change' } : set(cloud, target, 'off')),
  verify: ({ target }, { cloud }) => prove(cloud, target, 'off'),
  undo: {
    // What was taken away during an attack comes back.
    risk: 'L',
    writes: ({ target, before }) =>
      before.position === 'off' ? [] : [{ operation: 'ssm:PutParameter', input: putTo(target, before.position) }],
    drift: async ({ target, before }, after, { cloud }) => {
      const position = await positionOf(cloud, target);
      return position === before.position || position === after.position ? [] : [`it says ${position}, not ${said(after.position)}`];
    },
    run: ({ target, before }, { cloud }) => set(cloud, target, before.position),
    verify: ({ target, before }, { cloud }) => prove(cloud, target, before.position),
  },
});
