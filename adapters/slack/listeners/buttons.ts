import type { App, BlockAction, ButtonAction, SlackActionMiddlewareArgs, AllMiddlewareArgs } from '@slack/bolt';
import { answerText } from '../../../core/report/slack/answer-text.ts';
import { ACTION, approvalNumber, CHOOSE, choiceOf, formFor } from '../../../core/report/slack/forms.ts';
import type { SlackDesk } from '../desk.ts';
import { runVerb, type Trouble } from '../run-verb.ts';
import { privately } from './privately.ts';

type Click = SlackActionMiddlewareArgs<BlockAction<ButtonAction>> & AllMiddlewareArgs;

const OLD_CARD = answerText({ lines: ['This card is from an older Cordon. Nothing was done.'], next: 'npx cordon status' });

/** A form asks for what a click cannot say. It is open already when the ingress opened it. */
const openForm = async ({ client, body, action, context }: Click): Promise<boolean> => {
  if (context['formOpened'] === true) return true;
  const form = formFor(action.action_id, action.value, body.channel?.id);
  if (form === undefined) return false;
  try {
    await client.views.open({ trigger_id: body.trigger_id, view: { ...form, blocks: [...form.blocks] } });
    return true;
  } catch {
    return false;
  }
};

/** The buttons of approvals and of choices. They carry a number and an answer alone: the authority decides, at the click, whether this person may. */
export const listenToButtons = (app: App, desk: SlackDesk, trouble: Trouble): void => {
  app.action<BlockAction<ButtonAction>>(ACTION.approve, async ({ ack, action, body, respond }) => {
    await ack();
    const number = approvalNumber(action.value);
    const text = number === undefined ? OLD_CARD : await runVerb(desk, 'approve', { approval: `A-${number}` }, body.user.id, trouble);
    await privately(respond, text, trouble);
  });
  for (const id of [ACTION.approveTyped, ACTION.deny]) {
    app.action<BlockAction<ButtonAction>>(id, async (click) => {
      await click.ack();
      const number = approvalNumber(click.action.value);
      if (number === undefined) return privately(click.respond, OLD_CARD, trouble);
      if (await openForm(click)) return;
      const next = id === ACTION.deny ? `npx cordon deny A-${number} "why not"` : `npx cordon approve A-${number} --target "its name"`;
      await privately(click.respond, answerText({ lines: ['Slack did not open the form in time. Nothing was done.'], next }), trouble);
    });
  }
  app.action<BlockAction<ButtonAction>>(CHOOSE, async ({ ack, action, body, respond }) => {
    await ack();
    const picked = choiceOf(action.value);
    const args = picked && { choice: `C-${picked.number}`, answer: picked.answer };
    await privately(respond, args === undefined ? OLD_CARD : await runVerb(desk, 'choose', args, body.user.id, trouble), trouble);
  });
  // Cards live long: a button of another version gets an answer, never silence.
  app.action<BlockAction>(/^v\d+:/, async ({ ack, action, respond }) => {
    await ack();
    const isOurs = Object.values<string>(ACTION).includes(action.action_id) || CHOOSE.test(action.action_id);
    if (!isOurs) await privately(respond, OLD_CARD, trouble);
  });
};
