import type * as z from 'zod';
import type { JsonObject } from '../../core/json.ts';
import type { Desk } from '../desk.ts';
import type { Answer, Verb } from '../verb.ts';
import { refusal } from './answer.ts';
import { approve, deny } from './decide.ts';
import { evidenceList, evidenceVerify } from './evidence.ts';
import { contain, release } from './hold.ts';
import { history, inventoryList } from './inventory.ts';
import { playbookLint, playbookPlan } from './playbook.ts';
import { send } from './send.ts';
import { list, show, status, timeline } from './read.ts';

type Person = Parameters<Verb<Desk>['run']>[2];
interface Served {
  readonly name: string;
  readonly effect: 'read' | 'act';
  readonly run: (desk: Desk, args: JsonObject, actor: Person) => Promise<Answer>;
}

/** A verb's own schema judges what came from outside; what it refuses is a usage error, with the field's name. */
const served = <A extends z.ZodObject>(verb: Verb<Desk, A>): Served => ({
  name: verb.name,
  effect: verb.effect,
  run: async (desk, args, actor) => {
    const parsed = verb.args.safeParse(args);
    if (parsed.success) return verb.run(desk, parsed.data, actor);
    const why = parsed.error.issues.map(({ path, message }) => `${path.join('.') || verb.name}: ${message}`).join('; ');
    return refusal(2, 'usage', why, `npx cordon ${verb.name} --help`);
  },
});

/** Every verb that the server knows; the command line, the page and chat call these and nothing else. */
const COMMANDS: readonly Served[] = [
  served(approve),
  served(contain),
  served(deny),
  served(evidenceList),
  served(evidenceVerify),
  served(history),
  served(inventoryList),
  served(list),
  served(playbookLint),
  served(playbookPlan),
  served(release),
  served(send),
  served(show),
  served(status),
  served(timeline),
];

const slug = (name: string): string => name.replaceAll(' ', '-');
export const commandNames: readonly string[] = COMMANDS.map(({ name }) => slug(name));

/** Runs one verb for one person. Unknown verbs are a usage error, not a crash. */
export const runCommand = async (desk: Desk, verb: string, args: JsonObject, actor: Person): Promise<Answer> => {
  const found = COMMANDS.find(({ name }) => slug(name) === verb);
  return found === undefined
    ? refusal(2, 'usage', `There is no verb ${verb.slice(0, 64)}.`, 'npx cordon --help')
    : found.run(desk, args, actor);
};
