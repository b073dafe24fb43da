import type { NormalizedSchema } from '@smithy/core/schema';
import type { ClientModule, OperationShape, ServiceShape } from '../../../tabletop/range/protocol/service.ts';
import { fixInput, fixOutput, isExpected } from './fixed-members.ts';
import { benchFor, type Bench, type BenchOptions } from './gate-host.ts';
import { randomOf, type Random } from './random.ts';
import { randomStruct, type Value } from './random-value.ts';
import { differences, plain } from './same.ts';

/** `Operation` → what went wrong. */
export type Failures = Readonly<Record<string, string>>;

/** Event streams have tests of their own. */
const hasEvents = (schema: NormalizedSchema): boolean =>
  !schema.isUnitSchema() && [...schema.structIterator()].some(([, member]) => member.isStreaming() && member.isStructSchema());
/** Signed by nobody: the client sends them without credentials. */
export const isUnsigned = (shape: ServiceShape, operation: string): boolean => {
  const { httpAuthSchemeProvider: schemes } = shape.config as {
    readonly httpAuthSchemeProvider: (parameters: object) => readonly { readonly schemeId: string }[];
  };
  return schemes({ operation, region: 'us-east-1', Region: 'us-east-1' })[0]?.schemeId === 'smithy.api#noAuth';
};

interface Seen {
  operation: string;
  input: unknown;
}
const nothingSeen = (): Seen => ({ operation: 'nothing', input: undefined });

/**
 * A random input through the real client must arrive as it was sent, at the right operation, and a random output must come back as it was
 * answered.
 */
export const roundTrips = async (
  client: ClientModule,
  seed: number,
  options: BenchOptions & { readonly rounds: number; readonly only?: (operation: OperationShape, random: Random) => boolean },
): Promise<{ readonly failures: Failures; readonly tried: number }> => {
  const random = randomOf(seed);
  let [seen, answer]: [Seen, Value] = [nothingSeen(), {}];
  const answering = async (operation: string, input: Value): Promise<Value> => {
    seen = { operation, input: await plain(input) };
    return answer;
  };
  const bench = benchFor(client, answering, options);
  const once = async ({ name, input, output }: OperationShape): Promise<readonly string[]> => {
    const sent = fixInput(bench.shape.id, name, randomStruct(input, random));
    answer = fixOutput(bench.shape.id, name, randomStruct(output, random));
    seen = nothingSeen();
    const [wanted, answered] = [await plain(sent), await plain(answer)];
    const arrived = await refusedOr(bench, name, sent);
    if (typeof arrived === 'string') return [seen.operation === name ? arrived : `went to ${seen.operation}: ${arrived}`];
    return [
      ...(seen.operation === name ? [] : [`went to ${seen.operation}`]),
      ...differences(wanted, seen.input, 'input'),
      ...differences(answered, arrived, 'output'),
    ].filter((difference) => !isExpected(difference));
  };
  const failures: Record<string, string> = {};
  let tried = 0;
  for (const operation of bench.operations) {
    if (hasEvents(operation.input) || hasEvents(operation.output) || isUnsigned(bench.shape, operation.name)) continue;
    for (let round = 0; round < options.rounds; round += 1) {
      if (options.only?.(operation, random) === false) continue;
      tried += 1;
      const problems = await once(operation);
      if (problems.length > 0) failures[operation.name] = problems.slice(0, 3).join(' | ');
    }
  }
  return { failures, tried };
};
const refusedOr = async (bench: Bench, operation: string, input: Value): Promise<unknown> => {
  try {
    return await plain(await bench.send(operation, input));
  } catch (thrown) {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message.slice(0, 300)}` : String(thrown);
  }
};
