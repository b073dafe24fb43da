import type {
  CreateGuardrailCommandInput,
  CreateGuardrailCommandOutput,
  CreateGuardrailVersionCommandInput,
  CreateGuardrailVersionCommandOutput,
  DeleteGuardrailCommandInput,
  DeleteGuardrailCommandOutput,
  UpdateGuardrailCommandInput,
  UpdateGuardrailCommandOutput,
} from '@aws-sdk/client-bedrock';
import { digestOf } from '../../../core/json.ts';
import { operation, type Context, type Operation } from '../operation.ts';
import { requestTags, tagProblem } from '../tag-keys.ts';
import type { World } from '../world.ts';
import { guardrailWork } from './behaviours.ts';
import { conflict, invalid } from './faults.ts';
import { guardrailArn, guardrailNamed, onGuardrail, versionOf } from './find-guardrail.ts';
import { configOf } from './guardrail-config.ts';
import { DRAFT, guardrailsOf, type Guardrail } from './state.ts';
import { mapOf } from './tags.ts';

const work = (world: World, guardrail: Guardrail): void => {
  guardrailsOf(world).put(guardrail.arn, guardrail);
  world.timers.add('guardrail-ready', world.lasts(guardrailWork), { arn: guardrail.arn, status: guardrail.status });
};
export const startGuardrails = (world: World): void =>
  world.timers.on('guardrail-ready', ({ arn, status }, at) => {
    const found = typeof arn === 'string' ? guardrailsOf(world).get(arn) : undefined;
    if (found === undefined || found.status !== status) return;
    if (status === 'DELETING') return guardrailsOf(world).remove(found.arn);
    const { pending, ...rest } = found;
    guardrailsOf(world).put(found.arn, {
      ...rest,
      status: 'READY',
      ...(pending === undefined ? {} : { draft: { ...found.draft, config: pending, updatedAt: at } }),
    });
  });

const ready = (context: Context, identifier: string): Guardrail => {
  const found = guardrailNamed(context, identifier);
  if (found.status !== 'READY') throw conflict(`The guardrail ${found.id} is in status ${found.status}.`);
  return found;
};
/** A token that was used answers what it made; used for something else it is a conflict. */
const once = (context: Context, token: string | undefined, input: object, run: () => string): string => {
  const made = context.world.store.table<{ readonly request: string; readonly answer: string }>('bedrock.client-token');
  if (token === undefined) return run();
  const [key, request] = [`${context.account}|${token}`, digestOf(JSON.parse(JSON.stringify(input)))];
  const known = made.get(key);
  if (known !== undefined && known.request !== request) throw conflict('The client request token was used with other parameters.');
  if (known !== undefined) return known.answer;
  const answer = run();
  made.put(key, { request, answer });
  return answer;
};

const create = operation<CreateGuardrailCommandInput, CreateGuardrailCommandOutput>({
  trail: 'write',
  access: ({ tags }, context) => [
    { action: 'bedrock:CreateGuardrail', resource: guardrailArn(context, '*'), context: requestTags(mapOf(tags)) },
    ...((tags ?? []).length === 0
      ? []
      : [{ action: 'bedrock:TagResource', resource: guardrailArn(context, '*'), context: requestTags(mapOf(tags)) }]),
  ],
  run: (input, context) => {
    const { tags, clientRequestToken, ...given } = input;
    const { world, account, region, now } = context;
    const arn = once(context, clientRequestToken, input, () => {
      const config = configOf(given);
      const isTaken = guardrailsOf(world)
        .values()
        .some((other) => other.account === account && other.region === region && other.draft.config['name'] === input.name);
      if (isTaken) throw conflict(`Another guardrail in your account already has the name ${input.name}.`);
      const problem = tagProblem({}, mapOf(tags));
      if (problem !== undefined) throw invalid(problem);
      const id = world.ids.code('guardrail', 12).toLowerCase();
      const made = guardrailArn(context, id);
      const draft = { version: DRAFT, config, createdAt: now, updatedAt: now };
      work(world, {
        id,
        arn: made,
        account,
        region,
        status: 'CREATING',
        draft,
        versions: [],
        lastVersion: 0,
        createdAt: now,
        tags: mapOf(tags),
      });
      return made;
    });
    const made = guardrailNamed(context, arn);
    return { guardrailId: made.id, guardrailArn: made.arn, version: DRAFT, createdAt: new Date(made.createdAt) };
  },
});

const update = operation<UpdateGuardrailCommandInput, UpdateGuardrailCommandOutput>({
  trail: 'write',
  access: (input, context) => [onGuardrail(context, 'UpdateGuardrail', input.guardrailIdentifier)],
  run: (input, context) => {
    const { guardrailIdentifier, ...given } = input;
    const found = ready(context, guardrailIdentifier);
    work(context.world, { ...found, status: 'UPDATING', pending: configOf(given) });
    return { guardrailId: found.id, guardrailArn: found.arn, version: DRAFT, updatedAt: new Date(context.now) };
  },
});

const createVersion = operation<CreateGuardrailVersionCommandInput, CreateGuardrailVersionCommandOutput>({
  trail: 'write',
  access: (input, context) => [onGuardrail(context, 'CreateGuardrailVersion', input.guardrailIdentifier)],
  run: (input, context) => {
    const { clientRequestToken, ...given } = input;
    const version = once(context, clientRequestToken, given, () => {
      const found = ready(context, input.guardrailIdentifier);
      const number = found.lastVersion + 1;
      const made = {
        version: String(number),
        config: found.draft.config,
        createdAt: context.now,
        updatedAt: context.now,
        ...(input.description === undefined ? {} : { description: input.description }),
      };
      work(context.world, { ...found, status: 'VERSIONING', versions: [...found.versions, made], lastVersion: number });
      return made.version;
    });
    return { guardrailId: guardrailNamed(context, input.guardrailIdentifier).id, version };
  },
});

const remove = operation<DeleteGuardrailCommandInput, DeleteGuardrailCommandOutput>({
  trail: 'write',
  access: (input, context) => [onGuardrail(context, 'DeleteGuardrail', input.guardrailIdentifier)],
  run: (input, context) => {
    const found = ready(context, input.guardrailIdentifier);
    if (input.guardrailVersion === undefined) {
      work(context.world, { ...found, status: 'DELETING' });
      return {};
    }
    if (input.guardrailVersion === DRAFT) throw invalid('The draft of a guardrail cannot be deleted alone.');
    const { version } = versionOf(found, input.guardrailVersion);
    guardrailsOf(context.world).put(found.arn, { ...found, versions: found.versions.filter((one) => one.version !== version) });
    return {};
  },
});

export const GUARDRAIL_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateGuardrail: create,
  UpdateGuardrail: update,
  CreateGuardrailVersion: createVersion,
  DeleteGuardrail: remove,
};
