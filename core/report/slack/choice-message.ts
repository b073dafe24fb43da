import { clockTime } from '../../time.ts';
import type { ChoiceCard } from '../card.ts';
import { choiceState, chooserText } from '../text-choice.ts';
import { clip, context, fields, header, LIMIT, plain, section, type Block, type SlackMessage } from './blocks.ts';
import { escaped } from './escape.ts';
import { chooseAction, choiceValue } from './forms.ts';
import { placed, type Place } from './incident-message.ts';
import { dated, markup } from './mrkdwn.ts';

/** Most buttons that Slack takes in one block; a playbook may have six answers. */
const MOST = 25;

/** One button per answer. It says which answer, and nothing else: who may give it is looked up at the click. */
const buttons = ({ number, options }: ChoiceCard): Block => ({
  type: 'actions',
  elements: options.slice(0, MOST).map(({ answer, means }, index) => ({
    type: 'button',
    action_id: chooseAction(index),
    text: plain(answer, LIMIT.button),
    value: choiceValue(number, answer),
    confirm: {
      title: plain(`C-${number}: ${answer}?`, 100),
      text: plain([means, 'The first answer counts. It permits nothing: each step that follows asks for its own approval.'], 300),
      confirm: plain('Answer', 30),
      deny: plain('Back', 30),
    },
  })),
});

/** One question about the way to go; once it is answered, or not needed any more, the same message says so and has no buttons. */
export const choiceMessage = (card: ChoiceCard, place: Place): SlackMessage => {
  const { number, incident, prompt, options, otherwise, askedAt, until, state } = card;
  const waiting = state === 'waiting';
  const title = placed(place, `C-${number}: ${card.title}`);
  const stands = waiting ? `waiting for ${chooserText(card)}` : choiceState(card);
  const silence = options.find(({ answer }) => answer === otherwise)?.means;
  const text = `${title} (INC-${incident}). ${prompt} ${waiting ? `${chooserText(card)} until ${clockTime(until)}; then ${otherwise}.` : `${stands}.`}`;
  return {
    text: clip(escaped(text), LIMIT.message),
    blocks: [
      header(title),
      ...section([prompt]),
      ...section(['Answers', ...options.map(({ answer, means }) => `- ${answer}: ${means}`)]),
      fields([
        ['For', `INC-${incident}`],
        ['State', stands],
        ...(waiting ? [['If no answer', `${clockTime(until)} ${otherwise}${silence === undefined ? '' : `: ${silence}`}`] as const] : []),
        ['Permits', 'nothing: every step that follows asks for its own approval'],
      ]),
      ...(waiting ? [buttons(card)] : []),
      context(markup(waiting ? `asked ${dated(askedAt)}, until ${dated(until)}` : `asked ${dated(askedAt)}`)),
    ],
  };
};
