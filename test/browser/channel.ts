import type { types } from '@slack/bolt';
import { instantOf } from '../../core/time.ts';
import { framingBackend } from '../console/framing-backend.ts';
import { start, type Started } from '../console/start.ts';
import { BO, button, section, socketApp, world, YOU, type App, type World } from '../slack/slackbox-world.ts';
import { overviewOf } from './fixtures.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const words = (text: string) => ({ type: 'mrkdwn' as const, text });

const head = (state: string): types.KnownBlock[] => [
  { type: 'header', text: plain('INC-1: fraud-scorer, its training data was poisoned') },
  {
    type: 'section',
    fields: [
      words('*Status*\nNOT CONTAINED'),
      words('*Severity*\nSEV1, tier high'),
      words('*Owner*\n<@U0BO>'),
      words('*Evidence*\nE-1, 11 items'),
    ],
  },
  section(state),
];
const question = (decided?: string): types.KnownBlock[] => [
  ...head(
    decided ??
      '*May we quarantine `fraud-scorer`?* Nobody may call it then.\n> checkout-api 114/s falls back to rules-2\n> batch-nightly 6/s has no fallback: _its jobs fail_',
  ),
  { type: 'divider' },
  ...(decided === undefined
    ? [
        {
          type: 'actions' as const,
          block_id: 'vote',
          elements: [
            {
              ...button('approve', 'Approve quarantine', 'A-1', 'primary'),
              confirm: {
                title: plain('Quarantine fraud-scorer?'),
                text: words('120 requests/s are refused from then on.'),
                confirm: plain('Quarantine'),
                deny: plain('Not yet'),
              },
            },
            button('deny', 'Deny…', 'A-1', 'danger'),
            button('calls', 'Show the exact calls', 'A-1'),
          ],
        },
      ]
    : []),
  {
    type: 'context',
    elements: [words('A-1 · until 02:45:51Z, then <@U0BO> · plan `7c40-e1d2-90ab`'), words('If nobody answers: *done anyway*')],
  },
];
const form = {
  type: 'modal' as const,
  callback_id: 'deny',
  private_metadata: 'A-1',
  title: plain('Deny A-1'),
  submit: plain('Deny'),
  close: plain('Keep it open'),
  blocks: [
    section('The quarantine of `fraud-scorer` is not done, and the incident stays *NOT CONTAINED*.'),
    {
      type: 'input' as const,
      block_id: 'why',
      label: plain('Why not?'),
      hint: plain('Everybody in the incident reads it.'),
      element: { type: 'plain_text_input' as const, action_id: 'text', multiline: true, min_length: 5 },
    },
    {
      type: 'input' as const,
      block_id: 'until',
      optional: true,
      label: plain('Ask again'),
      element: {
        type: 'static_select' as const,
        action_id: 'pick',
        options: [
          { text: plain('in 10 minutes'), value: 'PT10M' },
          { text: plain('in one hour'), value: 'PT1H' },
        ],
      },
    },
  ],
};

/** A few lines of app, as the page's counterpart; Cordon's own is not needed to draw. */
const register =
  (heard: string[]) =>
  (app: App): void => {
    app.command('/cordon', async ({ ack, command }) => {
      heard.push(`${command.user_id}: ${command.text}`);
      if (command.text === 'silent') return;
      await ack({ text: `:hourglass: \`${command.text}\`, looking…` });
    });
    app.action('approve', async ({ ack, body, client }) => {
      heard.push(`${body.user.id}: approve`);
      await ack();
      if (body.type !== 'block_actions' || body.channel === undefined || body.message === undefined) return;
      const { ts } = body.message;
      await client.chat.update({
        channel: body.channel.id,
        ts,
        text: 'approved',
        blocks: question(`:white_check_mark: Approved by <@${body.user.id}>.`),
      });
      await client.chat.postMessage({
        channel: body.channel.id,
        thread_ts: ts,
        text: 'tag set, `AccessDenied` for the canary: *contained*',
      });
    });
    app.action('deny', async ({ ack, body, client }) => {
      await ack();
      if (body.type === 'block_actions') await client.views.open({ trigger_id: body.trigger_id, view: form });
    });
    app.view('deny', async ({ ack, view, body }) => {
      const why = view.state.values['why']?.['text']?.value ?? '';
      heard.push(`${body.user.id}: ${why}, ${view.state.values['until']?.['pick']?.selected_option?.value ?? 'never'}`);
      await ack(why.includes('batch') ? undefined : { response_action: 'errors', errors: { why: 'Say what must finish first.' } });
    });
  };

export interface Channel extends World {
  readonly server: Started;
  readonly heard: string[];
  readonly end: () => Promise<void>;
}

/** The real server and page over the real emulator and a real Bolt app. */
export const startChannel = async (): Promise<Channel> => {
  const w = await world();
  w.box.limit('chat.postMessage', 1000);
  const heard: string[] = [];
  const app = await socketApp(w, register(heard));
  const backend = { ...framingBackend(overviewOf('NOT CONTAINED', instantOf(Date.now()))), slackbox: w.box };
  const server = await start({ backend });
  const end = async () => {
    await app.stop();
    await server.close();
    await w.close();
  };
  return { ...w, server, heard, end };
};

/** What a busy night looks like: a card, a thread, an edited message, one only for Bo, a direct one. */
export const tell = async ({ web, incidents, box }: Channel): Promise<string> => {
  await box.act.say(YOU, incidents, 'the partner says their upload key was stolen');
  const { ts = '' } = await web.chat.postMessage({ channel: incidents, text: 'INC-1', blocks: question() });
  await web.pins.add({ channel: incidents, timestamp: ts });
  const status = await web.chat.postMessage({ channel: incidents, text: 'taking evidence' });
  await web.chat.update({ channel: incidents, ts: status.ts ?? '', text: 'evidence *E-1*: quick set, 11 items, 0.8 s' });
  await web.chat.postEphemeral({ channel: incidents, user: BO, text: 'You own `fraud-scorer`: your answer counts after 02:45Z.' });
  await web.chat.postMessage({ channel: BO, text: 'May we switch off the fraud model? _It learned from manipulated data._' });
  return ts;
};
