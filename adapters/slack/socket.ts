import { SocketModeReceiver, LogLevel } from '@slack/bolt';
import { slackApp, type SlackAppOptions } from './app.ts';

export interface SocketTokens {
  /** xoxb-… */
  readonly botToken: string;
  /** xapp-…, with connections:write. */
  readonly appToken: string;
}
/** Both tokens or none: with one of them somebody believes to be connected who is not. */
export const socketTokens = (environment: Readonly<Record<string, string | undefined>>): SocketTokens | undefined => {
  const [botToken, appToken] = [environment['SLACK_BOT_TOKEN'] ?? '', environment['SLACK_APP_TOKEN'] ?? ''];
  if (botToken === '' && appToken === '') return undefined;
  if (botToken === '' || appToken === '')
    throw new Error(`${botToken === '' ? 'SLACK_BOT_TOKEN' : 'SLACK_APP_TOKEN'} is missing: Slack needs both, or neither`);
  return { botToken, appToken };
};

/** Its client asks for a new connection for as long as it takes; when it gives up by itself, it does so by a rejection that nobody handles. */
const PATIENT = { forever: true, factor: 2, minTimeout: 1000, maxTimeout: 10_000 };
/** A connection that was lost already is not closed a second time. */
const GOODBYE_MILLISECONDS = 2000;

export interface Socket {
  /** Rejects when Slack refuses, such as the token; while Slack is away it is still being tried. */
  readonly started: Promise<void>;
  readonly stop: () => Promise<void>;
}
/** Socket Mode, for a laptop: Slack is called, and nothing listens here. */
export const openSocket = (tokens: SocketTokens, options: Omit<SlackAppOptions, 'botToken'>): Socket => {
  let stopped = false;
  // Its attempts cannot be called off: one that comes after the end waits for ever, which holds nothing.
  const unlessStopped: typeof fetch = (...request) => (stopped ? new Promise(() => {}) : fetch(...request));
  const receiver = new SocketModeReceiver({
    appToken: tokens.appToken,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: { slackApiUrl: options.apiUrl, retryConfig: PATIENT, fetch: unlessStopped } },
  });
  const app = slackApp({ ...options, botToken: tokens.botToken }, receiver);
  const goodbye = async (): Promise<void> => void (await app.stop());
  return {
    started: app.start().then(() => undefined),
    stop: async () => {
      stopped = true;
      const { promise, resolve } = Promise.withResolvers<void>();
      const late = setTimeout(resolve, GOODBYE_MILLISECONDS);
      await Promise.race([goodbye().catch(() => undefined), promise]);
      clearTimeout(late);
    },
  };
};
