import type { IncidentCard, Overview } from '../core/report/card.ts';
import type { Client } from './client.ts';
import { isObject } from './object.ts';
import { Stop } from './stop.ts';

const strange = (what: string): Stop =>
  new Stop({
    exit: 1,
    code: 'strange-answer',
    message: `The server's answer to ${what} has another shape than this command expects`,
    hint: 'Stop and start the server: it may be of another version',
    effect: 'unknown',
    next: 'npm start',
  });

// The shapes are the server's contract (core/report/card.ts), of the same version and from the same key: checked by their main fields.
const isCard = (value: unknown): value is IncidentCard =>
  isObject(value) &&
  typeof value.number === 'number' &&
  typeof value.word === 'string' &&
  [value.steps, value.waiting, value.choices, value.timeline, value.because].every(Array.isArray);
const isOverview = (value: unknown): value is Overview =>
  isObject(value) && typeof value.you === 'string' && [value.people, value.incidents, value.assets].every(Array.isArray);

export const incidentCard = async (client: Client, number: number): Promise<IncidentCard> => {
  const card = await client.get(`/incidents/INC-${number}`);
  if (!isCard(card)) throw strange(`INC-${number}`);
  return card;
};
export const overview = async (client: Client): Promise<Overview> => {
  const body = await client.get('/overview');
  if (!isOverview(body)) throw strange('/overview');
  return body;
};
