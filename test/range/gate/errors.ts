import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsFault } from '../../../tabletop/range/protocol/errors.ts';
import { asSchema, requiredNames, schemaOf, type ClientModule, type OperationShape } from '../../../tabletop/range/protocol/service.ts';
import { benchFor, type Bench } from './gate-host.ts';
import { isUnsigned, type Failures } from './round-trips.ts';
import { randomOf, type Random } from './random.ts';
import { randomValue, type Value } from './random-value.ts';
import { differences, plain } from './same.ts';

const MESSAGE = 'it says <&> "é"';
const isMessage = (name: string): boolean => /^message$/i.test(name);
const membersOf = (schema: NormalizedSchema, random: Random): Value =>
  Object.fromEntries(
    [...schema.structIterator()].filter(([name]) => !isMessage(name)).map(([name, member]) => [name, randomValue(member, random)]),
  );

/** Any operation with a body to answer in, called with the least it takes. */
const plainOperation = (bench: Bench): OperationShape => {
  const found = bench.operations.find(
    (operation) =>
      !operation.streamingInput && !operation.streamingOutput && operation.http?.[0] !== 'HEAD' && !isUnsigned(bench.shape, operation.name),
  );
  if (found === undefined) throw new Error(`${bench.shape.id} has only streams`);
  return found;
};
const leastInput = ({ input }: OperationShape, random: Random): Value =>
  Object.fromEntries(
    requiredNames(input).map((name) => [name, name === 'Bucket' ? 'my-bucket' : randomValue(input.getMemberSchema(name), random)]),
  );

/** Every error that a service models must come back as the client's own class, with its text and its members. */
export const errorTrips = async (client: ClientModule, seed: number, more: object = {}): Promise<Failures> => {
  const random = randomOf(seed);
  let thrown = new AwsFault('None', '');
  const bench = benchFor(client, () => Promise.reject(thrown), { more });
  const operation = plainOperation(bench);
  const failures: Record<string, string> = {};
  for (const [name, struct] of bench.shape.errors) {
    // The SDK's own class of everything that it does not know.
    if (struct[1].startsWith('smithy.ts')) continue;
    const members = membersOf(schemaOf(asSchema(struct)), random);
    thrown = new AwsFault(name, MESSAGE, { members });
    const caught = await bench.send(operation.name, leastInput(operation, random)).then(
      () => undefined,
      (error: unknown) => error,
    );
    const made = bench.classOf(name);
    if (!(caught instanceof Error) || made === undefined || !(caught instanceof made)) {
      failures[name] = `arrived as ${String(caught)}`;
      continue;
    }
    const arrived = Object.fromEntries(Object.entries(caught).filter(([member]) => member in members));
    const wrong = [
      ...(caught.message === MESSAGE ? [] : [`the text is ${caught.message}`]),
      ...differences(await plain(members), await plain(arrived), 'error'),
    ];
    if (wrong.length > 0) failures[name] = wrong.join(' | ');
  }
  return failures;
};
