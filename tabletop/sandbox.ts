import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { withDurableExecution, type DurableContext } from '@aws/durable-execution-sdk-js';
import { instantsOf, type Timeline } from '../adapters/clock.ts';
import { sqliteDecisions } from '../adapters/decisions-sqlite.ts';
import { createDurableHost } from '../adapters/durable-host/host.ts';
import type { DurableHost } from '../adapters/durable-host/api.ts';
import { checkBundle } from '../adapters/evidence-check.ts';
import { sqliteFootsteps } from '../adapters/footsteps-sqlite.ts';
import { sqliteLeases } from '../adapters/leases-sqlite.ts';
import { sqliteLedger } from '../adapters/ledger-sqlite.ts';
import { lintFolder, playbooksFromFiles } from '../adapters/playbooks-files.ts';
import { localRuns } from '../adapters/runs-local.ts';
import type { LocalSigner } from '../adapters/signer-local.ts';
import type { Hook } from '../adapters/sqlite.ts';
import { actions } from '../actions/index.ts';
import { catalogOf } from '../actions/catalog.ts';
import { catalogFrom } from '../core/action/catalog.ts';
import type { EvidenceStore } from '../core/evidence/store.ts';
import type { LedgerEvent } from '../core/ledger/facts.ts';
import type { PlaybookLibrary } from '../core/playbook/library.ts';
import { record } from '../engine/append.ts';
import { makeAuthority } from '../engine/authority/authority.ts';
import type { Desk, Policy, Receipt } from '../engine/desk.ts';
import { haltOf } from '../engine/house.ts';
import { interpret } from '../engine/interpret/run.ts';
import { makeIntake } from '../engine/intake/intake.ts';
import type { ActionCaller, RunInput } from '../engine/ports.ts';
import { sweep } from '../engine/sweep.ts';
import { sources } from '../sources/index.ts';
import { localActions, memberAccess, type HereOptions } from './actions-here.ts';
import { readFeed, telling } from './feed.ts';

export interface SandboxOptions {
  readonly database: DatabaseSync;
  readonly timeline: Timeline;
  readonly access: Pick<HereOptions, 'sts' | 'makers'>;
  readonly signer: LocalSigner;
  readonly evidence: EvidenceStore;
  readonly policy: Policy;
  readonly playbooks: string;
  /** Read already: hundreds of exercises share one. Default: what is in `playbooks`. */
  readonly library?: PlaybookLibrary;
  readonly exercise: boolean;
  /** Sample events by name. */
  readonly sample: (name: string) => Promise<string | undefined>;
  /** AWS waits run this much faster; people's deadlines do not. Default 1. */
  readonly waitPace?: number;
  /** Crash tests end the process in here. */
  readonly hook?: Hook;
  /** Stands between the engine and its actions: crash tests cut the line after an effect. */
  readonly between?: (caller: ActionCaller) => ActionCaller;
}
export interface Sandbox {
  readonly desk: Desk;
  readonly host: DurableHost;
  readonly intake: (bytes: Uint8Array | string) => Promise<readonly Receipt[]>;
  /** Takes up what an earlier process left: runs, orders that were never started, news that were never told. */
  readonly resume: () => Promise<number>;
  /** Called with what was appended, after it was acted on. */
  readonly subscribe: (listener: (events: readonly LedgerEvent[]) => void) => () => void;
  /** What time left to do; a deployment does it every minute. */
  readonly sweep: () => Promise<void>;
  /** Lets what is being decided end; runs stop where they are and are taken up by the next process. */
  readonly close: () => Promise<void>;
}
/** Cordon on one machine: the engine that runs on AWS, over sqlite, a local key and whatever account its clients reach. */
export const makeSandbox = (options: SandboxOptions): Sandbox => {
  const { database, timeline, access, signer, evidence, policy, exercise, hook = () => {} } = options;
  const clock = instantsOf(timeline);
  const kept = sqliteLedger({ database, clock, exercise, hook });
  const ledger = telling(kept, () => feed.look());
  const leases = sqliteLeases(database, hook);
  const footsteps = sqliteFootsteps(database);
  let closed = false;
  const member = memberAccess({
    ...access,
    clock,
    onCall: ({ requestId }) => {
      // A step that is under way when we close ends in nobody's hands; the next process makes its calls again.
      if (requestId !== undefined && !closed) void footsteps.add(requestId);
    },
  });
  const assets = member.inventory(policy.assets);
  const { verify } = signer;
  const direct = localActions({
    services: { assets, evidence },
    cloud: member.cloud,
    canary: member.canary,
    leases,
    verify,
    clock,
    mode: 'enforce',
    halted: async () => (await haltOf({ ledger, verify }))?.sentence,
    report: (incidentId, { what, why }) =>
      record({ ledger, verify }, incidentId, [
        {
          id: `alarm:ungranted:${clock.now()}`,
          type: 'alarm.raised',
          actor: { kind: 'system', id: 'action' },
          data: { kind: 'ungranted-call', sentence: `${what}: ${why}. Nothing was changed.` },
        },
      ]),
  });
  const caller = options.between?.(direct) ?? direct;
  const catalog = catalogFrom(catalogOf(actions));
  const ids = { token: () => randomBytes(16).toString('base64url') };
  const library = options.library ?? playbooksFromFiles(options.playbooks);
  const authority = makeAuthority({ ledger, signer, verify, caller, clock, ids, catalog, policy, library, exercise });
  // The interpreter runs only once the desk below exists: a handler is called by an execution, and executions start later.
  const handler = withDurableExecution((input: RunInput, context: DurableContext) => interpret(desk)(input, context));
  const host = createDurableHost({
    database,
    clock: timeline,
    waitPace: options.waitPace ?? 1,
    hook,
    functions: { versions: { run: { 1: { kind: 'durable', handler } } }, aliases: { 'run:live': '1' } },
  });
  const desk: Desk = {
    ledger,
    leases,
    runs: localRuns(host),
    caller,
    authority,
    verify,
    clock,
    ids,
    assets,
    library,
    catalog,
    policy,
    decisions: sqliteDecisions(database),
    footsteps,
    exercise,
    checkEvidence: (bundle, trust) => checkBundle(evidence, bundle, verify, trust),
    lintPlaybooks: (id) => lintFolder(options.playbooks, catalogOf(actions), id),
    pause: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
    sample: options.sample,
    receive: (bytes) => intake(bytes),
  };
  const decide = makeIntake(desk, sources);
  const under = new Set<Promise<unknown>>();
  const intake: Sandbox['intake'] = async (bytes) => {
    const deciding = decide(bytes);
    under.add(deciding);
    return deciding.finally(() => under.delete(deciding));
  };
  const listeners = new Set<(events: readonly LedgerEvent[]) => void>();
  const publish = (events: readonly LedgerEvent[]) => {
    for (const listener of listeners) listener(events);
  };
  const feed = readFeed({ desk: { ledger, runs: desk.runs, verify, publish }, feed: kept, database, timeline, hook });
  return {
    desk,
    host,
    intake,
    resume: async () => {
      feed.look();
      const { resumed } = host.recover();
      await sweep(desk);
      return resumed.length;
    },
    sweep: async () => void (await sweep(desk)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      closed = true;
      feed.stop();
      await Promise.allSettled(under);
      host.close();
    },
  };
};
