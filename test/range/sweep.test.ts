import { constraintFile } from '../../tabletop/range/constraints.ts';
import { constraintsOf } from '../../tabletop/range/protocol/constraints.ts';
import { describeService } from '../../tabletop/range/protocol/service.ts';
import { SERVICES, type ServiceName } from '../../tabletop/range/services.ts';
import { stillRange } from './clients.ts';
import { callerFor, type Answered } from './sweep-callers.ts';
import { placesIn, type Place } from './sweep-places.ts';
import { violationsOf } from './sweep-violations.ts';
import { awsPath, sampleOf, sampleWith, structSample, type Path, type Value } from './wire-sample.ts';

const { range } = stillRange();
// The record's own keys; Object.keys forgets them.
const NAMES = Object.keys(SERVICES) as readonly ServiceName[];
const all = await Promise.all(
  NAMES.map(async (id) => {
    const service = SERVICES[id];
    const client = await service.load();
    const shape = describeService(client);
    const operations = Object.keys(service.operations).map((name) => {
      const operation = shape.operations.get(name);
      if (operation === undefined) throw new Error(`${id} has no operation ${name}`);
      return operation;
    });
    const file = await constraintFile(id);
    const rules = constraintsOf(file, client, service.documented);
    return { id, service, shape, file, rules, operations, places: placesIn(operations), caller: callerFor(service, client, shape, range) };
  }),
);
const written = all.filter(({ operations }) => operations.length > 0);

const isHead = ({ operation }: Place): boolean => operation.http?.[0] === 'HEAD';
/** Why an answer is not the refusal that it must be; undefined when it is. */
const objection = (place: Place, answered: Answered | undefined, code: string, says: string): string | undefined => {
  // The client gives every body a type.
  if (place.operation.name === 'CreateHostedConfigurationVersion' && place.path.at(-1) === 'ContentType') return undefined;
  // The client itself refuses to leave out a part of the path, and a checksum that it cannot make.
  const isClients = place.schema.getMergedTraits().httpLabel === 1 || place.path.at(-1) === 'ChecksumAlgorithm';
  if (answered === undefined && isClients) return undefined;
  const { status, text } = answered ?? { status: 0, text: 'not sent' };
  if (status === 400 && (isHead(place) || (text.includes(code) && text.includes(says)))) return undefined;
  return `${place.operation.name} ${awsPath(place.path)}: ${status} ${text.slice(0, 200)}`;
};
const sampleFor = ({ operation, path }: Place, value: Value | undefined): Value => sampleWith(operation.input, path, value) ?? {};
const objections = async (places: readonly Place[], ask: (place: Place) => Promise<string | undefined>): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const place of places) {
    const problem = await ask(place);
    if (problem !== undefined) found.push(problem);
  }
  return found;
};

describe('a missing required member', () => {
  test.each(written)('$id refuses it by name, at every depth', async ({ places, caller }) => {
    const required = places.filter(({ isRequired }) => isRequired);
    expect(
      await objections(required, async (place) =>
        objection(
          place,
          await caller.send(place.operation, sampleFor(place, undefined)),
          caller.codes.invalid,
          `Value null at '${awsPath(place.path)}'`,
        ),
      ),
    ).toEqual([]);
  });
});

describe('a wrong type', () => {
  test.each(written)('$id refuses it, at every depth', async ({ places, caller }) => {
    expect(
      await objections(places, async (place) => {
        // The length is the transport's, and is what the body says it is.
        if (place.name.endsWith('.ContentLength')) return undefined;
        const answered = await caller.sendWrong(place, sampleFor(place, sampleOf(place.schema)));
        return answered === undefined ? undefined : objection(place, answered, caller.codes.unreadable, '');
      }),
    ).toEqual([]);
  });
});

/** A rule is about a member, or about what it holds. */
const ruled = (place: Place): readonly { readonly key: string; readonly place: Place; readonly path: Path }[] => {
  const { name, schema, path } = place;
  const own = { key: name, place, path };
  if (schema.isListSchema()) return [own, ...ruled({ ...place, name: `${name}[]`, schema: schema.getValueSchema(), path: [...path, 0] })];
  if (schema.isMapSchema()) return [own, ...ruled({ ...place, name: `${name}{}`, schema: schema.getValueSchema(), path: [...path, null] })];
  return [own];
};
describe('a value that a rule forbids', () => {
  test.each(written)('$id refuses it by name', async ({ places, caller, rules }) => {
    const found: string[] = [];
    for (const { key, place } of places.flatMap(ruled)) {
      const rule = rules[key];
      if (rule === undefined) continue;
      for (const { value, says } of violationsOf(rule, place.schema)) {
        const problem = objection(place, await caller.send(place.operation, sampleFor(place, value)), caller.codes.invalid, says);
        if (problem !== undefined) found.push(`${key} takes ${JSON.stringify(value).slice(0, 40)}: ${problem}`);
      }
    }
    expect(found).toEqual([]);
  });
  test.each(all)('$id: every rule is about something, and every operation was read', ({ file, operations, places }) => {
    const known = new Set(places.flatMap(ruled).map(({ key }) => key));
    expect(Object.keys(file.rules).filter((key) => !known.has(key.replace('{key}', '{}')))).toEqual([]);
    expect(operations.map(({ name }) => name).filter((name) => !file.operations.includes(name) && !file.unknown.includes(name))).toEqual(
      [],
    );
  });
});

/** The client wants a stream to send before it sends anything, and HTTP/2 for it; the second goes to Object Lambda, a service of its own. */
const NOT_SENT: readonly string[] = ['InvokeModelWithBidirectionalStream', 'WriteGetObjectResponse'];
describe('an operation that the range lacks', () => {
  /** Each wire says it in its own way. */
  const UNKNOWN = {
    awsJson: { status: 400, says: 'UnknownOperationException' },
    awsQuery: { status: 400, says: 'InvalidAction' },
    rest: { status: 404, says: 'UnknownOperationException' },
    rpcv2Cbor: { status: 404, says: 'UnknownOperationException' },
  };
  test.each(all)('$id answers every one of them as unknown', async ({ id, service, shape, caller }) => {
    const { status, says } = id === 'S3' ? { status: 501, says: 'NotImplemented' } : UNKNOWN[caller.wire];
    const found: string[] = [];
    for (const name of shape.operations.keys()) {
      const operation = shape.operations.get(name);
      if (operation === undefined || name in service.operations || NOT_SENT.includes(name)) continue;
      const answered = await caller.send(operation, structSample(operation.input));
      if (answered?.status !== status || !(answered.text.includes(says) || operation.http?.[0] === 'HEAD'))
        found.push(`${name}: ${answered?.status} ${answered?.text}`);
    }
    expect(found).toEqual([]);
  });
});
