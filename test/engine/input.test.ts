import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERBS } from '../../core/verb/table.ts';
import type { Receipt } from '../../engine/desk.ts';
import { createConsole } from '../../console/server.ts';
import { sandboxBackend } from '../../tabletop/backend.ts';
import { makeWorld, type World } from './world.ts';

const EVENTS = join('test', 'events');
const file = (name: string) => readFileSync(join(EVENTS, name));
const sample = (name: string) => readFileSync(join('samples', `${name}.json`), 'utf8');
const poisoned = (change: (event: Record<string, unknown>) => object) => JSON.stringify(change(JSON.parse(sample('poisoned-training'))));
const pasteable = (next: string) => VERBS.some(({ name }) => next === `npx cordon ${name}` || next.startsWith(`npx cordon ${name} `));

describe('every input gets an answer that names the deciding clause and a command, and contains nothing', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
  });
  afterAll(() => world.close());
  const answered = async (bytes: string | Uint8Array): Promise<Receipt> => {
    const [receipt] = await world.sandbox.intake(bytes);
    if (receipt === undefined) throw new Error('no answer');
    return receipt;
  };

  test.each<[string, () => string | Uint8Array, string, RegExp]>([
    ['not JSON', () => file('not-json.txt'), 'unreadable', /JSON/],
    ['an empty body', () => '', 'unreadable', /empty|no event/i],
    ['wrong types', () => file('wrong-types.json'), 'unreadable', /expected|must|is not|text/i],
    ['2 MB', () => poisoned((event) => ({ ...event, padding: 'x'.repeat(2_097_152) })), 'unreadable', /1 MiB|1,048,576|1048576|larger/i],
    ['a bomb of brackets', () => '['.repeat(200_000), 'unreadable', /deep/i],
    ['an unknown source', () => file('unknown-source.json'), 'ignore', /No source of Cordon reads/],
    ['a 13-digit account', () => file('thirteen-digit-account.json'), 'unreadable', /account.*12 digits|12 digits/i],
    [
      'an account that is no member',
      () => poisoned((event) => ({ ...event, account: '999988887777' })),
      'record|triage',
      /999988887777|member|allow-list/,
    ],
    ['a sender that is not on the list', () => file('unlisted-sender.json'), 'triage', /allow-list/],
    ['a sample finding', () => sample('sample-finding'), 'record', /Samples are recorded and never contain/],
    ['an endpoint that scaled', () => sample('scaling-event'), 'ignore', /would be a finding if the config or image changed/],
    [
      'a call by a role of Cordon that its ledger does not know',
      () => sample('own-call'),
      'triage',
      /role of Cordon, and the ledger does not know/,
    ],
    [
      'a bare CloudTrail record',
      () => JSON.stringify((JSON.parse(sample('own-call')) as { detail: object }).detail),
      'unreadable',
      /EventBridge envelope/,
    ],
  ])('%s', async (_what, make, outcome, clause) => {
    const receipt = await answered(make());
    expect(receipt.outcome).toMatch(new RegExp(`^(${outcome})$`));
    expect(receipt.reasons[0] ?? '').toMatch(clause);
    expect(pasteable(receipt.next)).toBe(true);
  });

  test('an unknown call by one of our roles opens an incident of its own, without a playbook', async () => {
    const [found] = (await world.incidents()).filter(({ opened }) => opened?.incidentClass === 'cordon-compromised');
    expect(found).toMatchObject({ opened: { sev: 1 }, runs: [] });
  });
  test('__proto__ keys are keys like any other', async () => {
    const other = await makeWorld();
    const [receipt] = await other.sandbox.intake(file('proto-keys.json'));
    expect(receipt).toMatchObject({ outcome: 'respond', incident: 1 });
    await other.settled();
    expect(await other.calls('checkout-api')).toBe('answered');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    await other.close();
  });
  test("our own calls, which the range reports like everybody else's, are recognised by their request ids", async () => {
    await world.send('poisoned-training');
    await world.settled();
    await world.vote(1, 'you', 'grant');
    await world.settled();
    await world.pass(600);
    const own = world.receipts.filter(({ reasons }) => reasons.some((reason) => reason.includes('cordon-member')));
    expect(own.length).toBeGreaterThan(0);
    for (const receipt of own)
      expect(receipt).toMatchObject({ outcome: 'record', reasons: [expect.stringContaining('the ledger knows this call')] });
  });

  test('no edge case of test/events throws, opens more than it should, or touches the account', async () => {
    const before = (await world.incidents()).length;
    for (const name of readdirSync(EVENTS).filter((one) => !one.endsWith('.md'))) {
      for (const receipt of await world.sandbox.intake(file(name))) expect(pasteable(receipt.next)).toBe(true);
    }
    expect((await world.incidents()).length).toBe(before);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('over HTTP', () => {
  const key = 'k'.repeat(32);
  let world: World;
  let url: string;
  let close: () => Promise<void>;
  beforeAll(async () => {
    world = await makeWorld();
    const backend = sandboxBackend(world.sandbox, { range: async () => true, samples: [] });
    const listening = await createConsole({ backend, key, place: world.sandbox.desk.policy.place }).listen(0);
    url = `http://127.0.0.1:${listening.port}`;
    close = listening.close;
  });
  afterAll(async () => {
    await close();
    await world.close();
  });
  const post = async (body: string) => {
    const response = await fetch(`${url}/events`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body });
    return {
      status: response.status,
      body: (await response.json()) as { accepted?: number; decisions?: Receipt[]; error?: { message: string } },
    };
  };

  test('a good event is accepted with its decision', async () => {
    const { status, body } = await post(sample('poisoned-training'));
    expect(status).toBe(202);
    expect(body).toMatchObject({
      accepted: 1,
      decisions: [{ outcome: 'respond', incident: 1, incidentId: expect.stringMatching(/^inc-/) }],
    });
  });
  test('what cannot be read is refused with the clause', async () => {
    expect(await post('{ not json')).toMatchObject({
      status: 400,
      body: { accepted: 0, error: { message: expect.stringMatching(/JSON/), effect: 'no-change' } },
    });
  });
  test('two megabytes are cut off, not swallowed', async () => {
    expect(await post('x'.repeat(2_097_152))).toMatchObject({
      status: 413,
      body: { error: { message: expect.stringContaining('larger') } },
    });
  });
  test('a bad line does not stop the good ones', async () => {
    const { status, body } = await post(`${JSON.stringify(JSON.parse(sample('scaling-event')))}\nnonsense\n`);
    expect(status).toBe(202);
    expect(body.decisions?.map(({ outcome }) => outcome)).toEqual(['ignore', 'unreadable']);
  });
});
