import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AddTagsCommand, DeleteTagsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { sessionNameOf } from '../../core/id.ts';
import type { ActionCaller } from '../../engine/ports.ts';
import { FRAUD_SCORER, makeWorld, type World, type WorldOptions } from './world.ts';

/** Calls whose answer nobody got: the process died, or the line did. The account is read back, and nobody calls it a break-in. */
const MEMBER = 'arn:aws:iam::111122223333:role/cordon-member';
/** Longer than CloudTrail takes to tell of a call. */
const TRAIL_SECONDS = 1200;

let directory: string;
const worlds: World[] = [];
const open = async (options: WorldOptions = {}): Promise<World> => {
  const world = await makeWorld({ directory, sweepSeconds: 0, ...options });
  worlds.push(world);
  return world;
};
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cordon-lost-'));
});
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
  rmSync(directory, { recursive: true, force: true });
});

const contain = async (world: World): Promise<void> => {
  await world.send('poisoned-training');
  await world.settled();
  await world.vote(1, 'you', 'grant');
};
const denyStep = async (world: World) => (await world.incidents()).at(-1)?.runs[0]?.steps.find(({ path }) => path === 'deny');
/** Of the quarantine: the call never goes out, or its answer never comes in. */
const cutting =
  (when: 'before' | 'after', cut: () => void) =>
  (caller: ActionCaller): ActionCaller => ({
    call: async (action, target, request) => {
      if (request.verb !== 'apply' || action !== 'sagemaker.quarantine-endpoint') return caller.call(action, target, request);
      if (when === 'after') await caller.call(action, target, request);
      cut();
      return new Promise(() => {});
    },
  });

/** A process that dies around the quarantine's call. */
const dieAround = async (when: 'before' | 'after'): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const world = await open({ between: cutting(when, resolve) });
  await contain(world);
  await promise;
  await worlds.pop()?.close();
};

test('the line breaks after AddTags: read back, contained, and the event of the call is no intruder', async () => {
  const world = await open();
  world.range.faults.add({ operation: 'sagemaker:AddTags', kind: 'timed-out-after-effect' });
  await contain(world);
  await world.settled();
  await world.pass(TRAIL_SECONDS);
  expect(world.range.faults.pending()).toEqual([]);
  expect((await denyStep(world))?.result).toMatchObject({ effect: 'changed', proof: { kind: 'proven' } });
  expect(await world.calls('checkout-api')).toBe('denied');
  expect(await world.incidents()).toHaveLength(1);
  expect(world.receipts.flatMap(({ reasons }) => reasons)).toContainEqual(expect.stringContaining('its answer never came'));
});

test('the process dies after AddTags and every repeat is throttled: read back, contained, and it can be released', async () => {
  await dieAround('after');
  const world = await open();
  world.range.faults.add({ operation: 'sagemaker:ListTags', kind: 'throttled', role: MEMBER, times: 5 });
  await world.settled();
  expect(world.range.faults.pending()).toEqual([]);
  const step = await denyStep(world);
  expect(step?.result).toMatchObject({ effect: 'changed', proof: { kind: 'proven' }, failure: { kind: 'throttled' } });
  expect(step?.review).toBeDefined();
  for (const { number, risk } of await world.waiting()) if (risk === 'A2-change') await world.vote(number, 'you', 'deny');
  await world.settled();
  expect((await world.command('release', { endpoint: 'fraud-scorer' }, 'you')).exit).toBe(4);
});

test('down until the grant has expired: what people decided is signed anew, once, and carried out', async () => {
  await dieAround('before');
  const world = await open({ downSeconds: 3600 });
  await world.settled();
  expect((await denyStep(world))?.result).toMatchObject({ effect: 'changed', proof: { kind: 'proven' } });
  const grants = (await world.ledger()).filter((event) => event.type === 'grant.issued' && event.data.grant.step === 'deny');
  expect(grants).toHaveLength(2);
});

describe('a thief with the role of Cordon, in a session that is named like a step of a run', () => {
  const thief = async (world: World): Promise<SageMakerClient> => {
    const [incident] = await world.incidents();
    const RoleSessionName = sessionNameOf(incident?.runs[0]?.runId ?? '', 'deny');
    const sts = new STSClient(world.range.clientConfig('arn:aws:iam::444455556666:role/cordon-hub'));
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: MEMBER, RoleSessionName }));
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    return new SageMakerClient({ ...world.range.clientConfig('admin'), credentials });
  };
  const classes = async (world: World) => (await world.incidents()).map(({ opened }) => [opened?.incidentClass, opened?.sev]);

  test('lifts the quarantine while its step is under way', async () => {
    const world = await open();
    await contain(world);
    await world.until(async () => (await world.calls('checkout-api')) === 'denied');
    expect((await denyStep(world))?.status).toBe('started');
    const stolen = await thief(world);
    await stolen.send(new DeleteTagsCommand({ ResourceArn: FRAUD_SCORER, TagKeys: ['cordon:quarantine'] }));
    await world.pass(TRAIL_SECONDS);
    expect(await classes(world)).toContainEqual(['cordon-compromised', 1]);
    expect((await denyStep(world))?.result?.proof.kind).toBe('refuted');
  });

  test('makes the planned call after the step has ended', async () => {
    const world = await open();
    await contain(world);
    await world.settled();
    expect(await classes(world)).toEqual([['training-data-poisoning', 1]]);
    await world.pass(60);
    const stolen = await thief(world);
    await stolen.send(new AddTagsCommand({ ResourceArn: FRAUD_SCORER, Tags: [{ Key: 'cordon:quarantine', Value: 'inc-0' }] }));
    await world.pass(TRAIL_SECONDS);
    expect(await classes(world)).toContainEqual(['cordon-compromised', 1]);
  });
});
