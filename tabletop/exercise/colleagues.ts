import type { Drawn } from '../../core/exercise/drawn.ts';
import { findApproval, type Found } from '../../engine/commands/answer.ts';
import type { Desk } from '../../engine/desk.ts';

/** What they answer when the way to go is asked. */
export { answersIn, giveAnswer, type Answering } from './choices.ts';

export interface Promised {
  readonly approval: number;
  readonly person: string;
  readonly inSeconds: number;
}

/** Who is played, and when each answers: only what you have asked for or said yes to, and never who is away. */
export const promisesIn = (found: readonly Found[], you: string, { away, answersInSeconds }: Drawn): readonly Promised[] =>
  found
    .flatMap(({ state }) => state.approvals)
    .flatMap(({ approval, votes, state }) => {
      const wanted =
        votes.some(({ by, vote }) => by === you && vote === 'grant') ||
        (approval.requestedBy.kind === 'human' && approval.requestedBy.id === you);
      if (state.kind !== 'pending' || !wanted) return [];
      const people = [...new Set(approval.seats.flatMap((seat) => seat.people))];
      return people.flatMap((person) => {
        const inSeconds = answersInSeconds[person];
        return person === you || person === away || inSeconds === undefined ? [] : [{ approval: approval.number, person, inSeconds }];
      });
    });

/** They read the card as it is then; a question that is closed by then, or needs no seat of theirs, is left alone. */
export const sayYes = async (desk: Desk, { approval: number, person }: Promised): Promise<void> => {
  const found = await findApproval(desk, number);
  if (found === undefined || found.approval.state !== 'waiting') return;
  const open = found.approval.seats.some(({ filledBy, people }) => filledBy === null && people.includes(person));
  if (!open) return;
  await desk.authority.vote({
    incidentId: found.state.incidentId,
    approvalId: found.approvalId,
    actor: { kind: 'human', id: person, via: 'cli' },
    vote: 'grant',
    ...(found.approval.typedTarget && { typed: found.approval.target.name }),
  });
};
