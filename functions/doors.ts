import type * as z from 'zod';
import type { Actor } from '../core/approval/approval.ts';
import type { ApproveRequest } from '../core/approval/approve-request.ts';
import { PEOPLE_STATE } from '../core/ledger/facts.ts';

type Asked = z.output<typeof ApproveRequest>;
type Person = Extract<Actor, { kind: 'human' }>;
type Surface = Person['via'];
type Admission = Extract<Asked, { verb: 'admit' }>['ask'];

const saidFrom = (actor: Actor, surfaces: readonly Surface[]): actor is Person => actor.kind === 'human' && surfaces.includes(actor.via);
const samePerson = (a: Actor, b: Actor): boolean => a.kind === 'human' && b.kind === 'human' && a.id === b.id && a.via === b.via;

/** A person opens an incident, answers for something that nobody can prove, or orders something, or several of these; under one name everywhere, because the approval table reads `by`. */
const saysOne = ({ facts, order }: Admission, surfaces: readonly Surface[]): boolean => {
  const speaker = order?.actor ?? facts[0]?.actor;
  if (speaker === undefined || !saidFrom(speaker, surfaces)) return false;
  const opens = facts.every(({ type, actor }) => PEOPLE_STATE.includes(type) && samePerson(actor, speaker));
  return opens && (order === undefined || ('by' in order.order && samePerson(order.order.by, speaker)));
};
const speaksFrom =
  (surfaces: readonly Surface[]) =>
  (asked: Asked): boolean =>
    asked.verb === 'vote' || asked.verb === 'stop' || asked.verb === 'abort' || asked.verb === 'choose'
      ? saidFrom(asked.ask.actor, surfaces)
      : asked.verb === 'admit' && saysOne(asked.ask, surfaces);

/** What intake found out. It starts playbooks; by hand only people order. */
const isIntake = (actor: Actor): boolean => actor.kind === 'system' && actor.id === 'intake';
const found = ({ facts, order }: Admission): boolean =>
  facts.every(({ type, actor }) => isIntake(actor) && (type === 'finding.received' || type === 'incident.opened')) &&
  (order === undefined || (order.order.kind === 'playbook' && isIntake(order.actor)));

/**
 * Who may ask approve for what. Each caller's role may invoke one alias of the function only, and Lambda itself says through which alias a
 * call came in: a run that was taken over cannot vote, and intake cannot order in the name of a person.
 */
const DOORS: Readonly<Record<string, (asked: Asked) => boolean>> = {
  intake: (asked) => asked.verb === 'admit' && found(asked.ask),
  run: ({ verb }) => ['request', 'settle', 'grant', 'enact', 'fork', 'chosen'].includes(verb),
  // Behind surfaces where IAM says who somebody is. Whoever may invoke this alias speaks for people: Lambda does not tell us the caller.
  people: speaksFrom(['cli', 'console']),
  // The Slack worker knows people by what Slack says. A yes from here never counts as one by IAM, whatever the worker claims.
  slack: speaksFrom(['slack']),
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
