import { errorTrips } from './errors.ts';
import { eventTrips } from './event-trips.ts';
import { limitsOf } from './limits.ts';
import { packages } from './packages.ts';
import { roundTrips } from './round-trips.ts';

/** A fifth of the operations; `npm run test:gate` takes all of them. */
const SEED = 1;
const SHARE = 0.2;

test.each(packages)('$id: what a client sends and is answered comes through', async ({ id, client }) => {
  const { failures } = await roundTrips(client, SEED, { rounds: 1, only: (_operation, random) => random.next() < SHARE });
  const failed = Object.keys(failures);
  expect(failures).toEqual(Object.fromEntries(limitsOf(id, failed).map((name) => [name, expect.any(String)])));
});
test.each(packages)('$id: an error comes back as the class that it is', async ({ id, client }) => {
  const failures = await errorTrips(client, SEED);
  expect(Object.keys(failures)).toEqual(limitsOf(id, Object.keys(failures)));
});

test('a stream of events arrives event by event, whatever the protocol', async () => {
  const trips = await Promise.all(packages.map(({ client }) => eventTrips(client, SEED)));
  expect(trips.flatMap(({ tried }) => tried)).toEqual(
    expect.arrayContaining(['InvokeEndpointWithResponseStream', 'ConverseStream', 'InvokeWithResponseStream', 'StartLiveTail']),
  );
  expect(trips.flatMap(({ failures }) => Object.entries(failures))).toEqual([]);
});
