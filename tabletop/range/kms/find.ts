import type { World } from '../world.ts';
import { AwsFault } from '../protocol/errors.ts';
import { aliasArn, aliasesOf, keyArn, keysOf, stateOf, type Key, type Place } from './state.ts';

/** A key id, its ARN, `alias/name` or an alias ARN; bare forms are looked up in the place's own account. */
export const findKey = (world: World, place: Place, given: string): Key | undefined => {
  const alias = given.startsWith('alias/') ? aliasArn(place, given) : given;
  const arn =
    given.startsWith('arn:') || given.startsWith('alias/') ? (aliasesOf(world).get(alias)?.target ?? given) : keyArn(place, given);
  const key = keysOf(world).get(arn);
  return key?.region === place.region ? key : undefined;
};
const UUID = /^(mrk-)?[0-9a-f-]{32,36}$/;
/** What KMS says of a key that is not there, by the form in which it was named. */
const noSuchKey = (place: Place, given: string): AwsFault => {
  const isArn = given.startsWith('arn:');
  if (isArn && given.split(':')[3] !== place.region) return new AwsFault('NotFoundException', `Invalid arn ${given.split(':')[3] ?? ''}`);
  if (given.startsWith('alias/') || /:alias\//.test(given))
    return new AwsFault('NotFoundException', `Alias ${isArn ? given : aliasArn(place, given)} is not found.`);
  if (!isArn && !UUID.test(given)) return new AwsFault('NotFoundException', `Invalid keyId '${given}'`);
  return new AwsFault('NotFoundException', `Key '${isArn ? given : keyArn(place, given)}' does not exist`);
};
export const keyNamed = (world: World, place: Place, given: string): Key => {
  const key = findKey(world, place, given);
  if (key === undefined) throw noSuchKey(place, given);
  return key;
};

const pending = (key: Key): AwsFault => new AwsFault('KMSInvalidStateException', `${key.arn} is pending deletion.`);
/** https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html: what a key that is on its way out refuses, and what a disabled one does. */
export const stateProblem = (key: Key): AwsFault | undefined => {
  const state = stateOf(key);
  if (state === 'PendingDeletion') return pending(key);
  return state === 'Disabled' ? new AwsFault('DisabledException', `${key.arn} is disabled.`) : undefined;
};
export const mustBeUsable = (key: Key): Key => {
  const problem = stateProblem(key);
  if (problem !== undefined) throw problem;
  return key;
};
export const mustStay = (key: Key): Key => {
  if (key.deletion !== undefined) throw pending(key);
  return key;
};
