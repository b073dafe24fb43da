import type { Drawn } from '../../core/exercise/drawn.ts';
import type { PolicyName, Scenario } from '../../core/exercise/scenario.ts';
import type { Found } from '../../engine/commands/answer.ts';
import type { Desk } from '../../engine/desk.ts';
import { stepName } from './ledger-facts.ts';
import { answerOf } from './policies.ts';
import { YOU } from './stage.ts';

export interface Answering {
  readonly choice: number;
  readonly person: string;
  readonly answer: string;
  readonly inSeconds: number;
}
interface Playing {
  readonly scenario: Scenario;
  readonly drawn: Drawn;
  readonly seed: number;
  /** Nobody: somebody types. */
  readonly played: PolicyName | undefined;
}

/**
 * Who is played and answers which open choice, and when. What you are asked is yours to answer; what others are asked, the first of them who
 * is there answers rightly, unless nobody is to do anything.
 */
export const answersIn = (found: readonly Found[], { scenario, drawn, seed, played }: Playing): readonly Answering[] =>
  found.flatMap(({ state, card }) =>
    card.choices.flatMap(({ number, who, options, state: standing }): readonly Answering[] => {
      const view = state.choices.find((choice) => choice.number === number);
      if (view === undefined || standing !== 'waiting') return [];
      const step = stepName(view.path);
      const fork = scenario.choices?.find((one) => one.step === step);
      if (who.includes(YOU)) {
        const given = played && answerOf(played, seed, { step, options: options.map(({ answer }) => answer), fork });
        return given === undefined ? [] : [{ choice: number, person: YOU, ...given }];
      }
      const person = who.find((id) => id !== drawn.away && drawn.answersInSeconds[id] !== undefined);
      const inSeconds = person === undefined ? undefined : drawn.answersInSeconds[person];
      return person === undefined || inSeconds === undefined || fork === undefined || played === 'idle'
        ? []
        : [{ choice: number, person, answer: fork.right, inSeconds }];
    }),
  );

/** The first answer counts: one that comes too late changes nothing. Answers why it was not taken. */
export const giveAnswer = async (desk: Desk, { choice: number, person, answer }: Answering): Promise<string | undefined> => {
  const incidentId = await desk.ledger.byNumber('choice', number);
  if (incidentId === undefined) return `there is no C-${number}`;
  const chosen = await desk.authority.choose({ incidentId, number, answer, actor: { kind: 'human', id: person, via: 'cli' } });
  return chosen.kind === 'refused' ? chosen.sentence : undefined;
};
