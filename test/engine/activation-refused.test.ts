import { HOUSE } from '../../core/house/house.ts';
import { withSeal } from '../../engine/authority/sealed.ts';
import { readHouse } from '../../engine/house.ts';
import { activate, agree, asked, ID, liveOf, place, retitled, WITHDRAWN, type Place } from './activating.ts';
import type { World } from './world.ts';

let here: Place;
let world: World;
beforeEach(() => {
  here = place();
});
afterEach(async () => {
  await world.close();
  here.remove();
});

describe('refused, with the next command', () => {
  const refusals: readonly (readonly [string, (at: Place) => Promise<void>, string, string, number, RegExp, string])[] = [
    [
      'a version that was withdrawn',
      async (at) => {
        await at.release('1.1.0', retitled);
        at.versions((read) => ({ ...read, withdrawn: [{ id: ID, version: '1.0.0', because: WITHDRAWN }] }));
      },
      ID,
      '1.0.0',
      5,
      /@1\.0\.0 was withdrawn: its rollback picks the wrong version/,
      `npx cordon playbook activate ${ID} 1.1.0`,
    ],
    [
      'a downgrade into a retired playbook',
      async (at) => {
        at.versions((read) => ({ ...read, tombstones: [{ id: 'prompt-injection', lastVersion: '1.0.0', replacedBy: ID }] }));
      },
      'prompt-injection',
      '1.0.0',
      5,
      /was retired after 1\.0\.0; training-data-poisoning answers instead/,
      'npx cordon playbook live',
    ],
    [
      'a version that never was',
      async () => {},
      ID,
      '9.0.0',
      6,
      /9\.0\.0 was never released\. Released: 1\.0\.0/,
      `npx cordon playbook activate ${ID} 1.0.0`,
    ],
    ['a playbook that never was', async () => {}, 'no-such', '1.0.0', 6, /There is no playbook no-such/, 'npx cordon playbook live'],
    ['one that others call', async () => {}, 'forensic-snapshot', '1.0.0', 5, /others call it/, 'npx cordon playbook live'],
    [
      'one that is worked on',
      async (at) => at.work((text) => text.replace('version: 1.0.0', 'version: 1.1.0')),
      ID,
      '1.1.0',
      5,
      /is not released yet/,
      `npx cordon playbook publish ${ID}`,
    ],
  ];
  test.each(refusals)('%s', async (_what, prepare, id, version, exit, why, next) => {
    await prepare(here);
    world = await here.open();
    const answer = await activate(world, version, 'you', id);
    expect(answer).toMatchObject({ exit, next });
    expect(answer.lines.join(' ')).toMatch(why);
    expect((await world.sandbox.desk.ledger.read(HOUSE)).length).toBe(0);
  });
  test('a mode above what the deployment does', async () => {
    await here.release('2.0.0', (text) => text.replace('mode: propose', 'mode: enforce'));
    world = await here.open({ policy: (policy) => ({ ...policy, mode: 'propose' }) });
    await agree(world, '1.0.0');
    const answer = await activate(world, '2.0.0');
    expect(answer).toMatchObject({ exit: 5, error: { code: 'mode' }, next: `npx cordon playbook diff ${ID} 1.0.0 2.0.0` });
  });
});

describe('nobody but approve moves it', () => {
  const activation = async (at: World, seal: boolean) => {
    const { playbooks } = await at.sandbox.desk.library.shelf();
    const playbook = playbooks.find(({ ref }) => ref.id === ID && ref.version === '1.0.0')?.ref;
    if (playbook === undefined) throw new Error('there is no 1.0.0');
    const by = { kind: 'human', id: 'cy', via: 'cli' } as const;
    const draft = {
      id: 'run-x:activate:enacted',
      type: 'playbook.activated',
      actor: { kind: 'system', id: 'approve' },
      data: { runId: 'run-x', playbook, instead: null, by, approvalId: 'none' },
    } as const;
    return seal ? withSeal(at.signer, 'inc-other', draft) : draft;
  };
  test.each([
    ['without a seal', false],
    ['with the seal of another ledger', true],
  ])('a fact %s is reported and not believed', async (_what, seal) => {
    await here.release('1.1.0', retitled);
    world = await here.open();
    await world.sandbox.desk.ledger.append(HOUSE, 0, [await activation(world, seal)]);
    await world.pass(1);
    expect(await liveOf(world)).toMatchObject({ live: { version: '1.1.0' }, since: null });
    expect((await readHouse(world.sandbox.desk)).state.alarms.map(({ kind }) => kind)).toEqual(['forged-fact']);
  });
  test('a run cannot have it stated without the votes, nor for another plan than that of its order', async () => {
    await here.release('1.1.0', retitled);
    world = await here.open();
    await activate(world, '1.0.0');
    const { authority } = world.sandbox.desk;
    const [run] = (await readHouse(world.sandbox.desk)).state.runs;
    const [step] = run?.steps ?? [];
    if (run === undefined || step === undefined) throw new Error('nothing was planned');
    const ask = { incidentId: HOUSE, runId: run.runId, step: step.path, verb: 'apply', planDigest: step.planDigest } as const;
    expect(await authority.enact(ask)).toMatchObject({ refused: expect.stringContaining('no approval for exactly this plan') });
    expect(await authority.grant(ask)).toMatchObject({ refused: expect.stringContaining('no approval for exactly this plan') });
    expect(await authority.enact({ ...ask, planDigest: `sha256:${'1'.repeat(64)}` })).toMatchObject({ refused: expect.any(String) });
    expect(await liveOf(world)).toMatchObject({ live: { version: '1.1.0' } });
  });
  test('what became active meanwhile voids the question', async () => {
    await here.release('1.1.0', retitled);
    world = await here.open();
    const first = `A-${asked(await activate(world, '1.0.0'))}`;
    await agree(world, '1.1.0');
    expect(await world.command('approve', { approval: first, target: `${ID}@1.0.0` }, 'cy')).toMatchObject({
      exit: 7,
      error: { code: 'plan-changed' },
    });
    expect(await liveOf(world)).toMatchObject({ live: { version: '1.1.0' } });
  });
  test('the house takes no finding, no incident and no other order, and incidents take none of its orders', async () => {
    world = await here.open();
    const { authority } = world.sandbox.desk;
    const by = { kind: 'human', id: 'cy', via: 'cli' } as const;
    const order = (what: object) => ({ order: { ...what, by } as never, mode: 'enforce' as const, actor: by, once: false });
    await expect(authority.admit({ incidentId: HOUSE, facts: [], order: order({ kind: 'manual', document: {} }) })).rejects.toThrow(
      'does not concern the house',
    );
    await expect(authority.admit({ incidentId: 'inc-x', facts: [], order: order({ kind: 'resume', stop: 1 }) })).rejects.toThrow(
      'concerns the whole house',
    );
    const data = {
      incidentClass: 'open-incident',
      title: 't',
      sev: 2,
      sevBecause: 'b',
      number: 1,
      correlationKey: 'k',
      generation: 1,
    } as const;
    const opened = { id: 'x', type: 'incident.opened', actor: by, data } as const;
    await expect(authority.admit({ incidentId: HOUSE, facts: [opened] })).rejects.toThrow('nothing but orders');
  });
});
