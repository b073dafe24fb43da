import type { ChoiceCard } from '../../core/report/card.ts';
import { chooseCommand, choiceLines } from '../../core/report/text-choice.ts';
import { readIncident } from '../append.ts';
import type { Desk } from '../desk.ts';
import type { Chosen } from '../ports.ts';
import type { Answer, ExitCode, Run } from '../verb.ts';
import { cardOf, noSuch, pageOf, plainOf, refusal, type Found } from './answer.ts';

const findChoice = async (desk: Desk, number: number): Promise<(Found & { readonly choice: ChoiceCard }) | undefined> => {
  const incidentId = await desk.ledger.byNumber('choice', number);
  const found = incidentId === undefined ? undefined : cardOf(desk, await readIncident(desk, incidentId));
  const choice = found?.card.choices.find((card) => card.number === number);
  return found === undefined || choice === undefined ? undefined : { ...found, choice };
};

/** `cordon show C-1`. */
export const choiceAnswer = async (desk: Desk, number: number): Promise<Answer> => {
  const found = await findChoice(desk, number);
  if (found === undefined) return noSuch(`C-${number}`);
  const { choice } = found;
  const next = choice.state === 'waiting' ? chooseCommand(choice) : `npx cordon status INC-${choice.incident}`;
  return { exit: 0, lines: choiceLines(choice, pageOf(desk)), data: plainOf(choice), next };
};

const EXIT: Readonly<Record<Extract<Chosen, { kind: 'refused' }>['because'], ExitCode>> = {
  unknown: 6,
  closed: 7,
  'not-eligible': 5,
  'no-such-answer': 2,
};

export const choose: Run<'choose'> = async (desk, { choice: number, answer, reason }, actor) => {
  const found = await findChoice(desk, number);
  if (found === undefined) return noSuch(`C-${number}`);
  const { incidentId, seq } = found.state;
  const chosen = await desk.authority.choose({ incidentId, number, actor, answer, ...(reason !== undefined && { reason }) });
  if (chosen.kind === 'refused') {
    // In chat everybody is who they are.
    const canBeOther = desk.policy.place.kind !== 'LIVE' && actor.kind === 'human' && actor.via !== 'slack';
    const other = chosen.because === 'not-eligible' && canBeOther ? found.choice.who[0] : undefined;
    const next = other === undefined ? `npx cordon show C-${number}` : `npx cordon choose C-${number} ${answer} --as ${other}`;
    return refusal(EXIT[chosen.because], chosen.because, chosen.sentence, next);
  }
  const { incident, options } = found.choice;
  return {
    exit: 0,
    lines: [`C-${number}: ${answer}, by ${actor.id}. ${options.find((option) => option.answer === answer)?.means ?? ''}`],
    data: { choice: number, answer, by: actor.id },
    next: `npx cordon status INC-${incident}`,
    follow: { incident, fromSeq: seq + 1 },
  };
};
