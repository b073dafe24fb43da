import type { App, ViewOutput } from '@slack/bolt';
import type { JsonObject } from '../../../core/json.ts';
import { aboutOf, FIELD, FORM, type FormAbout } from '../../../core/report/slack/forms.ts';
import type { SlackDesk } from '../desk.ts';
import { runVerb, type Trouble } from '../run-verb.ts';

const answerIn = (view: ViewOutput): string => view.state.values[FIELD.block]?.[FIELD.action]?.value ?? '';

/** Submitted forms: the reason of a denial, and the typed name without which nothing is loosened. */
export const listenToForms = (app: App, desk: SlackDesk, trouble: Trouble): void => {
  const listen = (form: string, verb: string, argsOf: (about: FormAbout, text: string) => JsonObject): void => {
    app.view(form, async ({ ack, view, body, client }) => {
      await ack();
      const about = aboutOf(view.private_metadata);
      if (about === undefined) return trouble('a form came back without what it was about', view.callback_id);
      const text = await runVerb(desk, verb, argsOf(about, answerIn(view)), body.user.id, trouble);
      try {
        // A submitted form has no response_url.
        await client.chat.postEphemeral({ channel: about.channel, user: body.user.id, text });
      } catch (thrown) {
        trouble('an answer did not arrive', thrown);
      }
    });
  };
  listen(FORM.deny, 'deny', ({ approval }, reason) => ({ approval: `A-${approval}`, reason }));
  listen(FORM.approve, 'approve', ({ approval }, target) => ({ approval: `A-${approval}`, target: target.trim() }));
};
