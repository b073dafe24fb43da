import { failureOf } from '../../core/failure.ts';
import type { JsonObject } from '../../core/json.ts';
import { answerText } from '../../core/report/slack/answer-text.ts';
import type { SlackDesk } from './desk.ts';

/** Says aloud what a person was told in one sentence: for the log. */
export type Trouble = (what: string, thrown: unknown) => void;

/** Somebody whom assets.yaml does not link to this Slack user reads nothing and decides nothing. */
const stranger = (slackUserId: string): string =>
  answerText({
    lines: [
      `Cordon does not know you in Slack (${slackUserId.slice(0, 32)}). Nothing was done.`,
      'Somebody who may change assets.yaml adds your Slack user id to your entry in people, as slack: <id>, and deploys.',
      'Until then the command line knows you: npx cordon status',
    ],
  });

/** One verb for one Slack user, as text for that user alone. Whatever happens, there is an answer. */
export const runVerb = async (desk: SlackDesk, verb: string, args: JsonObject, slackUserId: string, trouble: Trouble): Promise<string> => {
  const person = desk.person(slackUserId);
  if (person === undefined) return stranger(slackUserId);
  try {
    return answerText(await desk.command(verb, args, { kind: 'human', id: person, via: 'slack' }));
  } catch (thrown) {
    trouble(`/cordon ${verb}`, thrown);
    const { effect, what, next } = failureOf(thrown);
    const state = effect === 'no-change' ? 'Nothing was changed.' : 'Whether anything was changed is not known: look before you try again.';
    return answerText({ lines: [`${what}: ${verb}. ${state}`], next });
  }
};
