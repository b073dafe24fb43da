import { record } from '../append.ts';
import type { Run } from '../verb.ts';
import { findIncident, noSuch } from './answer.ts';

export const note: Run<'note'> = async (desk, { incident, text }, actor) => {
  const found = await findIncident(desk, incident);
  if (found === undefined) return noSuch(`INC-${incident}`);
  const { incidentId } = found.state;
  const data = { text, said: desk.clock.now() };
  await record(desk, incidentId, [{ id: `${incidentId}:note:${desk.ids.token()}`, type: 'note.added', actor, data }]);
  return {
    exit: 0,
    lines: [`Noted in INC-${incident}.`],
    data: { incident, text, by: actor.id },
    next: `npx cordon timeline INC-${incident}`,
  };
};
