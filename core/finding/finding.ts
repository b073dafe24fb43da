import type { Target } from '../asset/resource.ts';
import type { Asset } from '../asset/asset.ts';
import type { Sha256 } from '../json.ts';
import type { Detection } from './detection.ts';

/** Who vouches for an event: AWS itself, somebody with rights in the account, or an application. `app` alone never acts beyond A1. */
export type Assurance = 'aws' | 'account' | 'app';
export type Certainty = 'suspected' | 'likely' | 'confirmed';
export type Sev = 1 | 2 | 3 | 4;
export type Outcome = 'ignore' | 'record' | 'triage' | 'respond';

export interface Finding extends Detection {
  readonly uid: string;
  readonly incidentClass: string;
  readonly assurance: Assurance;
  /** An AWS fact (lineage, hash, CloudTrail, metric) agrees with an application's word. Always true for `aws` and `account`. */
  readonly corroborated: boolean;
  readonly certainty: Certainty;
  readonly sev: Sev;
  /** The rule that gave the class and the certainty, as a sentence. */
  readonly because: string;
  /** The one resource a playbook acts on: `finding.target` in CEL. Others become siblings, by foreach. */
  readonly target?: Target;
}

export interface Reason {
  readonly rule: string;
  readonly verdict: boolean;
  readonly sentence: string;
}
export interface PlaybookRef {
  readonly id: string;
  readonly version: string;
  readonly digest: Sha256;
}
/** Does it concern an AI system? `needs-lookup`: a bucket, key or role that may belong to one. */
export type AiWorkload = 'yes' | 'no' | 'needs-lookup';
export interface Decision {
  readonly outcome: Outcome;
  readonly aiWorkload: AiWorkload;
  readonly findings: readonly Finding[];
  readonly playbook?: PlaybookRef;
  readonly reasons: readonly Reason[];
  /** One pasteable command. */
  readonly next: string;
}

/** What look-ups found about a detection's resources before it becomes a finding. Absent keys: not looked up. */
export interface Surroundings {
  /** The inventory was asked about the resources. Absent or false: nobody looked, so what is unknown stays a question. */
  readonly lookedUp?: boolean;
  readonly asset?: Asset;
  /** Sentences with their source, e.g. "fraud-scorer serves fraud-model/7, trained from s3://nb-train/partner/ (lineage)". */
  readonly facts: readonly { readonly sentence: string; readonly source: string; readonly corroborates: boolean }[];
  /**
   * The call was made by a role of Cordon itself; `matched`: the ledger knows the request id. `step`: it does not, because the answer was
   * lost, but it is a call that a step of the ledger had set out to make. `not-asked`: explained without a ledger.
   */
  readonly own?: { readonly role: string; readonly matched: boolean | 'step' | 'not-asked' };
}
