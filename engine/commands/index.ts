import type { JsonObject } from '../../core/json.ts';
import { mayAct, readArgs } from '../../core/verb/read-args.ts';
import { routeOf, SERVED, servedName, TABLE, type ServedName } from '../../core/verb/table.ts';
import type { Desk } from '../desk.ts';
import type { Answer, Person } from '../verb.ts';
import { refusal } from './answer.ts';
import { RUNS } from './runs.ts';

/** Every verb that the server knows; the command line, the page and chat call these and nothing else. */
export const COMMANDS = SERVED;
export const commandNames: readonly string[] = SERVED.map(({ name }) => routeOf(name));

/** What people do is kept under their name: only people of assets.yaml have one. */
const stranger = ({ policy }: Desk, { id }: Person): Answer | undefined =>
  Object.hasOwn(policy.assets.people, id)
    ? undefined
    : refusal(5, 'unknown', `${id} is nobody Cordon knows; people stand in assets.yaml.`, 'npx cordon whoami');

/** The verb's entry judges what came from outside and whether a person must have asked; what it refuses never reaches `RUNS`. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- N ties the entry, its arguments and its run to each other
const runVerb = async <N extends ServedName>(desk: Desk, name: N, given: JsonObject, actor: Person): Promise<Answer> => {
  const entry = TABLE[name];
  const read = readArgs(entry, given);
  if (!read.ok) return refusal(2, 'usage', `${name} ${read.why}`, `npx cordon ${name} --help`);
  const refused = mayAct(entry, given) ? stranger(desk, actor) : undefined;
  return refused ?? RUNS[name](desk, read.value, actor);
};

/** Runs one verb for one person. Unknown verbs are a usage error, not a crash. */
export const runCommand = async (desk: Desk, verb: string, args: JsonObject, actor: Person): Promise<Answer> => {
  const name = servedName(verb);
  return name === undefined
    ? refusal(2, 'usage', `There is no verb ${verb.slice(0, 64)}.`, 'npx cordon --help')
    : runVerb(desk, name, args, actor);
};
