import { createServer, type Server } from 'node:http';
import type { Timeline } from '../../adapters/clock.ts';
import { createAct, type Act } from './act.ts';
import { addChannel, BOT, type Box } from './box.ts';
import { createEvents, type Deliver } from './delivery.ts';
import { lookAs, type Look } from './look.ts';
import { createRates } from './rate.ts';
import { createSignedPost } from './signed-post.ts';
import { createSocketMode } from './socket-mode.ts';
import { SlackState, type User } from './state.ts';
import { createWebApi } from './web-api.ts';

/** A client that dribbles its request longer than this is cut off. */
const SLOW_MILLISECONDS = 20_000;
const MAX_CONNECTIONS = 64;

export interface SlackboxOptions {
  readonly clock: Timeline;
  /** @default { id: 'T0NORTHBANK', name: 'northbank' } */
  readonly team?: { readonly id: string; readonly name: string };
  readonly users: readonly User[];
  /** Public channels that are there from the start, with everybody in them. @default ['incidents'] */
  readonly channels?: readonly string[];
  /** Signs requests, and makes triggers, tickets and response URLs unguessable. */
  readonly signingSecret: string;
  readonly botToken: string;
  readonly appToken: string;
  /** Deliver by signed POST to this URL instead of Socket Mode. */
  readonly requestUrl?: string;
  /** What `exportState` gave earlier. */
  readonly seed?: unknown;
}

export interface Slackbox {
  /** On 127.0.0.1; 0 lets the system choose. `url` is the base of the Web API for `slackApiUrl`. */
  readonly listen: (port: number) => Promise<{ readonly url: string; readonly close: () => Promise<void> }>;
  readonly state: () => SlackState;
  /** The workspace as one user sees it; `undefined`: there is no such user. */
  readonly look: (user: string) => Look | undefined;
  readonly userOf: (person: string) => string | undefined;
  readonly act: Act;
  /** Slack is down: its API answers 503, its connections break, nobody can press. */
  readonly outage: (on: boolean) => void;
  readonly limit: (method: string, perMinute: number) => void;
  /** Where commands, presses and events go from now on; `undefined`: Socket Mode. */
  readonly deliverTo: (requestUrl: string | undefined) => void;
  /** How many Socket Mode connections the app holds. */
  readonly connections: () => number;
  /** Called after every change; answers how to unsubscribe. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly exportState: () => SlackState;
}

/** What the page needs of it. */
export type SlackDesk = Pick<Slackbox, 'look' | 'userOf' | 'act' | 'outage' | 'subscribe'>;

const emptyState = (users: readonly User[]): SlackState => ({
  lastMicros: 0,
  serial: 0,
  users: [...users],
  channels: [],
  messages: [],
  ephemerals: [],
  views: [],
  triggers: [],
  responseUrls: [],
});

const listening = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.maxConnections = MAX_CONNECTIONS;
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('slackbox listens on no port'));
      else resolve(address.port);
    });
  });

/** A Slack workspace on this machine, for the real Slack clients and for the page. Time is the given clock's. */
export const createSlackbox = (options: SlackboxOptions): Slackbox => {
  const { clock, users, channels = ['incidents'], signingSecret, botToken, appToken } = options;
  const listeners = new Set<() => void>();
  const state = options.seed === undefined ? emptyState(users) : SlackState.parse(options.seed);
  let [down, base, requestUrl] = [false, 'http://127.0.0.1:0', options.requestUrl];
  const box: Box = {
    state,
    clock,
    team: options.team ?? { id: 'T0NORTHBANK', name: 'northbank' },
    secret: signingSecret,
    tickets: new Set(),
    isDown: () => down,
    base: () => base,
    changed: () => {
      for (const listener of listeners) listener();
    },
  };
  if (options.seed === undefined) {
    for (const name of channels)
      addChannel(box, { name, kind: 'public', creator: BOT.user }).members = [BOT.user, ...users.map(({ id }) => id)];
  }
  const sockets = createSocketMode(box);
  const post = createSignedPost(box, () => requestUrl ?? '');
  const deliver: Deliver = (envelope) => (requestUrl === undefined ? sockets.deliver(envelope) : post(envelope));
  const events = createEvents(clock, deliver);
  const rates = createRates(clock.now);
  return {
    state: () => state,
    look: (id) => {
      const user = state.users.find((one) => one.id === id);
      return user === undefined ? undefined : lookAs(box, user);
    },
    userOf: (person) => state.users.find((user) => user.person === person)?.id,
    act: createAct(box, deliver, events),
    outage: (on) => {
      down = on;
      if (on) sockets.closeAll();
      box.changed();
    },
    limit: rates.limit,
    deliverTo: (url) => {
      requestUrl = url;
    },
    connections: sockets.connections,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    exportState: () => structuredClone(state),
    listen: async (port) => {
      const answer = createWebApi(box, { bot: botToken, app: appToken }, rates);
      const server = createServer({ requestTimeout: SLOW_MILLISECONDS, headersTimeout: SLOW_MILLISECONDS }, (request, response) => {
        // Only a connection that broke while its body was read comes here.
        answer(request, response).catch(() => response.destroy());
      });
      server.on('upgrade', sockets.upgrade);
      base = `http://127.0.0.1:${await listening(server, port)}`;
      const close = (): Promise<void> =>
        new Promise((resolve) => {
          events.stop();
          sockets.closeAll();
          server.close(() => resolve());
          server.closeAllConnections();
        });
      return { url: `${base}/api/`, close };
    },
  };
};
