import { approvalMessage } from '../core/report/slack/approval-message.ts';
import type { SlackMessage } from '../core/report/slack/blocks.ts';
import { choiceMessage } from '../core/report/slack/choice-message.ts';
import type { Place } from '../core/report/slack/incident-message.ts';
import type { Found } from './commands/answer.ts';

export interface Question {
  /** Of the fact that asked it. */
  readonly seq: number;
  readonly key: string;
  readonly message: SlackMessage;
}
/** Approvals and choices, each a message of its own, in the order in which they were asked. */
export const questionsOf = ({ state, card, approvals }: Found, place: Place): readonly Question[] => {
  const asked = new Map(
    state.believed.events.flatMap((event): readonly (readonly [string, number])[] => {
      if (event.type === 'approval.requested') return [[`A-${event.data.approval.number}`, event.seq]];
      return event.type === 'choice.asked' ? [[`C-${event.data.number}`, event.seq]] : [];
    }),
  );
  const questions = [
    ...approvals.map((approval) => ({ key: `A-${approval.number}`, message: approvalMessage(approval, place) })),
    ...card.choices.map((choice) => ({ key: `C-${choice.number}`, message: choiceMessage(choice, place) })),
  ];
  return questions.map((question) => ({ ...question, seq: asked.get(question.key) ?? 0 })).toSorted((a, b) => a.seq - b.seq);
};
