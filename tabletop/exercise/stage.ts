import type { DatabaseSync } from 'node:sqlite';
import type { VirtualClock } from '../../adapters/clock.ts';
import type { LocalSigner } from '../../adapters/signer-local.ts';
import type { Drawn } from '../../core/exercise/drawn.ts';
import type { LogEntry } from '../../core/exercise/outcome.ts';
import type { Scenario } from '../../core/exercise/scenario.ts';
import { noted, type Milestone, type Times } from '../../core/exercise/times.ts';
import { seenFrom, type ExerciseScope, type Seen } from '../../core/exercise/vocabulary.ts';
import type { EvidenceStore } from '../../core/evidence/store.ts';
import type { PlaybookLibrary } from '../../core/playbook/library.ts';
import type { LedgerEvent } from '../../core/ledger/facts.ts';
import { allIncidents, type Found } from '../../engine/commands/answer.ts';
import type { Desk, Policy, Receipt } from '../../engine/desk.ts';
import type { Range } from '../range/range-api.ts';
import type { RangeState } from '../range/store.ts';
import { makeSandbox } from '../sandbox.ts';
import { entryOfEvent } from './log.ts';
import { ledgerFacts, timesFrom } from './ledger-facts.ts';
import { START_MS } from './night.ts';
import { observe, type Observed } from './observe.ts';
import { openRange } from './open-range.ts';
import { sealedItems } from './sealed-items.ts';

/** Who plays; the others are played. */
export const YOU = 'you';

export interface StageOptions {
  readonly scenario: Scenario;
  readonly drawn: Drawn;
  readonly clock: VirtualClock;
  readonly database: DatabaseSync;
  readonly signer: LocalSigner;
  readonly evidence: EvidenceStore;
  readonly policy: Policy;
  /** Folder of playbooks. */
  readonly playbooks: string;
  readonly library?: PlaybookLibrary;
  readonly state: RangeState;
  /** Keeps the pretend account beside the ledger, so that it can be looked at afterwards. */
  readonly keep: boolean;
  readonly sample: (name: string) => Promise<string | undefined>;
  readonly onEntry: (entry: LogEntry) => void;
  /** Something is different from before. */
  readonly onChange: () => void;
}
export interface Stage {
  readonly range: Range;
  readonly desk: Desk;
  readonly seconds: () => number;
  readonly observed: () => Observed;
  /** Takes part in time: nothing passes while it works. */
  readonly held: <T>(work: () => Promise<T>) => Promise<T>;
  readonly send: (sample: string) => Promise<readonly Receipt[]>;
  readonly note: (milestone: Milestone) => void;
  readonly times: () => Times;
  readonly found: () => Promise<readonly Found[]>;
  readonly look: (
    more: Pick<ExerciseScope['world'], 'chosen' | 'open' | 'held'> & Pick<ExerciseScope['run'], 'shown' | 'commands' | 'idleSeconds'>,
  ) => Promise<{ readonly scope: ExerciseScope; readonly seen: Seen }>;
  readonly close: () => Promise<void>;
}

/** The whole product over a pretend organisation on one virtual timeline, as an exercise: nothing in it has a way to AWS. */
export const setStage = async (options: StageOptions): Promise<Stage> => {
  const { scenario, drawn, clock, database, signer, evidence } = options;
  const { endpoint, pace, right } = scenario.world;
  const seconds = (): number => Math.round((clock.now() - START_MS) / 100) / 10;
  const { range, access } = openRange(clock, pace, options.state, options.keep ? database : undefined);

  let times: Times = {};
  const note = (milestone: Milestone): void => {
    times = noted(times, milestone, seconds());
  };
  const watched = observe(range, endpoint, seconds, () => {
    world();
    options.onChange();
  });
  const bad = watched.seen().serving;
  const world = (): void => {
    const answers = watched.answers();
    const { serving, isUpdating } = watched.seen();
    if (isUpdating) note('changed');
    if (serving === right) note('rightVersion');
    if (answers[drawn.uncovered] !== bad && times.partly !== undefined) note('covered');
    if (times.decided !== undefined && Object.values(answers).every((version) => version !== bad)) note('contained');
  };

  const sandbox = makeSandbox({
    database,
    timeline: clock,
    signer,
    evidence,
    access,
    // A deployment may lower a playbook's mode; here nothing does, so that what the playbook says is what is tried.
    policy: { ...options.policy, mode: 'enforce', place: { ...options.policy.place, kind: 'EXERCISE' } },
    playbooks: options.playbooks,
    ...(options.library && { library: options.library }),
    exercise: true,
    sample: options.sample,
    waitPace: pace,
  });
  // Whoever waits for something to appear waits for the ledger to move, not for a real clock.
  const desk: Desk = { ...sandbox.desk, pause: () => moved() };
  const waiting = new Set<() => void>();
  const moved = (): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, 25);
      waiting.add(done);
    });

  let closed = false;
  const held: Stage['held'] = async (work) => {
    const release = clock.hold();
    try {
      return await work();
    } finally {
      release();
    }
  };
  let ledger: readonly Found[] | undefined;
  const found = async (): Promise<readonly Found[]> => (ledger ??= await allIncidents(desk));
  const sealed = sealedItems(evidence);
  const seen: LedgerEvent[] = [];
  const stopListening = sandbox.subscribe((events) => {
    if (closed) return;
    ledger = undefined;
    seen.push(...events);
    times = timesFrom(seen, times);
    world();
    for (const event of events) {
      const entry = entryOfEvent(event);
      if (entry !== undefined) options.onEntry(entry);
    }
    for (const done of waiting) done();
    options.onChange();
  });
  range.events.subscribe((event) => void (closed || held(() => sandbox.intake(JSON.stringify(event)))));
  await sandbox.resume();

  return {
    range,
    desk,
    seconds,
    held,
    note,
    found,
    observed: watched.seen,
    times: () => times,
    send: async (name) => sandbox.intake((await options.sample(name)) ?? ''),
    look: async ({ chosen, open, held: preserved, ...run }) => {
      const all = await found();
      const facts = ledgerFacts(all, endpoint, YOU);
      const { serving, everServed } = watched.seen();
      const evidenceFirst =
        times.evidence !== undefined &&
        times.evidence <= (times.changed ?? Infinity) &&
        all.every(({ state }) => state.evidence.every(({ missing }) => missing.length === 0));
      const scope: ExerciseScope = {
        clock: { seconds: Math.floor(seconds()) },
        incident: facts.incident,
        run: { times, sealed: await sealed(all), evidenceFirst, ...facts.run, ...run },
        world: { uncovered: drawn.uncovered, away: drawn.away, serving, everServed, chosen, open, held: preserved },
      };
      return { scope, seen: seenFrom(scope) };
    },
    close: async () => {
      closed = true;
      stopListening();
      watched.stop();
      await sandbox.close();
      range.close();
    },
  };
};
