import { App, LogLevel, type Receiver } from '@slack/bolt';
import type { SlackDesk } from './desk.ts';
import { listenToButtons } from './listeners/buttons.ts';
import { listenToCommands } from './listeners/command.ts';
import { listenToForms } from './listeners/forms.ts';
import type { Trouble } from './run-verb.ts';
import { webOptions } from './web-options.ts';

export interface SlackAppOptions {
  readonly desk: SlackDesk;
  readonly botToken: string;
  /** With a slash at the end; https://slack.com/api/ or an emulator's. */
  readonly apiUrl: string;
  readonly trouble: Trouble;
}

/** One Bolt app for the queue, for Socket Mode and for emulators: the listeners do not know which it is. */
export const slackApp = ({ desk, botToken, apiUrl, trouble }: SlackAppOptions, receiver: Receiver): App => {
  const app = new App({
    receiver,
    // No auth.test before the first listener: the token is the deployment's own.
    authorize: async () => ({ botToken }),
    ignoreSelf: false,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    clientOptions: webOptions(apiUrl),
  });
  listenToCommands(app, desk, trouble);
  listenToButtons(app, desk, trouble);
  listenToForms(app, desk, trouble);
  return app;
};
