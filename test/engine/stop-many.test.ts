import { AttachRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Arn } from '../../core/asset/resource.ts';
import type { RunOrder } from '../../core/ledger/facts.ts';
import { readHouse } from '../../engine/house.ts';
import type { ActionCaller } from '../../engine/ports.ts';
import { goOn, stopNow, stoppedAt } from './stopping.ts';
import { makeWorld, type World, type WorldOptions } from './world.ts';

const you = { kind: 'human', id: 'you', via: 'cli' } as const;
const ASSISTANT: Arn = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/assistant';
const switchArn = (index: number): Arn => `arn:aws:ssm:eu-west-1:111122223333:parameter/northbank/assistant/many-${index}`;
/** As many switches as there are effects: each run changes its own, so that none waits for another's lease. */
const MANY = 100;
/** So many have had their effect when somebody presses stop. */
const FIRST = 20;

const manySwitches: NonNullable<WorldOptions['policy']> = (policy) => ({
  ...policy,
  assets: {
    ...policy.assets,
    assets: policy.assets.assets.map((entry) =>
      entry.arn === ASSISTANT
        ? {
            ...entry,
            switches: Array.from({ length: MANY }, (_, index) => ({ id: `many-${index}`, does: 'nothing else', store: switchArn(index) })),
          }
        : entry,
    ),
  },
});
const order = (index: number): RunOrder => ({
  kind: 'manual',
  by: you,
  document: {
    apiVersion: 'cordon/v1',
    kind: 'Playbook',
    metadata: { id: 'many', version: '1.0.0', title: 'many', owner: 'cordon', references: { atlas: [], owaspLlm: [] } },
    mode: 'enforce',
    steps: [{ id: 'flip', phase: 'contain', uses: 'ssm.flip-switch', with: { asset: ASSISTANT, switch: switchArn(index) } }],
  },
});

test('100 effects under way: after the stop is recorded not one more reaches the account, and all are done once people let them go on', async () => {
  let effects = 0;
  let isStopped = false;
  const calls: { readonly begunAt: number; readonly afterStop: boolean; readonly effect: boolean }[] = [];
  const between = (caller: ActionCaller): ActionCaller => ({
    call: async (action, target, request) => {
      if (request.verb !== 'apply') return caller.call(action, target, request);
      // In the middle of the crowd: this call and others have their grants already, and are on their way to their actions.
      if (effects >= FIRST && (await readHouse(here.sandbox.desk)).house.stops === 0) {
        await stopNow(here);
        isStopped = true;
      }
      const [begunAt, afterStop] = [here.now(), isStopped];
      const reply = await caller.call(action, target, request);
      const effect = reply.ok && reply.value.verb === 'apply' && reply.value.applied.effect === 'changed';
      calls.push({ begunAt, afterStop, effect });
      if (effect) effects += 1;
      return reply;
    },
  });
  const here: World = await makeWorld({ between, policy: manySwitches, sweepSeconds: 600 });
  const seen = { held: 0, freed: 0, ended: 0 };
  here.sandbox.subscribe((events) => {
    for (const { type } of events) {
      if (type === 'run.held') seen.held += 1;
      if (type === 'run.freed') seen.freed += 1;
      if (type === 'run.ended') seen.ended += 1;
    }
  });
  try {
    const ssm = new SSMClient(here.range.clientConfig('admin'));
    for (let index = 0; index < MANY; index += 1)
      await ssm.send(new PutParameterCommand({ Name: `/northbank/assistant/many-${index}`, Value: 'on', Type: 'String', Overwrite: true }));
    // Northbank's own policy permits one switch; this test needs a hundred.
    await new IAMClient(here.range.clientConfig('admin')).send(
      new AttachRolePolicyCommand({ RoleName: 'cordon-member', PolicyArn: 'arn:aws:iam::111122223333:policy/administrator' }),
    );
    // IAM needs a while to know.
    await here.pass(60);
    const { desk } = here.sandbox;
    const release = here.timeline.hold();
    for (let index = 0; index < MANY; index += 1) {
      const incidentId = `inc-many-${index}` as const;
      const data = {
        incidentClass: 'open-incident',
        title: 'many',
        sev: 3,
        sevBecause: 'a test',
        number: index + 1,
        correlationKey: `many-${index}`,
        generation: 1,
      } as const;
      const facts = [{ id: `${incidentId}:opened`, type: 'incident.opened', actor: you, data }] as const;
      const { runId } = await desk.authority.admit({
        incidentId,
        facts,
        order: { order: order(index), mode: 'enforce', actor: you, once: false },
      });
      if (runId !== undefined) await desk.runs.start({ runId, incidentId });
    }
    release();
    await here.until(() => seen.held + seen.ended === MANY);

    const stopped = Date.parse(await stoppedAt(here));
    const runs = async () => (await here.incidents()).flatMap((incident) => incident.runs);
    const done = (await runs()).filter(({ status }) => status === 'completed').length;
    const held = (await runs()).filter((run) => run.held?.length === 1);
    expect(done).toBeGreaterThanOrEqual(FIRST);
    expect(held.length).toBeGreaterThan(0);
    expect(done + held.length).toBe(MANY);
    // Some had their grants and were on their way: their actions refused them, and they are held like the others.
    expect(calls.filter(({ effect }) => !effect).length).toBeGreaterThan(0);
    // What set out after the stop had no effect, and five seconds later nothing set out at all.
    expect(calls.filter(({ afterStop, effect }) => afterStop && effect)).toEqual([]);
    expect(calls.filter(({ begunAt }) => begunAt > stopped + 5000)).toEqual([]);
    const flipped = async (): Promise<number> =>
      (await here.ledger()).filter((event) => event.type === 'step.ended' && event.data.result.effect === 'changed').length;
    expect(await flipped()).toBe(done);
    const before = calls.length;
    await here.pass(3600);
    expect(calls.length).toBe(before);

    isStopped = false;
    await goOn(here);
    await here.until(() => seen.ended === MANY + 1);
    expect((await runs()).filter(({ status }) => status !== 'completed')).toEqual([]);
    expect(seen.freed).toBe(held.length);
    expect(await flipped()).toBe(MANY);
    expect(effects).toBe(MANY);
  } finally {
    await here.close();
  }
});
