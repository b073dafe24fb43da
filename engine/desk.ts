import type { Catalog } from '../core/action/catalog.ts';
import type { Assets } from '../core/action/define.ts';
import type { Verify } from '../core/approval/grant.ts';
import type { Mode } from '../core/approval/grant.ts';
import type { AssetEntry, AssetsFile } from '../core/asset/asset.ts';
import type { Arn } from '../core/asset/resource.ts';
import type { Outcome, Sev } from '../core/finding/finding.ts';
import type { PlaybookLibrary } from '../core/playbook/library.ts';
import type { LintFinding } from '../core/playbook/problem.ts';
import type { DecisionLine } from '../core/report/card.ts';
import type { Verification } from '../core/evidence/verify.ts';
import type { ActionCaller, Authority, Clock, Ids, Leases, Ledger, Runs } from './ports.ts';

/** What became of one event. Every event gets one, also those that cannot be read. */
export interface Receipt {
  readonly at: string;
  readonly eventId: string | null;
  readonly outcome: Outcome | 'unreadable';
  readonly incident: number | null;
  readonly playbook: string | null;
  readonly mode: string | null;
  readonly reasons: readonly string[];
  readonly next: string;
}

/** What a company decided; parsed once per process in the composition root. */
export interface Policy {
  readonly place: {
    readonly kind: 'SANDBOX' | 'EXERCISE' | 'LIVE';
    readonly company: string;
    readonly account: string;
    readonly region: string;
  };
  /** A deployment lowers a playbook's mode, never raises it. */
  readonly mode: Mode;
  readonly assets: AssetsFile;
  /** Minutes per round of asking, by severity. Default 5, 15, 60, 240. */
  readonly minutesBySev: Readonly<Record<Sev, number>>;
  /** Hours until an approval that never fires on silence lapses. Default 24. */
  readonly lapseHours: number;
  /** ARNs of Cordon's own roles: their calls come back as events (design §3.6). */
  readonly ownRoles: readonly string[];
}

/** The last decisions, for the console; the ledger holds those that concern an incident. */
export interface Decisions {
  add(line: DecisionLine): Promise<void>;
  /** Newest first. */
  recent(limit: number): Promise<readonly DecisionLine[]>;
}

/** Request ids of calls that Cordon itself made: how its own footsteps are told from a thief's (design §3.6). */
export interface Footsteps {
  add(requestId: string): Promise<void>;
  knows(requestId: string): Promise<boolean>;
}

/** Everything that the order of things is written over. One per process, made by a composition root. */
export interface Desk {
  readonly ledger: Ledger;
  readonly leases: Leases;
  readonly runs: Runs;
  readonly caller: ActionCaller;
  readonly authority: Authority;
  readonly verify: Verify;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly assets: Assets;
  readonly library: PlaybookLibrary;
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly decisions: Decisions;
  readonly footsteps: Footsteps;
  /** Real milliseconds, for a person who waits; nothing durable depends on it. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Reads a sealed bundle again; `trust` is the fingerprint of the key that must have signed it. */
  readonly checkEvidence: (bundle: string, trust?: string) => Promise<Verification | undefined>;
  /** Lints the playbooks that are being worked on; `undefined`: there is none of that id. */
  readonly lintPlaybooks: (
    id?: string,
  ) => Promise<{ readonly checked: readonly string[]; readonly findings: readonly LintFinding[] } | undefined>;
  /** A sample event by name; none on LIVE. */
  readonly sample: (name: string) => Promise<string | undefined>;
  /** The intake itself, for verbs that send. */
  readonly receive: (bytes: Uint8Array | string) => Promise<readonly Receipt[]>;
  readonly exercise: boolean;
}

export const entryOf = (policy: Policy, arn: Arn): AssetEntry | undefined => policy.assets.assets.find((entry) => entry.arn === arn);
