import type { App } from '@slack/bolt';
import { answerText } from '../../../core/report/slack/answer-text.ts';
import type { SlackDesk } from '../desk.ts';
import { parseCommand } from '../parse-command.ts';
import { runVerb, type Trouble } from '../run-verb.ts';
import { privately } from './privately.ts';

/** `/cordon …`: the verbs of the one table. Also a development app's command (`/cordon-dev`) is heard. */
export const listenToCommands = (app: App, desk: SlackDesk, trouble: Trouble): void => {
  app.command(/^\/cordon(-[a-z0-9-]+)?$/, async ({ ack, command, respond }) => {
    await ack();
    const parsed = parseCommand(command.text, desk.verbs);
    const known = desk.person(command.user_id) !== undefined;
    const text =
      parsed.kind === 'command' || !known
        ? await runVerb(
            desk,
            parsed.kind === 'command' ? parsed.verb : 'help',
            parsed.kind === 'command' ? parsed.args : {},
            command.user_id,
            trouble,
          )
        : answerText(parsed);
    await privately(respond, text, trouble);
  });
};
