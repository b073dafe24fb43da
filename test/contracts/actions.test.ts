import { readdirSync, readFileSync } from 'node:fs';
import { DeleteEndpointCommand, DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import { catalogOf } from '../../actions/catalog.ts';
import { actions } from '../../actions/index.ts';
import { makeCloud } from '../../adapters/cloud.ts';
import { defineAction, type Action } from '../../core/action/define.ts';
import { iamActionsOf, operationOf } from '../../core/action/iam.ts';
import { Plan, planDigestOf, type Proof } from '../../core/action/plan.ts';
import { targetOf } from '../../core/asset/resource.ts';
import { QUICK_SET } from '../../core/evidence/quick-set.ts';
import { canonical, type JsonObject } from '../../core/json.ts';
import { endpointArn, northbank, packageArn, type Northbank } from '../actions/northbank.ts';
import { IAM_ACTIONS } from './iam-actions.ts';

/** One input per action that finds something to do at Northbank. An action without one fails here. */
const INPUTS: Readonly<Record<string, JsonObject>> = {
  'evidence.snapshot-endpoint': { endpoint: endpointArn('fraud-scorer') },
  'iam.quarantine-client': { client: 'arn:aws:iam::111122223333:role/partner-bot', endpoint: endpointArn('assistant') },
  'ssm.flip-switch': {
    asset: endpointArn('assistant'),
    switch: 'arn:aws:ssm:eu-west-1:111122223333:parameter/northbank/assistant/tools',
  },
  'sagemaker.quarantine-endpoint': { endpoint: endpointArn('fraud-scorer') },
  'sagemaker.reject-model-package': { modelPackage: packageArn('fraud-model/7'), reason: 'poisoned' },
  'sagemaker.rollback-endpoint': {
    endpoint: endpointArn('fraud-scorer'),
    badData: ['s3://nb-train/partner/'],
    badSince: '2026-11-18T02:10:00.000Z',
  },
};
const inputOf = (action: Action): JsonObject => {
  const input = INPUTS[action.id];
  if (input === undefined) throw new Error(`no input for ${action.id} in this sweep`);
  return input;
};

let nb: Northbank;
beforeEach(async () => {
  nb = await northbank();
});
afterEach(() => nb.close());

const planOf = async (action: Action): Promise<Plan> => {
  const { ok, failure } = await nb.look(action, inputOf(action));
  if (ok === undefined) throw new Error(`${failure?.what}: ${failure?.why}`);
  return ok;
};
const settle = async (
  action: Action,
  look: (seen: JsonObject | undefined) => Promise<{ readonly ok: Proof | undefined }>,
): Promise<Proof | undefined> => {
  let seen: JsonObject | undefined;
  for (let waited = 0; waited <= action.settle.atMostSeconds; waited += action.settle.everySeconds) {
    const { ok } = await look(seen);
    if (ok?.kind !== 'pending') return ok;
    seen = ok.seen ?? seen;
    nb.clock.advance(action.settle.everySeconds);
  }
  return undefined;
};
/** A whole life of a step: look, apply twice, proof, and back twice. */
const life = async (action: Action) => {
  const plan = await planOf(action);
  const applied = [await nb.apply(action, plan), await nb.apply(action, plan)];
  const proof = await settle(action, (seen) => nb.verify(action, plan, seen));
  const again = await nb.apply(action, plan);
  if (typeof action.undo === 'string' || proof?.kind !== 'proven') return { plan, applied, proof, again, undone: [], restored: undefined };
  const undone = [await nb.undo(action, plan, proof.after)];
  const restored = await settle(action, (seen) => nb.verifyUndo(action, plan, proof.after, seen));
  return { plan, applied, proof, again, undone: [...undone, await nb.undo(action, plan, proof.after)], restored };
};
const used = (by: Northbank): readonly string[] => [...new Set(by.calls.map(({ operation, role }) => `${role} ${operation}`))].toSorted();
const declared = (action: Action): readonly string[] =>
  [
    ...[...action.reads, ...action.writes].map((command) => `member ${operationOf(command)}`),
    ...action.probes.map((command) => `canary ${operationOf(command)}`),
  ].toSorted();
const writes = (by: Northbank) => by.calls.filter((call) => call.writes).length;

describe.each(actions.map((action) => [action.id, action] as const))('%s', (_, action) => {
  test('lives in the folder of its name', () => {
    expect(readdirSync(new URL(`../../actions/${action.id.split('.')[1]}`, import.meta.url))).toContain('action.ts');
  });

  test('makes every call that it declares, and no other', async () => {
    const { proof, restored } = await life(action);
    expect(proof?.kind).toBe('proven');
    if (typeof action.undo !== 'string') expect(restored?.kind).toBe('proven');
    expect(used(nb)).toEqual(declared(action));
  });

  test('applied twice is once; undone twice is once', async () => {
    const { plan, applied, again, undone } = await life(action);
    expect(applied[0]?.ok?.effect).toBe(plan.writes.length === 0 ? 'no-change' : 'changed');
    expect(again.ok?.effect).toBe('no-change');
    expect(undone.map((one) => one.ok?.effect)).toEqual(typeof action.undo === 'string' ? [] : ['changed', 'no-change']);
    expect(writes(nb)).toBe(plan.writes.length + (typeof action.undo === 'string' ? 0 : action.undo.writes(plan).length));
  });

  test('looking, proving and asking about drift write nothing', async () => {
    const plan = await planOf(action);
    await nb.verify(action, plan);
    if (typeof action.undo !== 'string') await nb.drift(action, plan, {});
    expect(writes(nb)).toBe(0);
  });

  test('its plan survives storage, keeps its digest, and is at most 64 KB', async () => {
    const plan = await planOf(action);
    const back = Plan.parse(JSON.parse(JSON.stringify(plan)));
    expect(back).toEqual(plan);
    expect(planDigestOf(back)).toBe(planDigestOf(plan));
    expect(Buffer.byteLength(canonical(plan))).toBeLessThanOrEqual(64 * 1024);
  });

  test('the same look gives the same digest a minute later', async () => {
    const first = await planOf(action);
    nb.clock.advance(61);
    expect(planDigestOf(await planOf(action))).toBe(planDigestOf(first));
  });

  test('a write that is not in the plan is refused before it is sent', async () => {
    const plan = await planOf(action);
    const { failure } = await nb.apply(action, plan, []);
    if (plan.writes.length > 0)
      expect(failure).toMatchObject({ kind: 'denied', effect: 'no-change', why: 'the stored plan does not hold this write' });
    expect(writes(nb)).toBe(0);
  });

  test('refuses to undo what somebody else has changed', async () => {
    if (typeof action.undo === 'string') return expect(action.undo).toMatch(/\.$/);
    const { proof, plan } = await life(action);
    if (proof?.kind !== 'proven') throw new Error('not proven');
    await nb.apply(action, plan);
    await settle(action, (seen) => nb.verify(action, plan, seen));
    const before = writes(nb);
    const elsewhere = Object.fromEntries(Object.keys(proof.after).map((key) => [key, 'somebody-else']));
    expect((await nb.undo(action, plan, elsewhere)).failure).toMatchObject({ kind: 'drift', effect: 'no-change' });
    expect(writes(nb)).toBe(before);
  });

  test('every input says what it is, and no other field is accepted', () => {
    const entry = catalogOf([action])[0];
    const { properties, additionalProperties } = z
      .object({ properties: z.record(z.string(), z.object({ description: z.string().min(8) })), additionalProperties: z.literal(false) })
      .parse(entry?.input);
    expect(Object.keys(properties).length).toBeGreaterThan(0);
    expect(additionalProperties).toBe(false);
    expect(action.input.safeParse({ ...inputOf(action), surprise: 1 }).success).toBe(false);
  });

  test('takes ARNs, never bare names', () => {
    const bare = Object.fromEntries(
      Object.entries(inputOf(action)).map(([key, value]) => [
        key,
        typeof value === 'string' && value.startsWith('arn:') ? 'fraud-scorer' : value,
      ]),
    );
    expect(action.input.safeParse(bare).success).toBe(false);
  });

  test('its IAM actions exist', () => {
    const names = [...action.reads, ...action.writes, ...action.probes].flatMap(iamActionsOf);
    expect(names.filter((name) => !IAM_ACTIONS.has(name))).toEqual([]);
  });

  test('what it endangers is something that evidence holds', () => {
    for (const item of action.endangers) expect(QUICK_SET).toContain(item);
  });
});

describe('the sweep itself', () => {
  test('knows every folder', () => {
    const folders = readdirSync(new URL('../../actions', import.meta.url), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(new Set(folders.map(({ name }) => name))).toEqual(new Set(actions.map(({ id }) => id.split('.')[1])));
  });
  test('finds an action that declares a call which it never makes, and refuses one that makes another', async () => {
    const sloppy = defineAction({
      id: 'sagemaker.sloppy',
      title: 'Declares too much',
      risk: 'A0',
      input: z.strictObject({ endpoint: z.string().describe('endpoint') }),
      before: z.strictObject({}),
      reads: [DescribeEndpointCommand],
      writes: [DeleteEndpointCommand],
      probes: [],
      needs: [],
      endangers: [],
      effect: 'observe',
      target: () => targetOf(endpointArn('churn')),
      settle: { everySeconds: 1, atMostSeconds: 1 },
      look: () => Promise.resolve({ before: {}, guard: {}, writes: [], impact: [] }),
      apply: async (_, { cloud }) => {
        await cloud.call(DeleteEndpointCommand, { EndpointName: 'churn' });
        return { effect: 'changed' };
      },
      verify: () => Promise.resolve({ kind: 'proven', after: {}, observed: [] }),
      undo: 'No.',
    });
    const { ok: plan } = await nb.look(sloppy, { endpoint: 'x' });
    if (plan === undefined) throw new Error('no plan');
    expect(used(nb)).not.toEqual(declared(sloppy));
    expect((await nb.apply(sloppy, plan)).failure).toMatchObject({ kind: 'denied', effect: 'no-change' });
    expect(nb.calls).toEqual([]);
  });
  test('a call that was not declared is refused before it is sent', async () => {
    const cloud = makeCloud({ clients: nb.clients, place: nb.place('cordon-member'), reads: [DescribeEndpointCommand] });
    const answer = await cloud.attempt(DeleteEndpointCommand, { EndpointName: 'churn' });
    expect(answer).toMatchObject({
      ok: false,
      failure: { kind: 'denied', effect: 'no-change', why: 'the action does not declare it for this verb' },
    });
  });
  test('names that only look like IAM actions are not in the list', () => {
    for (const name of ['s3:HeadObject', 's3:ListObjectVersions', 'sagemaker:StopTraining', 'sagemakerruntime:InvokeEndpoint'])
      expect(IAM_ACTIONS.has(name)).toBe(false);
  });
});

describe('the catalog', () => {
  const text = readFileSync(new URL('../../actions/catalog.json', import.meta.url), 'utf8');
  test('in the tree is the one that the actions give', () => {
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(catalogOf(actions))));
  });
});
