import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { actions } from '../../actions/index.ts';
import { catalogOf } from '../../actions/catalog.ts';
import { catalogFrom } from '../../core/action/catalog.ts';
import { interpret } from '../../engine/interpret/run.ts';
import { historyNames, readHistory, stateAfter, textOf } from './history.ts';
import { PLANTED } from './planted.ts';
import { RECORDINGS } from './recordings.ts';
import { wrongAnywhere, wrongAt } from './replay.ts';

/** Of today, settle times and all: a run that is taken up finds this one. */
const catalog = catalogFrom(catalogOf(actions));
interface Versions {
  readonly playbooks: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
const RECORD = 'npm run test:histories:record, and commit what it wrote';

/** Half a second after every invocation the SDK (2.4.0) looks at it once more; a suite that is over by then is called leaking. */
afterAll(() => sleep(600));

describe('a run that began under an earlier interpreter goes on under this one, from wherever it stopped', () => {
  test.each(historyNames())('%s', async (name) => {
    expect(await wrongAnywhere(readHistory(name), interpret, catalog)).toEqual([]);
  });
});

describe('every run that somebody may have has a history', () => {
  const histories = historyNames().map(readHistory);

  test('every released version of every playbook, under its digest', () => {
    const held = new Set(histories.flatMap(({ playbooks }) => Object.entries(playbooks).map(([id, digest]) => `${id} ${digest}`)));
    const { playbooks }: Versions = JSON.parse(readFileSync('playbooks/versions.json', 'utf8'));
    const released = Object.entries(playbooks).flatMap(([id, digests]) =>
      Object.entries(digests).map(([version, digest]) => `${id}@${version} ${digest}`),
    );
    expect(released.length).toBeGreaterThanOrEqual(3);
    expect({ missing: released.filter((one) => !held.has(one)), fix: RECORD }).toEqual({ missing: [], fix: RECORD });
  });
  test('every recording that record.ts can make', () => {
    const missing = Object.keys(RECORDINGS).filter((name) => !historyNames().includes(name));
    expect({ missing, fix: RECORD }).toEqual({ missing: [], fix: RECORD });
  });
  test('it says whose it is, and is complete and the file as it would be written again', () => {
    for (const history of histories) {
      expect(history.interpreter).toMatch(/^[0-9a-f]{40}$/);
      const open = stateAfter(history, history.changes.length).filter(({ Type, EndTimestamp }) => Type !== 'EXECUTION' && !EndTimestamp);
      expect([history.name, open]).toEqual([history.name, []]);
      expect(JSON.parse(textOf(history))).toEqual(history);
    }
  });
  test('between them they wait, are answered, are too late, back off, plan again, and end well and badly', () => {
    const seen = new Set(
      histories.flatMap(({ changes }) => changes.map(({ type, name, status }) => `${type ?? ''} ${name ?? ''} ${status}`)),
    );
    const some = (what: RegExp) => [...seen].some((one) => what.test(one));
    for (const what of [
      /^WAIT .*settle/,
      /^CALLBACK/,
      /SUCCEEDED/,
      /TIMED_OUT/,
      /^WAIT .*back-off/,
      /:plan\.2 /,
      /-try\.2 /,
      /^STEP .*ask-people/,
    ])
      expect([what, some(what)]).toEqual([what, true]);
    const ends = histories.map(({ outcome }) => JSON.stringify(outcome.result).slice(0, 22));
    expect(new Set(ends)).toEqual(new Set(['{"status":"completed",', '{"status":"failed","be']));
  });
});

describe('a change that would break runs in flight is caught', () => {
  const history = readHistory('training-data-poisoning-1.0.0');
  test.each(Object.entries(PLANTED))('%s', async (_, { interpreter, says }) => {
    expect((await wrongAnywhere(history, interpreter, catalog)).join('\n')).toMatch(says);
  });
  test('also where the operation is recorded already, by the SDK itself', async () => {
    const { interpreter } = PLANTED['a step has another name'] ?? { interpreter: interpret };
    const wrong = await wrongAt({ history, count: history.changes.length, interpreter, catalog });
    expect(wrong.join('\n')).toMatch(/Non-deterministic execution detected: Operation name mismatch/);
  });
});
