import type { NormalizedSchema } from '@smithy/core/schema';
import type { ClientModule } from '../../../tabletop/range/protocol/service.ts';
import { benchFor } from './gate-host.ts';
import { isUnsigned, type Failures } from './round-trips.ts';
import { randomOf, type Random } from './random.ts';
import { randomStruct, randomValue, type Value } from './random-value.ts';
import { differences, plain } from './same.ts';

/** The member that is a stream of events, and their union. */
const eventsOf = (schema: NormalizedSchema): { readonly name: string; readonly union: NormalizedSchema } | undefined => {
  if (schema.isUnitSchema()) return undefined;
  const found = [...schema.structIterator()].find(([, member]) => member.isStreaming() && member.isStructSchema());
  return found === undefined ? undefined : { name: found[0], union: found[1] };
};
/** With all its members: an event whose payload is missing is none. */
const whole = (event: NormalizedSchema, random: Random): Value =>
  Object.fromEntries([...event.structIterator()].map(([name, member]) => [name, randomValue(member, random)]));
async function* streamOf(events: readonly Value[]): AsyncGenerator<Value> {
  yield* events;
}
const collected = async (stream: unknown): Promise<readonly unknown[]> => {
  const events: unknown[] = [];
  if (typeof stream !== 'object' || stream === null || !(Symbol.asyncIterator in stream)) throw new Error('no stream of events came back');
  // What the client hands out is only known by its iterator.
  for await (const event of stream as AsyncIterable<unknown>) events.push(event);
  return events;
};

/** Every operation that answers with a stream of events: one event of each kind must come back, in order, as it was sent. */
export const eventTrips = async (
  client: ClientModule,
  seed: number,
): Promise<{ readonly failures: Failures; readonly tried: readonly string[] }> => {
  const random = randomOf(seed);
  let answer: object = {};
  const bench = benchFor(client, () => Promise.resolve(answer));
  const failures: Record<string, string> = {};
  const tried: string[] = [];
  for (const { name, input, output } of bench.operations) {
    const stream = eventsOf(output);
    if (stream === undefined || eventsOf(input) !== undefined || isUnsigned(bench.shape, name)) continue;
    tried.push(name);
    const kinds = [...stream.union.structIterator()].filter(([, member]) => member.getMergedTraits().error === undefined);
    const events = kinds.map(([kind, member]) => ({ [kind]: whole(member, random) }));
    answer = { ...without(randomStruct(output, random), stream.name), [stream.name]: streamOf(events) };
    const sent = randomStruct(input, random);
    try {
      const answered = await bench.send(name, 'Bucket' in sent ? { ...sent, Bucket: 'my-bucket' } : sent);
      const arrived = await collected(answered[stream.name as keyof typeof answered]);
      const wrong = differences(await plain(events), await plain(arrived), 'events');
      if (wrong.length > 0) failures[name] = wrong.slice(0, 4).join(' | ');
    } catch (thrown) {
      failures[name] = thrown instanceof Error ? `${thrown.name}: ${thrown.message.slice(0, 300)}` : String(thrown);
    }
  }
  return { failures, tried };
};
const without = (value: Value, name: string): Value => Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
