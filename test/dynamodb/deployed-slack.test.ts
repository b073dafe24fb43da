import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { realClock } from '../../adapters/clock.ts';
import { createSlackbox } from '../../console/slackbox/slackbox.ts';
import { shiftDays } from '../../core/finding/shift-days.ts';
import type { IncidentId } from '../../core/id.ts';
import { brokenAt } from '../../core/ledger/chain.ts';
import type { EventOf, FactType, LedgerEvent } from '../../core/ledger/facts.ts';
import { ACTION, FIELD } from '../../core/report/slack/forms.ts';
import { instantOf } from '../../core/time.ts';
import { ROOT } from '../../infra/config.ts';
import { accessKeyOf } from '../functions/accounts.ts';
import { actionsOf, statementsOf } from '../infra/deployment.ts';
import { SLACK_ROLES, WITH_SLACK } from '../infra/with-slack.ts';
import { deploy } from './deployed/deployment.ts';

const [SECRET, BOT_TOKEN] = ['deployed-signing-secret', 'xoxb-deployed-cordon'];
const PEOPLE = { you: 'U0YOU', ann: 'U0ANN', bo: 'U0BO', cy: 'U0CY', dee: 'U0DEE' } as const;
type Person = keyof typeof PEOPLE;
const MALLORY = 'U0MALLORY';

const box = createSlackbox({
  clock: realClock(),
  users: [...Object.entries(PEOPLE).map(([name, id]) => ({ id, name, person: name })), { id: MALLORY, name: 'mallory' }],
  channels: ['ai-incidents'],
  signingSecret: SECRET,
  botToken: BOT_TOKEN,
  appToken: 'xapp-unused',
});
const channel = box.look(PEOPLE.you)?.channels[0]?.id ?? '';
let here: Awaited<ReturnType<typeof deploy>>;
let api: Awaited<ReturnType<typeof box.listen>>;
const slack = () => {
  if (here.slack === undefined) throw new Error('deployed without Slack');
  return here.slack;
};
beforeAll(async () => {
  api = await box.listen(0);
  const { assets, slack: settings } = WITH_SLACK;
  if (settings === undefined) throw new Error('no Slack');
  const people = Object.fromEntries(Object.entries(assets.people).map(([id, person]) => [id, { ...person, slack: PEOPLE[id as Person] }]));
  const config = { ...WITH_SLACK, assets: { ...assets, people }, slack: { ...settings, channel } };
  here = await deploy(config, { apiUrl: api.url, signingSecret: SECRET, botToken: BOT_TOKEN });
  box.deliverTo(slack().requestUrl);
}, 120_000);
afterAll(async () => {
  await here?.close();
  await api?.close();
});

const of = <T extends FactType>(events: readonly LedgerEvent[], type: T): readonly EventOf<T>[] =>
  events.filter((event): event is EventOf<T> => event.type === type);
const ledgerOf = async (number: number): Promise<readonly LedgerEvent[]> => {
  const id = await here.ledger.byNumber('incident', number);
  return id === undefined ? [] : here.ledger.read(id);
};
/** Bounded: what does not come in a minute of ours does not come. */
const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await holds()) return;
    await sleep(200);
  }
  throw new Error(
    `${what} did not come\n${JSON.stringify([box.state().ephemerals.slice(-4), posted()])}\n${here.printed()}\n${here.refused.join('\n')}`,
  );
};
const answersFor = (user: string) => box.state().ephemerals.filter(({ to, text }) => to === user && !text.startsWith('Received:'));
/** What this person alone is told after doing something. */
const answered = async (user: string, act: () => Promise<{ readonly ok: boolean }>): Promise<string> => {
  const before = answersFor(user).length;
  expect(await act()).toEqual({ ok: true });
  await until(`an answer for ${user}`, () => answersFor(user).length > before);
  return answersFor(user)
    .slice(before)
    .map(({ text }) => text)
    .join('\n');
};
const type = (user: string, text: string) => answered(user, () => box.act.command(user, '/cordon', text, channel));
const posted = () => box.state().messages.filter((message) => message.channel === channel);
const card = (approval: number, action: string) =>
  posted().find(({ blocks }) => {
    const text = JSON.stringify(blocks);
    return text.includes(`"action_id":"${action}"`) && text.includes(`"value":"${approval}"`);
  });
const pressable = async (approval: number, action: string): Promise<string> => {
  await until(`a button ${action} for A-${approval}`, () => card(approval, action) !== undefined);
  return card(approval, action)?.ts ?? '';
};
/** What Slack sent, from somebody else. */
const send = (body: Buffer, more: Readonly<Record<string, string>>) => {
  const { 'content-type': type = '', 'x-slack-request-timestamp': at = '', 'x-slack-signature': signature = '' } = slack().last().headers;
  const headers = { 'content-type': type, 'x-slack-request-timestamp': at, 'x-slack-signature': signature, ...more };
  return fetch(slack().requestUrl, { method: 'POST', headers, body: new Uint8Array(body) });
};
const signed = (body: Buffer, at: number, secret = SECRET) => ({
  'x-slack-request-timestamp': String(at),
  'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${at}:`).update(body).digest('hex')}`,
});

test('an incident is on the channel, through bus, rule, queue and outbox: one card, its approval, its timeline', async () => {
  const event = shiftDays(readFileSync(join(ROOT, 'samples', 'poisoned-training.json'), 'utf8'), here.shiftDays);
  const { failed } = await here.invoke('cordon-intake', undefined, { Records: [{ messageId: 'm-1', body: event }] });
  expect(failed).toBe(false);
  await pressable(1, ACTION.deny);
  await until('quiet', () => slack().queue(/News/).left() === 0);
  const top = posted().filter(({ thread }) => thread === undefined);
  expect(top.map(({ text }) => text)).toEqual([expect.stringContaining('INC-1'), expect.stringContaining('A-1')]);
  expect(posted().filter(({ thread }) => thread === top[0]?.ts).length).toBeGreaterThan(0);
}, 120_000);

test('people ask and write things down; whom assets.yaml does not know is told nothing', async () => {
  expect(await type(PEOPLE.ann, 'status INC-1')).toContain('fraud-scorer');
  expect(await type(PEOPLE.ann, 'show churn')).toContain('model-package/churn-model/1');
  expect(await type(PEOPLE.you, 'note INC-1 payments says that rules-2 holds')).toContain('Noted in INC-1');
  expect(of(await ledgerOf(1), 'note.added').map(({ actor, data }) => [actor, data.text])).toEqual([
    [{ kind: 'human', id: 'you', via: 'slack' }, 'payments says that rules-2 holds'],
  ]);
  const stranger = await type(MALLORY, 'status INC-1');
  expect(stranger).toContain('Cordon does not know you');
  expect(stranger).not.toContain('fraud-scorer');
}, 120_000);

test('what only IAM may say is not said in Slack: there is no button for it, and the worker holds no other door', async () => {
  expect(card(1, ACTION.approve)).toBeUndefined();
  expect(await type(PEOPLE.you, 'approve A-1')).toContain('Slack alone does not suffice');
  expect(of(await ledgerOf(1), 'approval.voted')).toEqual([]);
  const approve = 'arn:aws:lambda:eu-west-1:444455556666:function:cordon-approve';
  const doors = ['people', 'run', 'intake', 'slack'].filter((door) =>
    here.may('cordon-slack-worker', { action: 'lambda:InvokeFunction', resource: `${approve}:${door}` }),
  );
  expect(doors).toEqual(['slack']);
  expect(here.may('cordon-slack-worker', { action: 'lambda:InvokeFunction', resource: approve })).toBe(false);
}, 120_000);

test('contained by hand and released again, wholly from Slack, on medium tier', async () => {
  expect(await type(PEOPLE.cy, 'contain churn --dry-run')).toContain('Nothing was changed');
  expect(await type(PEOPLE.cy, 'contain churn')).toContain('INC-2');
  // Who asks and may answer has answered: cy is a responder.
  await until('contained', async () => of(await ledgerOf(2), 'containment.changed').some(({ data }) => data.to === 'contained'));
  await until('the end of the run', async () => of(await ledgerOf(2), 'run.ended').length === 1);

  expect(await type(PEOPLE.cy, 'release churn')).toMatch(/A-\d+ asks/);
  const loosen = of(await ledgerOf(2), 'approval.requested').at(-1)?.data.approval.number ?? 0;
  const form = await pressable(loosen, ACTION.approveTyped);
  expect(await box.act.press(PEOPLE.you, channel, form, ACTION.approveTyped, String(loosen))).toEqual({ ok: true });
  // views.open was called by the ingress itself: the trigger would be dead by the time the worker runs.
  const modal = box.look(PEOPLE.you)?.modal;
  if (modal === undefined || modal === null) throw new Error('no form');
  await answered(PEOPLE.you, () => box.act.submit(PEOPLE.you, modal.id, { [FIELD.block]: { [FIELD.action]: 'churn' } }));
  await until('released', async () => of(await ledgerOf(2), 'containment.changed').some(({ data }) => data.to === 'released'));
  const id = (await here.ledger.byNumber('incident', 2)) as IncidentId;
  expect(brokenAt(id, await here.ledger.read(id))).toBeUndefined();
  expect(of(await ledgerOf(2), 'alarm.raised')).toEqual([]);
}, 180_000);

test('the door on the internet: forged, old and repeated requests go nowhere', async () => {
  await type(PEOPLE.you, 'note INC-1 once');
  const { body } = slack().last();
  const now = Math.floor(Date.now() / 1000);
  const again = await send(body, {});
  expect([again.status, again.headers.get('x-slack-no-retry')]).toEqual([200, '1']);
  expect((await send(Buffer.from(body.toString().replace('once', 'more')), {})).status).toBe(401);
  expect((await send(body, signed(body, now, 'another secret'))).status).toBe(401);
  for (const skew of [-301, 301]) expect((await send(body, signed(body, now + skew))).status).toBe(401);
  expect((await fetch(slack().requestUrl)).status).toBe(405);
  await until(
    'the queue is empty',
    () =>
      slack()
        .queue(/Requests/)
        .left() === 0,
  );
  const notes = of(await ledgerOf(1), 'note.added').map(({ data }) => data.text);
  expect(notes.filter((text) => text === 'once' || text === 'more')).toEqual(['once']);
}, 60_000);

test('what the queue does not take was not taken: who typed it hears so, and the very same request may come again', async () => {
  slack().breakSending(true);
  expect(await box.act.command(PEOPLE.you, '/cordon', 'note INC-1 at last', channel)).toMatchObject({
    ok: false,
    error: 'http_service_error',
  });
  expect(await here.said('{"cordon":"slack-ingress-failed","why":"Error: AmazonSQS.SendMessage: 500')).toBe(true);
  slack().breakSending(false);
  expect((await send(slack().last().body, {})).status).toBe(200);
  await until('the note', async () => of(await ledgerOf(1), 'note.added').some(({ data }) => data.text === 'at last'));
}, 60_000);

test('while Slack is away nothing is lost: the queue keeps it and tells it once', async () => {
  await until('quiet', () => slack().queue(/News/).left() === 0);
  box.outage(true);
  const incidentId = (await here.ledger.byNumber('incident', 1)) as IncidentId;
  const { seq } = (await here.ledger.read(incidentId)).at(-1) ?? { seq: 0 };
  const before = slack().queue(/News/).again();
  const said = instantOf(Date.now());
  const draft = {
    id: 'outage',
    type: 'note.added',
    actor: { kind: 'human', id: 'ann', via: 'cli' },
    data: { text: 'Slack is away', said },
  } as const;
  await here.ledger.append(incidentId, seq, [draft]);
  const [event] = await here.ledger.read(incidentId, seq + 1);
  // What the table's stream does with a row that is new.
  const NewImage = { sk: { S: 'E#outage' }, json: { S: JSON.stringify(event) } };
  await here.invoke('cordon-notify', undefined, { Records: [{ eventName: 'INSERT', dynamodb: { NewImage } }] });
  await until('a second try', () => slack().queue(/News/).again() > before);
  expect(slack().queue(/News/).left()).toBeGreaterThan(0);
  box.outage(false);
  await until('told', () => slack().queue(/News/).left() === 0);
  expect(posted().filter(({ text }) => text.includes('Slack is away'))).toHaveLength(1);
  expect(await here.said('"cordon":"slack-later"')).toBe(true);
}, 120_000);

test('the permissions suffice, and each of them was needed', async () => {
  expect(here.refused).toEqual([]);
  expect([slack().queue(/Requests/).dead, slack().queue(/News/).dead]).toEqual([[], []]);
  expect(here.printed()).not.toMatch(/slack-trouble|slack-worker-failed/);
  for (const secret of [SECRET, BOT_TOKEN]) expect(here.printed()).not.toContain(secret);
  // What Lambda itself does for a function, and what the range weighs without telling here.
  const elsewhere = /^(logs|xray|ssm|sts):|^sqs:(ReceiveMessage|DeleteMessage|ChangeMessageVisibility|GetQueueUrl|GetQueueAttributes)$/;
  for (const name of SLACK_ROLES) {
    const granted = actionsOf(statementsOf(here.home, name)).filter((action) => !elsewhere.test(action));
    const used = granted.filter((action) => here.used.has(`${accessKeyOf(name)} ${action}`));
    expect([name, granted]).toEqual([name, used]);
  }
});
