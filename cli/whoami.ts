import { personLines } from '../core/report/text-person.ts';
import { overview } from './cards.ts';
import { connect } from './connect.ts';
import type { HandlerOf } from './invocation.ts';

export const whoami: HandlerOf<'whoami'> = async (call, out, { dataDir }) => {
  const { you, people, place } = await overview(connect(call, out, dataDir));
  out.lines(personLines({ you, people }, out));
  out.data({ you, person: people.find(({ id }) => id === you) ?? null, place, next: 'npx cordon status' });
  out.next('npx cordon status');
  return 0;
};
