import type * as z from 'zod';
import type { ApproveRequest } from '../core/approval/approve-request.ts';

type Asked = z.output<typeof ApproveRequest>;
/**
 * Who may ask approve for what. Each caller's role may invoke one alias of the function only, and Lambda itself says through which alias a
 * call came in: a run that was taken over cannot vote, and intake cannot order in the name of a person.
 */
const DOORS: Readonly<Record<string, (asked: Asked) => boolean>> = {
  intake: (asked) =>
    asked.verb === 'admit' &&
    (asked.ask.order === undefined || (asked.ask.order.actor.kind === 'system' && asked.ask.order.actor.id === 'intake')),
  run: ({ verb }) => verb === 'request' || verb === 'settle' || verb === 'grant',
  // Behind a surface that knows who the person is: whoever may invoke this alias speaks for people.
  people: (asked) =>
    (asked.verb === 'vote' && asked.ask.actor.kind === 'human') || (asked.verb === 'admit' && asked.ask.order?.actor.kind === 'human'),
};
export const DOOR_NAMES: readonly string[] = Object.keys(DOORS);

/** arn:aws:lambda:region:account:function:name:alias. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
const doorOf = (invokedFunctionArn: string): string => invokedFunctionArn.split(':')[7] ?? '';

/** Throws when the call did not come through the door for what it asks. */
export const checkDoor = (invokedFunctionArn: string, asked: Asked): void => {
  const door = doorOf(invokedFunctionArn);
  const opens = Object.hasOwn(DOORS, door) ? DOORS[door] : undefined;
  if (opens?.(asked) !== true) throw new Error(`${asked.verb} was refused: it may not come in by the door "${door}"`);
};
