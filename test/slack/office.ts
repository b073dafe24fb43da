import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DatabaseSync } from 'node:sqlite';
import { personBySlackId, type SlackDesk } from '../../adapters/slack/desk.ts';
import { makeIngress, type QueuedRequest } from '../../adapters/slack/ingress.ts';
import { seenInMemory } from '../../adapters/slack/seen-memory.ts';
import { makeWorker } from '../../adapters/slack/worker.ts';
import { createSlackbox, type Slackbox } from '../../console/slackbox/slackbox.ts';
import { FIELD } from '../../core/report/slack/forms.ts';
import { COMMANDS, runCommand } from '../../engine/commands/index.ts';
import type { Policy } from '../../engine/desk.ts';
import { connectSlack } from '../../tabletop/slack-here.ts';
import { makeWorld, type World } from '../engine/world.ts';
import { connect } from './outbox-world.ts';

const BOT_TOKEN = 'xoxb-test-cordon';
const [APP_TOKEN, SECRET] = ['xapp-test-cordon', 'office-signing-secret'];
export const SLACK_ID = { you: 'U0YOU', ann: 'U0ANN', bo: 'U0BO', cy: 'U0CY', dee: 'U0DEE' } as const;
export type PersonName = keyof typeof SLACK_ID;
/** In the workspace, in nobody's assets.yaml. */
export const MALLORY = 'U0MALLORY';

const linked = (policy: Policy): Policy => ({
  ...policy,
  assets: {
    ...policy.assets,
    people: Object.fromEntries(
      Object.entries(policy.assets.people).map(([id, person]) => [
        id,
        { ...person, ...(id in SLACK_ID && { slack: SLACK_ID[id as PersonName] }) },
      ]),
    ),
  },
});
/** Slack alone suffices up to A2 on medium tier. */
export const onMedium = (policy: Policy): Policy => {
  const { assets } = linked(policy);
  return { ...policy, assets: { ...assets, assets: assets.assets.map((entry) => ({ ...entry, tier: 'medium' as const })) } };
};
export const slackDesk = ({ sandbox: { desk } }: Pick<World, 'sandbox'>): SlackDesk => ({
  verbs: COMMANDS,
  command: (verb, args, actor) => runCommand(desk, verb, args, actor),
  person: personBySlackId(desk.policy.assets.people),
});

export interface Office {
  readonly world: World;
  readonly box: Slackbox;
  readonly channel: string;
  /** Everything that went wrong, as the log would have it. */
  readonly troubles: string[];
  /** Types `/cordon …`; answers what only this person sees. */
  readonly type: (person: PersonName | typeof MALLORY, text: string) => Promise<string>;
  /** Presses a button of a card: the one with this value, which of an approval is its number. */
  readonly press: (person: PersonName | typeof MALLORY, value: number | string, button: string) => Promise<string>;
  /** Posts a card as an older Cordon left it: with a button that today's card may not have. */
  readonly leaveOld: (approval: number, button: string) => Promise<void>;
  /** Posts these buttons. */
  readonly leave: (text: string, elements: readonly object[]) => Promise<void>;
  readonly fill: (person: PersonName, text: string) => Promise<string>;
  /** Lets time pass, second by second, until it holds. */
  readonly wait: (seen: () => boolean | Promise<boolean>) => Promise<void>;
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const bytesOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** The whole product with slackbox: signed requests through ingress, queue and worker, or Socket Mode; the ledger through the outbox. */
export const openOffice = async (mode: 'http' | 'socket', policy = linked, playbooks?: string): Promise<Office> => {
  let database: DatabaseSync | undefined;
  const world = await makeWorld({ policy, ...(playbooks && { playbooks }), opened: (_, opened) => void (database = opened) });
  if (database === undefined) throw new Error('no database');
  const { timeline } = world;
  const users = [...Object.entries(SLACK_ID).map(([name, id]) => ({ id, name, person: name })), { id: MALLORY, name: 'mallory' }];
  const box = createSlackbox({
    clock: timeline,
    users,
    channels: ['ai-incidents'],
    signingSecret: SECRET,
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
  });
  const slack = await box.listen(0);
  const channel = box.look(SLACK_ID.you)?.channels[0]?.id ?? '';
  const troubles: string[] = [];
  const options = {
    desk: slackDesk(world),
    apiUrl: slack.url,
    trouble: (what: string, thrown: unknown) => void troubles.push(`${what}: ${String(thrown)}`),
  };

  const under = new Set<Promise<unknown>>();
  /** Time stands still while a person waits for Cordon. */
  const held = async <T>(work: () => Promise<T>): Promise<T> => {
    const release = timeline.hold();
    const running = work().finally(release);
    under.add(running.catch(() => undefined));
    return running;
  };
  const idle = async (): Promise<void> => {
    for (let left = [...under]; left.length > 0; left = [...under]) {
      await Promise.all(left);
      for (const one of left) under.delete(one);
    }
  };
  const worker = makeWorker({ ...options, botToken: BOT_TOKEN });
  const queue = (request: QueuedRequest) => void held(() => worker(request)).catch((thrown: unknown) => troubles.push(String(thrown)));
  const ingress = makeIngress({
    secrets: [SECRET],
    nowMilliseconds: timeline.now,
    seen: seenInMemory(timeline.now),
    enqueue: async (request) => queue(request),
    openForm: async (trigger_id, view) => {
      const response = await fetch(`${slack.url}views.open`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${BOT_TOKEN}` },
        body: JSON.stringify({ trigger_id, view }),
      });
      return ((await response.json()) as { ok: boolean }).ok;
    },
  });
  const server = createServer((request, response) => {
    void (async () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const body = (await bytesOf(request)).toString('base64');
      const reply = await ingress({ method: request.method ?? '', headers, body, isBase64Encoded: true });
      response.writeHead(reply.statusCode, reply.headers).end(reply.body);
    })();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  if (mode === 'http') box.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const socket =
    mode === 'socket'
      ? connectSlack({
          sandbox: world.sandbox,
          database,
          timeline,
          tokens: { botToken: BOT_TOKEN, appToken: APP_TOKEN },
          channel,
          apiUrl: slack.url,
          print: (line) => void troubles.push(line),
        })
      : undefined;
  await socket?.hears;
  const stop = socket?.stop ?? connect(world, { apiUrl: slack.url, channel }, { database, timeline }).driver.stop;

  const id = (person: PersonName | typeof MALLORY): string => (person === MALLORY ? MALLORY : SLACK_ID[person]);
  const privately = (user: string) => box.state().ephemerals.filter(({ to }) => to === user);
  const soon = async (seen: () => boolean): Promise<void> => {
    for (let turn = 0; turn < 400 && !seen(); turn += 1) await new Promise((next) => setTimeout(next, 10));
  };
  /** What this person is told, and nobody else, after doing something; the echo of the ingress is not an answer. */
  const answered = async (user: string, what: () => Promise<{ readonly ok: boolean }>, until: () => boolean): Promise<string> => {
    const before = privately(user).length;
    const answers = () =>
      privately(user)
        .slice(before)
        .filter(({ text }) => !text.startsWith('Received:'));
    await held(async () => {
      const told = await what();
      if (!told.ok) throw new Error(JSON.stringify(told));
      await soon(() => answers().length > 0 || until());
    });
    await idle();
    return answers()
      .map(({ text }) => text)
      .join('\n');
  };
  const buttonOf = (value: number | string, action: string) =>
    box
      .state()
      .messages.find(
        ({ blocks }) => JSON.stringify(blocks).includes(`"action_id":"${action}"`) && JSON.stringify(blocks).includes(`"value":"${value}"`),
      );
  const wait: Office['wait'] = async (seen) => {
    for (let second = 0; second < 280; second += 1) {
      if (await seen()) return;
      await world.pass(1);
    }
    throw new Error('not seen within 280 seconds');
  };
  const leave: Office['leave'] = async (text, elements) => {
    const post = async (): Promise<boolean> => {
      const response = await fetch(`${slack.url}chat.postMessage`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${BOT_TOKEN}` },
        body: JSON.stringify({ channel, text, blocks: [{ type: 'actions', elements }] }),
      });
      return ((await response.json()) as { ok: boolean }).ok;
    };
    // One message a second and channel is what Slack takes.
    for (let tries = 0; !(await post()); tries += 1) {
      if (tries > 5) throw new Error(`${text} was not posted`);
      await world.pass(2);
    }
  };
  const formOpen = (user: string) => (box.look(user)?.modal ?? null) !== null;
  return {
    world,
    box,
    channel,
    troubles,
    wait,
    idle,
    type: (person, text) =>
      answered(
        id(person),
        () => box.act.command(id(person), '/cordon', text, channel),
        () => false,
      ),
    press: async (person, value, button) => {
      await wait(() => buttonOf(value, button) !== undefined);
      const ts = buttonOf(value, button)?.ts ?? '';
      return answered(
        id(person),
        () => box.act.press(id(person), channel, ts, button, String(value)),
        () => formOpen(id(person)),
      );
    },
    leave,
    leaveOld: (approval, button) =>
      leave('an old card', [{ type: 'button', action_id: button, text: { type: 'plain_text', text: 'Approve' }, value: String(approval) }]),
    fill: async (person, text) => {
      const modal = box.look(id(person))?.modal;
      if (modal === undefined || modal === null) throw new Error(`${person} sees no form`);
      return answered(
        id(person),
        () => box.act.submit(id(person), modal.id, { [FIELD.block]: { [FIELD.action]: text } }),
        () => false,
      );
    },
    close: async () => {
      await stop();
      await idle();
      await slack.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await world.close();
    },
  };
};
