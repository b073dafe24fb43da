import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPlaybookFiles } from '../../adapters/playbooks-files.ts';
import { HOUSE } from '../../core/house/house.ts';
import type { PlaybookRef } from '../../core/finding/finding.ts';
import { assemble } from '../../core/playbook/assemble.ts';
import { publication } from '../../core/playbook/publish.ts';
import { withSeal } from '../../engine/authority/sealed.ts';
import { readHouse } from '../../engine/house.ts';
import { makeWorld, type World, type WorldOptions } from './world.ts';

const ID = 'training-data-poisoning';
const WITHDRAWN = 'its rollback picks the wrong version';

/** A company's folder of playbooks, and the processes that read it one after the other. */
const place = () => {
  const root = mkdtempSync(join(tmpdir(), 'cordon-activation-'));
  const [directory, playbooks] = [join(root, 'data'), join(root, 'playbooks')];
  cpSync(new URL('../../playbooks', import.meta.url), playbooks, { recursive: true });
  const edit = (file: string, change: (text: string) => string): void =>
    writeFileSync(join(playbooks, file), change(readFileSync(join(playbooks, file), 'utf8')));
  const publish = async (): Promise<void> => {
    const made = publication(assemble(await readPlaybookFiles(playbooks)));
    if (!made.ok) throw new Error(made.faults.join('; '));
    for (const [file, text] of made.files) writeFileSync(join(playbooks, file), text);
    writeFileSync(join(playbooks, 'versions.json'), made.versions);
  };
  return {
    open: (options: WorldOptions = {}): Promise<World> => makeWorld({ directory, playbooks, ...options }),
    /** Raises the version, changes what it does, and releases it. */
    release: async (version: string, change: (text: string) => string = (text) => text): Promise<void> => {
      edit(`${ID}/playbook.yaml`, (text) => change(text.replace(/version: \d+\.\d+\.\d+/, `version: ${version}`)));
      await publish();
    },
    work: (change: (text: string) => string): void => edit(`${ID}/playbook.yaml`, change),
    versions: (change: (read: Record<string, unknown>) => object): void =>
      edit('versions.json', (text) => JSON.stringify(change(JSON.parse(text)))),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
};
type Place = ReturnType<typeof place>;

const activate = (world: World, version: string, person = 'you', id = ID) =>
  world.command('playbook-activate', { playbook: id, version }, person);
const asked = (answer: { readonly data: object }): number =>
  'number' in answer.data && typeof answer.data.number === 'number' ? answer.data.number : 0;
const agree = async (world: World, version: string): Promise<void> => {
  const answer = await activate(world, version);
  expect(answer).toMatchObject({ exit: 4 });
  const target = `${ID}@${version}`;
  const approval = `A-${asked(answer)}`;
  expect(await world.command('approve', { approval, target }, 'cy')).toMatchObject({ exit: 4 });
  const last = await world.command('approve', { approval, target }, 'bo');
  expect(last).toMatchObject({ exit: 0 });
  expect(last.lines.join(' ')).toContain(`${target} answers from now on`);
};
const liveOf = async (world: World) => {
  const { data } = await world.command('playbook-live', { playbook: ID }, 'you');
  return (
    data as {
      readonly playbooks: readonly {
        readonly live: PlaybookRef | null;
        readonly newest: PlaybookRef | null;
        readonly since: string | null;
      }[];
    }
  ).playbooks[0];
};
const ordered = async (world: World) =>
  (await world.incidents()).flatMap(({ runs }) =>
    runs.flatMap(({ order, status }) => (order.kind === 'playbook' ? [[order.playbook.version, status]] : [])),
  );
const poisoned = async (world: World, endpoint: string) => {
  const text = ((await world.sandbox.desk.sample('poisoned-training')) ?? '').replaceAll('fraud-scorer', endpoint);
  const release = world.timeline.hold();
  const told = await world.sandbox.intake(
    text.replace('ingest-guard-2026-11-18-partner', `ingest-guard-${endpoint}`).replace('e001', 'e002'),
  );
  release();
  await world.settled();
  return told[0];
};

let here: Place;
let world: World;
beforeEach(() => {
  here = place();
});
afterEach(async () => {
  await world.close();
  here.remove();
});

const retitled = (text: string): string => text.replace('Nobody may call the endpoint', 'Nobody at all may call the endpoint');

test('a run that waits on 1.0.0 ends as 1.0.0 after 1.1.0 was published and activated; the next finding gets 1.1.0', async () => {
  world = await here.open();
  await agree(world, '1.0.0');
  await world.send('poisoned-training');
  await world.settled();
  expect((await world.waiting()).map(({ title }) => title)).toEqual(['fraud-scorer: Nobody may call the endpoint']);
  await world.close();

  await here.release('1.1.0', retitled);
  world = await here.open();
  // Published and deployed: a pointer is moved by people only.
  expect(await liveOf(world)).toMatchObject({ live: { version: '1.0.0' }, newest: { version: '1.1.0' } });
  await agree(world, '1.1.0');
  expect(await liveOf(world)).toMatchObject({ live: { version: '1.1.0' } });

  expect(await poisoned(world, 'churn')).toMatchObject({ outcome: 'respond', playbook: `${ID}@1.1.0` });
  const titles = (await world.waiting()).map(({ title }) => title);
  expect(titles).toContain('churn: Nobody at all may call the endpoint');
  expect(titles).toContain('fraud-scorer: Nobody may call the endpoint');

  const [deny] = (await world.waiting()).filter(({ target }) => target.name === 'fraud-scorer');
  await world.vote(deny?.number ?? 0, 'cy', 'grant');
  await world.settled();
  expect(await world.calls('checkout-api')).toBe('denied');
  for (let card = (await world.waiting()).find(({ incident }) => incident === 1); card !== undefined; ) {
    await world.vote(card.number, 'cy', 'deny');
    await world.settled();
    card = (await world.waiting()).find(({ incident }) => incident === 1);
  }
  expect((await ordered(world)).toSorted()).toEqual([
    ['1.0.0', 'completed'],
    ['1.1.0', 'running'],
  ]);
  const documents = (await world.ledger()).flatMap((event) => (event.type === 'run.started' ? [event.data.document] : []));
  expect(new Set(documents).size).toBe(2);
});

test('in a house where nobody activated one, the newest release answers', async () => {
  await here.release('1.1.0', retitled);
  world = await here.open();
  expect(await liveOf(world)).toMatchObject({ live: { version: '1.1.0' }, since: null });
  await world.send('poisoned-training');
  await world.settled();
  expect(await ordered(world)).toEqual([['1.1.0', 'running']]);
  expect((await world.sandbox.desk.ledger.read(HOUSE)).length).toBe(0);
});

test('the L row: who asked fills no seat, silence is no yes, Slack is not enough, and the name is typed', async () => {
  await here.release('1.1.0', retitled);
  world = await here.open();
  const answer = await activate(world, '1.0.0');
  const approval = `A-${asked(answer)}`;
  const target = `${ID}@1.0.0`;
  expect(answer.lines.join('\n')).toContain(`DOWNGRADE: ${target} answers findings instead of the newer 1.1.0`);
  expect(await activate(world, '1.0.0', 'cy')).toMatchObject({ exit: 4, data: { number: asked(answer) } });
  expect(await world.command('approve', { approval, target }, 'you')).toMatchObject({ exit: 5, error: { code: 'requester' } });
  expect(await world.command('approve', { approval }, 'cy')).toMatchObject({ exit: 2, error: { code: 'typed-target' } });
  const bySlack = { incidentId: HOUSE, approvalId: (await readHouse(world.sandbox.desk)).state.approvals[0]?.approval.id ?? '' };
  const release = world.timeline.hold();
  const cy = { kind: 'human', id: 'cy', via: 'slack' } as const;
  expect(await world.sandbox.desk.authority.vote({ ...bySlack, actor: cy, vote: 'grant', typed: target })).toMatchObject({
    because: 'needs-iam',
  });
  release();
  expect(await world.command('show', { what: approval }, 'cy')).toMatchObject({
    exit: 0,
    data: { incident: null, risk: 'L', typedTarget: true, seats: [{ role: 'security' }, { role: 'owner' }] },
  });
  expect((await world.command('status', {}, 'cy')).lines.join(' ')).toContain(`${approval} Go back to ${target}`);
  await world.pass(25 * 3600);
  expect(await liveOf(world)).toMatchObject({ live: { version: '1.1.0' }, since: null });
  expect((await readHouse(world.sandbox.desk)).state.approvals[0]?.state).toEqual({ kind: 'expired' });
});

test('going back to an older version works, and its findings get it', async () => {
  await here.release('1.1.0', retitled);
  world = await here.open();
  await agree(world, '1.1.0');
  await agree(world, '1.0.0');
  expect(await poisoned(world, 'fraud-scorer')).toMatchObject({ playbook: `${ID}@1.0.0` });
  expect(await activate(world, '1.0.0')).toMatchObject({ exit: 7, error: { code: 'already' } });
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

test('an activated version that was withdrawn: nothing takes its place, and its findings are questions to people', async () => {
  await here.release('1.1.0', retitled);
  world = await here.open();
  await agree(world, '1.1.0');
  await world.close();
  here.versions((read) => ({ ...read, withdrawn: [{ id: ID, version: '1.1.0', because: WITHDRAWN }] }));
  world = await here.open();
  expect(await world.command('playbook-live', {}, 'you')).toMatchObject({
    exit: 3,
    error: { code: 'nothing-answers' },
    next: `npx cordon playbook activate ${ID} 1.0.0`,
  });
  const told = await poisoned(world, 'fraud-scorer');
  expect(told).toMatchObject({ outcome: 'triage', playbook: null, incident: null });
  expect(told?.reasons.join(' ')).toContain(WITHDRAWN);
  expect((await world.command('status', {}, 'you')).lines.join(' ').replaceAll(/\s+/g, ' ')).toContain(`activate ${ID} 1.0.0`);
  await agree(world, '1.0.0');
  expect(await poisoned(world, 'fraud-scorer')).toMatchObject({ outcome: 'respond', playbook: `${ID}@1.0.0` });
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
