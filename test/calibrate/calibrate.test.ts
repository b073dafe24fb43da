import { ListEndpointConfigsCommand, ListEndpointsCommand } from '@aws-sdk/client-sagemaker';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { calibrate, NotASandbox } from '../../tabletop/calibrate/calibrate.ts';
import { PROBES, UNANSWERABLE } from '../../tabletop/calibrate/probes.ts';
import { BEHAVIOURS } from '../../tabletop/range/behaviours.ts';
import { readMeasured } from '../../tabletop/range/saved.ts';
import { stillRange } from '../range/clients.ts';
import { labClients, labOptions, sandboxAccount } from './lab-account.ts';

/** What a probe can see at all: states are looked at every ten seconds, the trail every fifteen. */
const COARSE = 15;

test('every probe asks about a behaviour of the range, and no point is both asked and given up', () => {
  const known = new Set(BEHAVIOURS.map(({ id }) => id));
  expect(PROBES.filter(({ id }) => !known.has(id)).map(({ id }) => id)).toEqual([]);
  const asked = new Set(PROBES.map(({ id }) => id));
  expect(UNANSWERABLE.filter(({ id }) => asked.has(id))).toEqual([]);
});

test('against the range it finds what the range assumes', async () => {
  const account = sandboxAccount();
  const { options } = labOptions(account);
  const { measured, notMeasured, left } = await calibrate(options);
  expect(notMeasured).toEqual(UNANSWERABLE);
  expect(left).toEqual([]);
  for (const { id, seconds, verdict } of BEHAVIOURS.filter((behaviour) => behaviour.id in measured)) {
    const found = measured[id] ?? {};
    if (verdict !== undefined) expect({ id, verdict: found.verdict }).toEqual({ id, verdict });
    else expect({ id, near: Math.abs((found.seconds ?? -1) - (seconds ?? 0)) <= COARSE }).toEqual({ id, near: true });
  }
  expect(Object.keys(measured).toSorted()).toEqual(PROBES.map(({ id }) => id).toSorted());
});

test('nothing of it is left, and no log group, rule or role either', async () => {
  const account = sandboxAccount();
  await calibrate(labOptions(account).options);
  const { sagemaker, iam } = labClients(account.range, 'admin');
  account.clock.advance(3600);
  expect((await sagemaker.send(new ListEndpointsCommand({}))).Endpoints).toEqual([]);
  const { EndpointConfigs = [] } = await sagemaker.send(new ListEndpointConfigsCommand({ NameContains: 'calibrate' }));
  expect(EndpointConfigs).toEqual([]);
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  expect(Roles.filter(({ RoleName = '' }) => RoleName.includes('calibrate'))).toEqual([]);
});

test('a range that was told what was measured behaves so, and measures so', async () => {
  const text = JSON.stringify({
    format: 'cordon-measured/1',
    measured: {
      'sagemaker.tag-propagation': { seconds: 3 },
      'iam.propagation': { seconds: 41 },
      'sagemaker.create-seconds': { seconds: 700 },
      'sagemaker.same-config': { verdict: 'accepted' },
    },
  });
  const read = readMeasured(text);
  if (!read.ok) throw new Error(read.why);
  const { measured } = await calibrate(labOptions(sandboxAccount(read.value)).options);
  expect(measured['sagemaker.tag-propagation']?.seconds).toBeCloseTo(3, 0);
  expect(measured['iam.propagation']?.seconds).toBeCloseTo(41, 0);
  expect(measured['sagemaker.create-seconds']?.seconds).toBe(700);
  expect(measured['sagemaker.same-config']).toEqual({ verdict: 'accepted' });
});

test('an account that is used is refused, and nothing is made in it', async () => {
  const { range, clock } = stillRange();
  const before = range.exportState();
  await expect(calibrate(labOptions({ range, clock }).options)).rejects.toBeInstanceOf(NotASandbox);
  expect(range.exportState()).toEqual(before);
});

test('a probe that fails is written down, the others go on, and the endpoint goes away', async () => {
  const account = sandboxAccount();
  account.range.faults.add({ operation: 'iam:AttachRolePolicy', kind: 'denied' });
  const { measured, notMeasured, left } = await calibrate(labOptions(account).options);
  expect(notMeasured.map(({ id }) => id)).toContain('iam.propagation');
  expect(measured['sagemaker.delete-seconds']).toBeDefined();
  expect(left).toEqual([]);
});

test('what cannot be removed is named with the command that removes it', async () => {
  const account = sandboxAccount();
  account.range.faults.add({ operation: 'iam:DeleteRole', kind: 'denied' });
  const { left } = await calibrate(labOptions(account).options, []);
  expect(left).toEqual([
    {
      what: 'role cordon-calibrate-test-caller',
      by: 'aws iam delete-role --role-name cordon-calibrate-test-caller',
      why: expect.any(String),
    },
  ]);
});

test('an endpoint that is there when everything broke is removed all the same', async () => {
  const account = sandboxAccount();
  const [creation] = PROBES;
  if (creation === undefined) throw new Error('no probe');
  await calibrate(labOptions(account).options, [creation]);
  account.clock.advance(3600);
  expect((await labClients(account.range, 'admin').sagemaker.send(new ListEndpointsCommand({}))).Endpoints).toEqual([]);
});
