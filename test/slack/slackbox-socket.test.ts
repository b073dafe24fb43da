import { virtualClock } from '../../adapters/clock.ts';
import { BO, button, errorOf, section, socketApp, until, world, YOU, type App, type World } from './slackbox-world.ts';

// The real @slack/bolt over Socket Mode; the app is a few lines that know nothing of Cordon.
const card = (state: string) => [
  section(`*Quarantine fraud-scorer* ${state}`),
  ...(state === 'waiting'
    ? [{ type: 'actions' as const, block_id: 'vote', elements: [button('approve', 'Approve', 'A-1', 'primary')] }]
    : []),
];
const form = {
  type: 'modal' as const,
  callback_id: 'deny',
  private_metadata: 'A-1',
  title: { type: 'plain_text' as const, text: 'Deny A-1' },
  submit: { type: 'plain_text' as const, text: 'Deny' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'why',
      label: { type: 'plain_text' as const, text: 'Why not?' },
      element: { type: 'plain_text_input' as const, action_id: 'text', min_length: 5 },
    },
  ],
};

const heard: string[] = [];
const register = (app: App): void => {
  app.command('/cordon', async ({ ack, command, client, respond }) => {
    heard.push(`${command.user_id} ${command.command} ${command.text}`);
    if (command.text === 'silent') return;
    await ack(command.text === 'quiet' ? undefined : { text: `working: ${command.text}` });
    if (command.text === 'ask') await client.chat.postMessage({ channel: command.channel_id, text: 'May we?', blocks: card('waiting') });
    if (command.text === 'form') await client.views.open({ trigger_id: command.trigger_id, view: form });
    if (command.text === 'respond') await respond({ response_type: 'in_channel', text: 'for everybody' });
  });
  app.action('approve', async ({ ack, body, client, respond }) => {
    await ack();
    if (body.type !== 'block_actions' || body.channel === undefined || body.message === undefined)
      throw new Error('not a press on a message');
    const [action] = body.actions;
    heard.push(`${body.user.id} ${action?.action_id} ${action?.type === 'button' ? action.value : ''}`);
    await client.chat.update({
      channel: body.channel.id,
      ts: body.message.ts,
      text: 'approved',
      blocks: card(`approved by <@${body.user.id}>`),
    });
    await respond({ text: 'Thank you.', replace_original: false });
  });
  app.view('deny', async ({ ack, view, body }) => {
    const why = view.state.values['why']?.['text']?.value ?? '';
    heard.push(`${body.user.id} ${view.private_metadata} ${why}`);
    await ack(why.includes('batch') ? undefined : { response_action: 'errors', errors: { why: 'Say what must finish first.' } });
  });
  app.message('hello', async ({ message, say }) => {
    await say({ text: 'hello back', thread_ts: message.ts });
  });
};

describe('over Socket Mode', () => {
  let w: World;
  let app: App;
  const messages = () => w.box.state().messages;
  const seenBy = (user: string) => w.box.look(user)?.channels.find(({ id }) => id === w.incidents)?.messages ?? [];
  beforeEach(async () => {
    heard.length = 0;
    w = await world();
    app = await socketApp(w, register);
  });
  afterEach(async () => {
    await app.stop();
    await w.close();
  });

  test('a command is answered to the one who typed it, and to nobody else', async () => {
    expect(await w.box.act.command(YOU, '/cordon', 'contain fraud-scorer', '#incidents')).toEqual({ ok: true });
    expect(heard).toEqual([`${YOU} /cordon contain fraud-scorer`]);
    expect(seenBy(YOU)).toMatchObject([{ text: 'working: contain fraud-scorer', onlyYou: true, from: 'app' }]);
    expect(seenBy(BO)).toEqual([]);
    await w.box.act.command(YOU, '/cordon', 'quiet');
    expect(seenBy(YOU)).toHaveLength(1);
  });

  test('people and channels in a command arrive escaped, and markup cannot be typed', async () => {
    await w.box.act.command(YOU, '/cordon', 'handover to @bo in #incidents, not a@bo or <!channel>');
    expect(heard).toEqual([`${YOU} /cordon handover to <@${BO}|bo> in <#${w.incidents}|incidents>, not a@bo or &lt;!channel&gt;`]);
  });

  test('a card with a button: pressed, edited, answered to the presser, and then the button is gone', async () => {
    await w.box.act.command(YOU, '/cordon', 'ask');
    await until('the card is there', () => messages().length === 1);
    const ts = messages()[0]?.ts ?? '';
    expect(await w.box.act.press(BO, w.incidents, ts, 'approve', 'A-1')).toEqual({ ok: true });
    await until('the app said thank you', () => seenBy(BO).some(({ text }) => text === 'Thank you.'));
    expect(heard).toEqual([`${YOU} /cordon ask`, `${BO} approve A-1`]);
    expect(seenBy(YOU).find((one) => one.ts === ts)).toMatchObject({ edited: true, text: 'approved' });
    expect(await w.box.act.press(YOU, w.incidents, ts, 'approve')).toMatchObject({ ok: false, error: 'button_gone' });
    expect(heard).toHaveLength(2);
  });

  test('response_url: for everybody in the channel; five uses, then it is over', async () => {
    await w.box.act.command(YOU, '/cordon', 'respond');
    await until('it is in the channel', () => messages().some(({ text }) => text === 'for everybody'));
    const id = w.box.state().responseUrls.at(-1)?.id ?? '';
    const post = () => fetch(`${w.base}/respond/${id}`, { method: 'POST', body: JSON.stringify({ text: 'again' }) });
    const statuses = [];
    for (let use = 0; use < 5; use += 1) statuses.push((await post()).status);
    expect(statuses).toEqual([200, 200, 200, 200, 404]);
  });

  test('a form: what is missing is said before the app hears of it; the app can object; then it closes', async () => {
    await w.box.act.command(YOU, '/cordon', 'form');
    await until('the form is open', () => w.box.look(YOU)?.modal !== null);
    expect(w.box.look(BO)?.modal).toBeNull();
    const id = w.box.look(YOU)?.modal?.id ?? '';
    const answer = (text: string) => w.box.act.submit(YOU, id, { why: { text } });
    expect(await w.box.act.submit(BO, id, { why: { text: 'not my form' } })).toMatchObject({ error: 'view_gone' });
    expect(await answer('')).toMatchObject({ error: 'validation' });
    expect(await answer('no')).toMatchObject({ error: 'validation' });
    expect(heard).toHaveLength(1);
    expect(await answer('because')).toMatchObject({ error: 'validation' });
    expect(w.box.look(YOU)?.modal?.errors).toEqual({ why: 'Say what must finish first.' });
    expect(await answer('the nightly batch')).toEqual({ ok: true });
    expect(heard.slice(1)).toEqual([`${YOU} A-1 because`, `${YOU} A-1 the nightly batch`]);
    expect(w.box.look(YOU)?.modal).toBeNull();
  });

  test('what people say reaches the app as an event; it answers in the thread', async () => {
    await w.box.act.say(BO, w.incidents, 'hello there');
    await until('it answered', () => messages().length === 2);
    expect(messages()[1]).toMatchObject({ text: 'hello back', thread: messages()[0]?.ts });
  });

  test('an outage breaks the connection and refuses everything; afterwards the app is back by itself', async () => {
    w.box.outage(true);
    await until('the connection broke', () => w.box.connections() === 0);
    expect(await w.box.act.command(YOU, '/cordon', 'ask')).toMatchObject({ ok: false, error: 'service_unavailable' });
    expect(await errorOf(w.web.auth.test())).toMatch(/503/);
    expect(heard).toEqual([]);
    w.box.outage(false);
    expect(await w.box.act.command(YOU, '/cordon', 'too early')).toMatchObject({ ok: false, error: 'dispatch_failed' });
    await until('the app is back', () => w.box.connections() === 1);
    expect(await w.box.act.command(YOU, '/cordon', 'quiet')).toEqual({ ok: true });
    expect(seenBy(YOU)).toMatchObject([{ from: 'slack', text: expect.stringContaining('dispatch_failed') }]);
  }, 20_000);
});

describe('by the clock of the workspace', () => {
  const start = Date.parse('2026-11-20T02:40:00Z');

  test('an app that does not acknowledge within three seconds is told on, to the one who typed', async () => {
    const clock = virtualClock(start);
    const w = await world({}, clock);
    const app = await socketApp(w, register);
    expect(await clock.during(w.box.act.command(YOU, '/cordon', 'silent'))).toMatchObject({ ok: false, error: 'operation_timeout' });
    expect(clock.now()).toBe(start + 3_000);
    expect(w.box.state().ephemerals).toMatchObject([{ from: 'slack', to: YOU, text: expect.stringContaining('operation_timeout') }]);
    // A prompt one is not: time stands still while the app on this machine answers.
    expect(await clock.during(w.box.act.command(YOU, '/cordon', 'quiet'))).toEqual({ ok: true });
    expect(clock.now()).toBe(start + 3_000);
    await app.stop();
    await w.close();
  });

  test('a trigger is good for three seconds, and once', async () => {
    const clock = virtualClock(start);
    const w = await world({}, clock);
    const triggers: string[] = [];
    const app = await socketApp(w, (one) => {
      one.command('/cordon', async ({ ack, command }) => {
        triggers.push(command.trigger_id);
        await ack();
      });
    });
    await w.box.act.command(YOU, '/cordon', 'a');
    await w.box.act.command(YOU, '/cordon', 'b');
    const [late = '', early = ''] = triggers;
    expect(await errorOf(w.web.views.open({ trigger_id: early, view: form }))).toBe('ok');
    expect(await errorOf(w.web.views.open({ trigger_id: early, view: form }))).toBe('exchanged_trigger_id');
    await clock.advanceTo(start + 3_001);
    expect(await errorOf(w.web.views.open({ trigger_id: late, view: form }))).toBe('expired_trigger_id');
    expect(await errorOf(w.web.views.open({ trigger_id: 'made-up', view: form }))).toBe('invalid_trigger_id');
    // A form that somebody closed cannot be updated any more.
    const id = w.box.look(YOU)?.modal?.id ?? '';
    expect(await errorOf(w.web.views.update({ view_id: id, view: form }))).toBe('ok');
    await w.box.act.close(YOU, id);
    expect(await errorOf(w.web.views.update({ view_id: id, view: form }))).toBe('not_found');
    await app.stop();
    await w.close();
  });

  test('a response_url dies after half an hour', async () => {
    const clock = virtualClock(start);
    const w = await world({}, clock);
    const app = await socketApp(w, register);
    await w.box.act.command(YOU, '/cordon', 'quiet');
    const id = w.box.state().responseUrls.at(-1)?.id ?? '';
    const post = () => fetch(`${w.base}/respond/${id}`, { method: 'POST', body: JSON.stringify({ text: 'later' }) });
    await clock.advanceTo(start + 30 * 60_000);
    expect((await post()).status).toBe(200);
    await clock.advanceTo(start + 30 * 60_000 + 1);
    expect([(await post()).status, await (await post()).json()]).toEqual([404, { ok: false, error: 'expired_url' }]);
    await app.stop();
    await w.close();
  });
});
