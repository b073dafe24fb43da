import { describeService } from '../../../../tabletop/range/protocol/service.ts';
import type { SmithyRequest } from '../../../../tabletop/range/protocol/wire.ts';
import { errorTrips } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { onOtherWires, packages } from '../packages.ts';
import { refusals } from '../refusals.ts';
import { roundTrips } from '../round-trips.ts';

const SEEDS = [1, 2];
const ROUNDS = 3;
const all = [...packages, ...onOtherWires];
const limitsAmong = (id: string, names: Iterable<string>): readonly string[] => {
  const known = new Set(names);
  return Object.keys(LIMITS[id] ?? {}).filter((name) => known.has(name));
};

/** Before an AWS SDK package is upgraded: the range must understand the new one as it did the old one. A limit that is none any more fails, too. */
describe.each(SEEDS)('seed %i', (seed) => {
  test.each(all)('$id ($wire): every operation takes what is sent and answers what is answered', async ({ id, client, more }) => {
    const { failures, tried } = await roundTrips(client, seed, { rounds: ROUNDS, more });
    expect(tried).toBeGreaterThan(0);
    const limits = limitsAmong(id, describeService(client).operations.keys());
    expect(failures).toEqual(Object.fromEntries(limits.map((name) => [name, expect.any(String)])));
  });
  test.each(all)('$id ($wire): every error comes back as the class that it is', async ({ id, client, more }) => {
    const failures = await errorTrips(client, seed, more);
    const limits = limitsAmong(id, describeService(client).errors.keys());
    expect(failures).toEqual(Object.fromEntries(limits.map((name) => [name, expect.any(String)])));
  });
});

const without = (query: SmithyRequest['query']): NonNullable<SmithyRequest['query']> =>
  Object.fromEntries(Object.entries(query ?? {}).filter(([name]) => name !== 'x-id'));
test('botocore sends no x-id, so S3 must be told apart without it', async () => {
  const s3 = packages.find(({ id }) => id === 'S3');
  if (s3 === undefined) throw new Error('no S3');
  const { failures } = await roundTrips(s3.client, 1, {
    rounds: ROUNDS,
    changed: (request) => ({ ...request, query: without(request.query) }),
  });
  // AWS tells ListDirectoryBuckets from ListBuckets by the host, and the range has one.
  expect(Object.keys(failures).toSorted()).toEqual(['ListDirectoryBuckets', 'WriteGetObjectResponse']);
});

test.each(packages.filter(({ client }) => !/rest(?:Xml|Json1)$/.test(describeService(client).shapeId)))(
  '$id: every operation refuses what lacks a required member and what is of another type',
  async ({ client }) => expect(await refusals(client)).toEqual([]),
);
