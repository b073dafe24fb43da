import { localRuns, RUN_FUNCTION } from '../../../adapters/runs-local.ts';
import type { RunInput } from '../../../engine/ports.ts';
import { bench, closeAll, durable, resultOf, START } from '../durable-host/kit.ts';

afterEach(closeAll);
const input: RunInput = { runId: 'run-1', incidentId: 'inc-1' };

const waiting = () => {
  const ask = durable(async (event, context) => [event, JSON.parse(await context.waitForCallback('ask', async () => {}))]);
  const { host, clock } = bench({ run: ask }, {}, { [RUN_FUNCTION]: '1' });
  return { host, clock, runs: localRuns(host) };
};

test('a run is an execution named after it, of the live version, started once', async () => {
  const { host, runs } = waiting();
  expect(await runs.start(input)).toBe('started');
  expect(await runs.start({ ...input })).toBe('already');
  expect(host.byName('run', 'run-1')).toMatchObject({ status: 'RUNNING', version: '1' });
});

test('the same run for another incident is a bug, not a second run', async () => {
  const { runs } = waiting();
  await runs.start(input);
  await expect(runs.start({ ...input, incidentId: 'inc-2' })).rejects.toThrow('already started with another payload');
});

test('an answer wakes the run once; one that nobody waits for wakes nobody', async () => {
  const { host, clock, runs } = waiting();
  await runs.start(input);
  await clock.advanceTo(START + 1000);
  const id = host.pending()[0]?.callbacks[0]?.id ?? '';
  expect(await runs.answer('cb-forged', { granted: true })).toBe('already');
  expect(await runs.answer(id, { round: 1 })).toBe('answered');
  expect(await runs.answer(id, { round: 2 })).toBe('already');
  const { arn } = host.byName('run', 'run-1') ?? { arn: '' };
  await clock.advanceTo(START + 2000);
  const execution = host.get(arn);
  expect(execution && resultOf(execution)).toEqual([{ ...input }, { round: 1 }]);
});
