import bolt from '@slack/bolt';
import { LogLevel, WebClient, type WebClientOptions } from '@slack/web-api';
import { realClock, type Timeline } from '../../adapters/clock.ts';
import { createSlackbox, type Slackbox, type SlackboxOptions } from '../../console/slackbox/slackbox.ts';

export const SECRET = 'signing-secret-of-the-box';
export const BOT_TOKEN = 'xoxb-northbank';
export const APP_TOKEN = 'xapp-northbank';
export const YOU = 'U0YOU';
export const BO = 'U0BO';
const CY = 'U0CY';

/** Expected trouble is not news: the clients' own log would be all that a passing run prints. */
const quiet = LogLevel.ERROR;
export const silent = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => quiet, setName() {} };

export interface World {
  readonly box: Slackbox;
  readonly url: string;
  readonly base: string;
  readonly web: WebClient;
  readonly incidents: string;
  readonly client: (options?: WebClientOptions, token?: string) => WebClient;
  readonly close: () => Promise<void>;
}

export const world = async (options: Partial<SlackboxOptions> = {}, clock: Timeline = realClock()): Promise<World> => {
  const box = createSlackbox({
    clock,
    users: [
      { id: YOU, name: 'You', person: 'you' },
      { id: BO, name: 'Bo', person: 'bo' },
      { id: CY, name: 'Cy', person: 'cy' },
    ],
    signingSecret: SECRET,
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    ...options,
  });
  const { url, close } = await box.listen(0);
  const client: World['client'] = (more = {}, token = BOT_TOKEN) =>
    new WebClient(token, { slackApiUrl: url, logger: silent, retryConfig: { retries: 0 }, ...more });
  const incidents = box.state().channels.find(({ name }) => name === 'incidents')?.id ?? '';
  return { box, url, base: url.replace(/\/api\/$/, ''), web: client(), incidents, client, close };
};

/** Polls every 10 ms; a test that waits longer than this has failed. */
export const until = async (what: string, holds: () => boolean, patienceMilliseconds = 8_000): Promise<void> => {
  const end = Date.now() + patienceMilliseconds;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** The name of Slack's error, or `ok`. */
export const errorOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
    return 'ok';
  } catch (thrown) {
    const { data, message } = thrown as { data?: { error?: string }; message: string };
    return data?.error ?? message;
  }
};

export type App = InstanceType<typeof bolt.App>;
/** A Bolt app over Socket Mode; closed with the world. */
export const socketApp = async ({ url, box }: World, register: (app: App) => void): Promise<App> => {
  const clientOptions = { slackApiUrl: url, retryConfig: { retries: 60, minTimeout: 50, factor: 1 } };
  const receiver = new bolt.SocketModeReceiver({
    appToken: APP_TOKEN,
    logger: silent,
    // Its first attempt to connect again comes after this time.
    clientPingTimeout: 300,
    installerOptions: { clientOptions },
  });
  const app = new bolt.App({ token: BOT_TOKEN, receiver, logger: silent, clientOptions });
  register(app);
  await app.start();
  await until('the app is connected', () => box.connections() === 1);
  return app;
};

export const button = (actionId: string, text: string, value: string, style?: 'primary' | 'danger') => ({
  type: 'button' as const,
  action_id: actionId,
  text: { type: 'plain_text' as const, text },
  value,
  ...(style === undefined ? {} : { style }),
});
export const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });
