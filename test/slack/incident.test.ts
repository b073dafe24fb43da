import { ACTION } from '../../core/report/slack/forms.ts';
import type { LedgerEvent } from '../../core/ledger/facts.ts';
import { makeWorld, type World } from '../engine/world.ts';
import { MALLORY, onMedium, openOffice, type Office, type PersonName } from './office.ts';

/** What people do in the reference incident, wherever they do it. */
interface Hands {
  readonly world: World;
  readonly approve: (person: PersonName, approval: number) => Promise<void>;
  readonly deny: (person: PersonName, approval: number, reason: string) => Promise<void>;
  readonly loosen: (person: PersonName, approval: number, target: string) => Promise<void>;
  readonly note: (person: PersonName, text: string) => Promise<void>;
  readonly release: (person: PersonName) => Promise<void>;
  readonly declare: (person: PersonName) => Promise<void>;
}
const incident = async (hands: Hands): Promise<void> => {
  const { world } = hands;
  await world.send('poisoned-training');
  await world.settled();
  await hands.note('you', 'payments says that rules-2 holds');
  await hands.approve('you', 1);
  await world.settled();
  await hands.approve('you', 2);
  await world.settled();
  await hands.deny('cy', 3, 'the registry is locked tonight');
  await world.settled();
  await hands.release('you');
  await world.settled();
  await hands.loosen('bo', 4, 'fraud-scorer');
  await world.settled();
  await hands.declare('ann');
  await world.settled();
};
const slackHands = ({ world, press, fill, type }: Office): Hands => ({
  world,
  approve: async (person, approval) => void (await press(person, approval, ACTION.approve)),
  deny: async (person, approval, reason) => {
    await press(person, approval, ACTION.deny);
    await fill(person, reason);
  },
  loosen: async (person, approval, target) => {
    await press(person, approval, ACTION.approveTyped);
    await fill(person, target);
  },
  note: async (person, text) => void (await type(person, `note INC-1 ${text}`)),
  release: async (person) => void (await type(person, 'release fraud-scorer')),
  declare: async (person) => void (await type(person, 'declare churn its answers are odd')),
});
const cliHands = (world: World): Hands => ({
  world,
  approve: async (person, approval) => void (await world.command('approve', { approval: `A-${approval}` }, person)),
  deny: async (person, approval, reason) => void (await world.command('deny', { approval: `A-${approval}`, reason }, person)),
  loosen: async (person, approval, target) => void (await world.command('approve', { approval: `A-${approval}`, target }, person)),
  note: async (person, text) => void (await world.command('note', { incident: 'INC-1', text }, person)),
  release: async (person) => void (await world.command('release', { endpoint: 'fraud-scorer' }, person)),
  declare: async (person) => void (await world.command('declare', { endpoint: 'churn', what: 'its answers are odd' }, person)),
});

/** A ledger without what no two incidents share: instants, what is hashed from them, and random tokens, which keep their order. */
const essence = (events: readonly LedgerEvent[]): readonly string[] => {
  const tokens = new Map<string, string>();
  const nameOf = (token: string): string => tokens.get(token) ?? tokens.set(token, `#${tokens.size + 1}`).get(token) ?? '';
  return events.map(({ incidentId, id, type, actor, data }) =>
    JSON.stringify({ incidentId, id, type, actor, data })
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<instant>')
      .replaceAll(/\b\d\d:\d\d:\d\dZ/g, '<time>')
      .replaceAll(/"via":"(slack|cli)"/g, '"via":"<surface>"')
      .replaceAll(/\d+(\.\d+)? (s|seconds)\b/g, '<seconds>')
      .replaceAll(/sha256:[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9_-]{22,}/g, (token) =>
        /[0-9A-Z]/.test(token) && !token.includes('cordon-') ? nameOf(token) : token,
      ),
  );
};

describe('one incident on a medium tier, wholly from Slack', () => {
  let office: Office;
  let cli: World | undefined;
  let fromSlack: readonly LedgerEvent[];
  let fromCli: readonly LedgerEvent[];
  beforeAll(async () => {
    office = await openOffice('http', onMedium);
    await incident(slackHands(office));
    fromSlack = await office.world.ledger();
    cli = await makeWorld({ policy: onMedium });
    await incident(cliHands(cli));
    fromCli = await cli.ledger();
  }, 180_000);
  afterAll(async () => {
    await office.close();
    await cli?.close();
  });

  test('contained, rolled back, denied, released: what the account shows is the same', async () => {
    for (const world of [office.world, cli!]) {
      expect(await world.calls('checkout-api')).toBe('answered');
      expect((await world.command('status', { incident: 'INC-1' }, 'you')).data['word']).toBe('RECOVERING');
    }
    expect(office.troubles).toEqual([]);
  });
  test('people are who they are, and the ledger says where they said it', () => {
    const said = (events: readonly LedgerEvent[]) =>
      events.flatMap((event) => (event.type === 'approval.voted' ? [[event.data.vote.by, event.data.vote.vote, event.data.vote.via]] : []));
    expect(said(fromSlack)).toEqual(
      [
        ['you', 'grant'],
        ['you', 'grant'],
        ['cy', 'deny'],
        ['bo', 'grant'],
      ].map((vote) => [...vote, 'slack']),
    );
    expect(said(fromCli)).toEqual(said(fromSlack).map(([by, vote]) => [by, vote, 'cli']));
  });
  test('the two ledgers are the same but for the surface', () => {
    expect(essence(fromSlack)).toEqual(essence(fromCli));
    expect(fromSlack.length).toBeGreaterThan(40);
  });
  test('and the comparison does see a difference', () => {
    const [first, ...rest] = fromCli;
    if (first === undefined) throw new Error('no events');
    expect(essence(rest)).not.toEqual(essence(fromSlack));
    expect(
      essence(
        fromCli.map((event) =>
          event.type === 'approval.voted' ? { ...event, data: { vote: { ...event.data.vote, by: 'mallory' } } } : event,
        ),
      ),
    ).not.toEqual(essence(fromSlack));
  });
});

describe('who may do what, at the click', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice('http', onMedium);
    await office.world.send('poisoned-training');
    await office.world.settled();
  }, 60_000);
  afterAll(() => office.close());

  test('everybody sees the button; who is not linked, or fills no seat, is told why, and nothing happens', async () => {
    expect(await office.press(MALLORY, 1, ACTION.approve)).toMatch(/does not know you in Slack \(U0MALLORY\)[^]*assets\.yaml/);
    expect(await office.type(MALLORY, 'status')).toContain('does not know you');
    expect(await office.type(MALLORY, 'approve A-1')).toContain('does not know you');
    expect(await office.press('bo', 1, ACTION.approve)).toContain('bo fills none of its seats');
    expect((await office.world.ledger()).filter(({ type }) => type === 'approval.voted')).toEqual([]);
  });
  test('a form may be opened by anybody and permits nothing', async () => {
    expect(await office.press('bo', 1, ACTION.deny)).toBe('');
    expect(await office.fill('bo', 'no')).toContain('bo fills none of its seats');
    expect((await office.world.waiting()).map(({ number }) => number)).toEqual([1]);
  });
  test('help and refusals come from the verbs; every refusal has a command', async () => {
    const help = await office.type('you', 'help');
    for (const verb of ['status', 'show', 'approve', 'deny', 'contain', 'release', 'declare', 'note', 'timeline'])
      expect(help).toMatch(new RegExp(`/cordon ${verb}\\b`));
    expect(await office.type('you', '')).toBe(help);
    expect(await office.type('you', 'aprove A-1')).toMatch(/Did you mean approve\?[^]*Next: `\/cordon help`/);
    expect(await office.type('you', 'show A-99')).toMatch(/There is no A-99[^]*Next: `\/cordon list`/);
    expect(await office.type('you', 'status “INC-1”')).toContain('NOT CONTAINED');
  });
  test('the release needs its name typed, and another name is refused', async () => {
    await office.press('you', 1, ACTION.approve);
    await office.world.settled();
    await office.press('cy', 2, ACTION.deny);
    await office.fill('cy', 'not tonight');
    await office.world.settled();
    for (const { number } of await office.world.waiting()) await office.type('you', `deny A-${number} not tonight`);
    await office.world.settled();
    expect(await office.type('you', 'release fraud-scorer')).toContain('asks one person who is not you');
    const [release] = await office.world.waiting();
    await office.press('cy', release?.number ?? 0, ACTION.approveTyped);
    expect(await office.fill('cy', 'credit')).toContain("type the target's name");
    await office.press('you', release?.number ?? 0, ACTION.approveTyped);
    expect(await office.fill('you', 'fraud-scorer')).toContain('You asked for');
    expect(await office.world.calls('checkout-api')).toBe('denied');
    expect(office.troubles).toEqual([]);
  }, 60_000);
});

test('over Socket Mode the same listeners do the same', async () => {
  const office = await openOffice('socket');
  await office.world.send('poisoned-training');
  await office.world.settled();
  expect(await office.type('you', 'status')).toContain('NOT CONTAINED');
  await office.press('cy', 1, ACTION.deny);
  expect(await office.fill('cy', 'a false alarm')).toContain('A-1 denied by cy');
  expect(office.troubles).toEqual([]);
  await office.close();
}, 60_000);
