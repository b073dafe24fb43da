import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { awsTimeOf, realClock, virtualClock, type Timeline, type VirtualClock } from '../../adapters/clock.ts';
import { makeDiskEvidence } from '../../adapters/evidence-disk.ts';
import { makeLocalSigner } from '../../adapters/signer-local.ts';
import { openDatabase } from '../../adapters/sqlite.ts';
import type { JsonObject } from '../../core/json.ts';
import type { LedgerEvent } from '../../core/ledger/facts.ts';
import type { ApprovalCard } from '../../core/report/card.ts';
import { readIncident, type Reading } from '../../engine/append.ts';
import { allIncidents, findApproval } from '../../engine/commands/answer.ts';
import { runCommand } from '../../engine/commands/index.ts';
import { settled } from '../../engine/follow.ts';
import type { Policy, Receipt } from '../../engine/desk.ts';
import type { Voted } from '../../engine/ports.ts';
import type { Answer } from '../../engine/verb.ts';
import { keptState } from '../../tabletop/kept-state.ts';
import { northbankPolicy } from '../../tabletop/northbank-policy.ts';
import { rangeAccess } from '../../tabletop/range-access.ts';
import type { RangeClock } from '../../tabletop/range/clock.ts';
import { createRange } from '../../tabletop/range/range.ts';
import type { Range } from '../../tabletop/range/range-api.ts';
import type { RangeState } from '../../tabletop/range/store.ts';
import { makeSandbox, type Sandbox, type SandboxOptions } from '../../tabletop/sandbox.ts';
import { hookedEvidence, latestInstant, outsideOf, type Outside } from './world-parts.ts';

export const START = '2026-11-20T03:00:00.000Z';
export const ACCOUNT = '111122223333';
export const FRAUD_SCORER = `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:endpoint/fraud-scorer`;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface WorldOptions {
  /** Where state.db, keys and evidence are; what is there is taken up. Default: a new one, removed by `close`. */
  readonly directory?: string;
  /** Default virtual: time stands still outside `until` and `pass`. */
  readonly clock?: 'virtual' | 'real';
  /** AWS runs this much faster than people. Default 1 virtual, 60 real. */
  readonly pace?: number;
  /** Virtual only. Default Northbank's own night, or where the directory's last process stopped. */
  readonly start?: string;
  /** Virtual seconds that a directory's next process starts after its last one stopped. Default 1. */
  readonly downSeconds?: number;
  /** Before and after every write, transaction boundary, save of the range, and write of evidence. */
  readonly hook?: (point: string) => void;
  readonly between?: SandboxOptions['between'];
  readonly policy?: (policy: Policy) => Policy;
  /** How often the sweep runs, as a deployment does every minute. Default 60; 0: never by itself. */
  readonly sweepSeconds?: number;
  /** Events of the range reach the intake. Default true. */
  readonly footsteps?: boolean;
  readonly exercise?: boolean;
  /** Folder of playbooks. Default: the shipped ones. */
  readonly playbooks?: string;
  /** Sees the range before anything is taken up: who looks on from outside must be there first. */
  readonly opened?: (range: Range, database: DatabaseSync) => void | Promise<void>;
}
export interface World {
  readonly directory: string;
  readonly range: Range;
  readonly sandbox: Sandbox;
  readonly signer: Awaited<ReturnType<typeof makeLocalSigner>>;
  /** What the range's events came to, oldest first. */
  readonly receipts: readonly Receipt[];
  readonly now: () => number;
  /** What else should happen in this world's time. */
  readonly timeline: Timeline;
  /** Sends samples/<name>.json. */
  readonly send: (name: string) => Promise<readonly Receipt[]>;
  readonly vote: (approval: number, person: string, vote: 'grant' | 'deny', typed?: string) => Promise<Voted>;
  readonly command: (verb: string, args: JsonObject, person: string) => Promise<Answer>;
  /** Approvals that wait for people now, oldest first. */
  readonly waiting: () => Promise<readonly ApprovalCard[]>;
  /** Lets time pass until it holds; throws when it still does not after `atMostSeconds` of the world's time (default two days; real: 30). */
  readonly until: (seen: () => boolean | Promise<boolean>, atMostSeconds?: number) => Promise<void>;
  /** Until every run waits for a person or has ended. */
  readonly settled: () => Promise<void>;
  readonly pass: (seconds: number) => Promise<void>;
  readonly incidents: () => Promise<readonly Reading[]>;
  /** Every event of every incident, as it is stored. */
  readonly ledger: () => Promise<readonly LedgerEvent[]>;
  /** What somebody with this role gets when calling the endpoint (default fraud-scorer); no model runs and nothing is counted. */
  readonly calls: Outside['calls'];
  /** Clients in this role: what an outside observer sees. */
  readonly as: Outside['as'];
  /** Ends without a trace of its own, as a killed process would; a directory that was given stays. */
  readonly close: () => Promise<void>;
}

/** Building Northbank takes longer than an incident: once per process. */
let northbank: RangeState | undefined;
const newState = (): RangeState => {
  const range = createRange({ clock: { pace: 1, now: () => Date.parse(START), after: () => () => {} } });
  northbank ??= range.exportState();
  range.close();
  return northbank;
};

const isVirtual = (timeline: ReturnType<typeof realClock> | VirtualClock): timeline is VirtualClock => 'advanceTo' in timeline;

/** Real time, or a night at Northbank; a directory's next process goes on after its last one. */
const timeOf = (options: WorldOptions, database: DatabaseSync) => {
  if (options.clock === 'real') return { timeline: realClock(), pace: options.pace ?? 60 };
  const before = latestInstant(database);
  const from = before === undefined ? Date.parse(options.start ?? START) : before + (options.downSeconds ?? 1) * 1000;
  return { timeline: virtualClock(from), pace: options.pace ?? 1 };
};

/** The pretend AWS, as the directory has it or new, and kept there from now on. */
const rangeOf = (database: DatabaseSync, clock: RangeClock, hook: (point: string) => void): Range => {
  const state = keptState(database);
  const known = state.state();
  const range = createRange({ clock, state: known ?? northbank ?? newState() });
  if (known === undefined) state.save(Object.entries(range.exportState()).map(([key, json]) => ({ key, json })));
  range.onChange((changes) => {
    hook('before range');
    state.save(changes);
    hook('after range');
  });
  return range;
};

/** The whole product over the whole pretend AWS, in this process and on one timeline. */
export const makeWorld = async (options: WorldOptions = {}): Promise<World> => {
  const { hook = () => {}, sweepSeconds = 60 } = options;
  const own = options.directory === undefined;
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'cordon-world-'));
  mkdirSync(directory, { recursive: true });
  // What a killed process wrote is in the file; only a power cut needs the fsync.
  const database = openDatabase(join(directory, 'state.db'), 'NORMAL');
  const signer = await makeLocalSigner(join(directory, 'keys'), 'cordon');
  const { timeline, pace } = timeOf(options, database);
  const range = rangeOf(database, awsTimeOf(timeline, pace), hook);
  await options.opened?.(range, database);

  const policy = await northbankPolicy();
  const sandbox = makeSandbox({
    database,
    timeline,
    signer,
    access: rangeAccess(range),
    evidence: hookedEvidence(makeDiskEvidence({ directory: join(directory, 'evidence'), signer }), hook),
    policy: options.policy?.(policy) ?? policy,
    playbooks: options.playbooks ?? join(ROOT, 'playbooks'),
    exercise: options.exercise ?? false,
    sample: async (name) => readFileSync(join(ROOT, 'samples', `${name}.json`), 'utf8'),
    waitPace: pace,
    hook,
    ...(options.between && { between: options.between }),
  });
  const { desk } = sandbox;

  let closed = false;
  /** Time stands still while something is being worked on that no durable operation waits for. */
  const held = async <T>(work: () => Promise<T>): Promise<T> => {
    const release = timeline.hold();
    try {
      return await work();
    } finally {
      release();
    }
  };
  const receipts: Receipt[] = [];
  const hear = (event: object): Promise<number> => held(async () => receipts.push(...(await sandbox.intake(JSON.stringify(event)))));
  if (options.footsteps ?? true) range.events.subscribe((event) => void (closed || hear(event)));
  const sweepLater = (): void => {
    timeline.schedule(timeline.now() + sweepSeconds * 1000, async () => {
      if (closed) return;
      await sandbox.sweep();
      sweepLater();
    });
  };
  if (sweepSeconds > 0 && isVirtual(timeline)) sweepLater();

  const until = async (
    seen: () => boolean | Promise<boolean>,
    atMostSeconds = isVirtual(timeline) ? 172_800 : 30,
    facts?: ReadonlySet<string>,
  ): Promise<void> => {
    if (await seen()) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const check = (): void => void held(async () => (await seen()) && resolve()).catch(reject);
    const late = () => reject(new Error(`not seen within ${atMostSeconds} s; it is ${new Date(timeline.now()).toISOString()}`));
    const stops = [
      sandbox.subscribe((events) => (facts === undefined || events.some(({ type }) => facts.has(type))) && check()),
      ...(facts === undefined ? [range.onChange(check)] : []),
      timeline.schedule(timeline.now() + atMostSeconds * 1000, late),
    ];
    try {
      await (isVirtual(timeline) ? timeline.during(promise) : promise);
    } finally {
      for (const stop of stops) stop();
    }
  };
  const incidents = async () => Promise.all((await desk.ledger.incidents()).map((id) => readIncident(desk, id)));
  const waiting = async () =>
    (await allIncidents(desk))
      .flatMap(({ approvals }) => approvals.filter((card) => card.state === 'waiting'))
      .toSorted((a, b) => a.number - b.number);
  const { as, calls } = outsideOf(range);

  await sandbox.resume();
  return {
    directory,
    range,
    sandbox,
    signer,
    receipts,
    now: timeline.now,
    timeline,
    until,
    incidents,
    waiting,
    as,
    calls,
    send: async (name) => held(async () => sandbox.intake((await desk.sample(name)) ?? '')),
    vote: (number, person, vote, typed) =>
      held(async () => {
        const found = await findApproval(desk, number);
        if (found === undefined) throw new Error(`there is no A-${number}`);
        const ask = {
          incidentId: found.state.incidentId,
          approvalId: found.approvalId,
          actor: { kind: 'human', id: person, via: 'cli' } as const,
        };
        return desk.authority.vote({ ...ask, vote, ...(vote === 'deny' && { reason: 'not now' }), ...(typed !== undefined && { typed }) });
      }),
    command: (verb, args, person) => held(() => runCommand(desk, verb, args, { kind: 'human', id: person, via: 'cli' })),
    settled: () => until(async () => (await incidents()).every(isSettled), undefined, SETTLING),
    pass: async (seconds) => {
      if (isVirtual(timeline)) await timeline.advanceTo(timeline.now() + seconds * 1000);
      else await desk.pause(seconds * 1000);
    },
    ledger: async () => (await Promise.all((await desk.ledger.incidents()).map((id) => desk.ledger.read(id)))).flat(),
    close: async () => {
      closed = true;
      await sandbox.close();
      range.close();
      database.close();
      if (own) rmSync(directory, { recursive: true, force: true });
    },
  };
};

/** Facts after which a run may have nothing left to do by itself. */
const SETTLING: ReadonlySet<string> = new Set(['approval.waiting', 'run.waiting', 'step.ended', 'run.ended']);
/** Every run has ended, or waits for a person and has said so. */
const isSettled = (state: Reading): boolean => settled(state) !== undefined;
