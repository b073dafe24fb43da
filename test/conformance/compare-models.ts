import type { NormalizedSchema } from '@smithy/core/schema';
import { isDeepStrictEqual } from 'node:util';
import type { Model, ModelShape } from '../../bin/range/model.ts';
import { nothingFound, walkInput } from '../../bin/range/rules.ts';
import { constraintFile } from '../../tabletop/range/constraints.ts';
import type { GeneratedRule } from '../../tabletop/range/protocol/constraints.ts';
import { describeService, requiredNames } from '../../tabletop/range/protocol/service.ts';
import { SERVICES, type ServiceName } from '../../tabletop/range/services.ts';

/** `Structure.Member` → what is different there. */
export type Differences = Readonly<Record<string, string>>;

/** Which members a structure must have, by the client and by the model, at every depth that both know. */
const requiredIn = (schema: NormalizedSchema, shape: ModelShape | undefined, seen: Set<string>, found: Record<string, string>): void => {
  if (shape === undefined) return;
  if (schema.isListSchema()) return requiredIn(schema.getValueSchema(), shape.item?.shape, seen, found);
  if (schema.isMapSchema()) return requiredIn(schema.getValueSchema(), shape.value?.shape, seen, found);
  const name = schema.getName() ?? '';
  if (!schema.isStructSchema() || seen.has(name)) return;
  seen.add(name);
  for (const [member, inner] of schema.structIterator()) {
    const modelled = shape.member(member);
    if (modelled === undefined) continue;
    const isRequired = requiredNames(schema).includes(member);
    if (isRequired !== modelled.isRequired)
      found[`${name}.${member}`] = isRequired ? 'required by the client only' : 'required by the model only';
    requiredIn(inner, modelled.shape, seen, found);
  }
};

const load = async (name: ServiceName) => {
  const client = await SERVICES[name].load();
  return { client, operations: describeService(client).operations };
};
/** Of the implemented operations that the model has. */
const inputsOf = async (name: ServiceName, model: Model) => {
  const { client, operations } = await load(name);
  const pairs = Object.keys(SERVICES[name].operations).flatMap((operation) => {
    const [input, modelled] = [operations.get(operation)?.input, model.input(operation)];
    return input === undefined || modelled === undefined ? [] : [{ input, modelled }];
  });
  return { client, pairs };
};

export const requiredDifferences = async (name: ServiceName, model: Model): Promise<Differences> => {
  const found: Record<string, string> = {};
  const seen = new Set<string>();
  for (const { input, modelled } of (await inputsOf(name, model)).pairs) requiredIn(input, modelled, seen, found);
  return found;
};

/** A place where the committed rule is not the one that this model gives. */
export interface RuleDifference {
  readonly place: string;
  readonly ours: GeneratedRule;
  readonly theirs: GeneratedRule;
}
/** Places that this model does not have are not compared: it is older. */
export const ruleDifferences = async (name: ServiceName, model: Model): Promise<readonly RuleDifference[]> => {
  const { client, pairs } = await inputsOf(name, model);
  const found = nothingFound();
  for (const { input, modelled } of pairs) walkInput(client, input, modelled, found);
  const { rules } = await constraintFile(name);
  return [...found.places]
    .toSorted()
    .map((place) => ({ place, ours: rules[place] ?? {}, theirs: found.rules.get(place) ?? {} }))
    .filter(({ ours, theirs }) => !isDeepStrictEqual(ours, theirs));
};
