import type { Failure, Result } from '../failure.ts';
import type { PlaybookRef } from '../finding/finding.ts';
import type { PlaybookDocument } from './document.ts';
import type { Versions } from './version.ts';

export interface LoadedPlaybook {
  /** Its digest is what a run pins. */
  readonly ref: PlaybookRef;
  readonly document: PlaybookDocument;
  /** `working`: this version is not released yet; it runs in the sandbox and in exercises only. */
  readonly state: 'released' | 'working';
  /** Where it was read, relative to the folder of playbooks. */
  readonly file: string;
}
/** A file that was not loaded. It is never passed over in silence: `doctor` and `/healthz` show it. */
export type PlaybookProblem = Failure<'playbook'> & { readonly file: string };

/** What a folder of playbooks holds, old versions too. */
export interface Shelf {
  readonly versions: Versions;
  readonly playbooks: readonly LoadedPlaybook[];
}

export interface PlaybookLibrary {
  /** The newest version of each playbook that is not retired: the candidates of `selectPlaybook`, and what shared playbooks are now. */
  all(): Promise<readonly LoadedPlaybook[]>;
  /** Exactly that document, also when it is old or its playbook is retired. Released documents stay runnable for ever. */
  byRef(ref: PlaybookRef): Promise<LoadedPlaybook | undefined>;
  /** Without a version: the newest of a playbook that is not retired. */
  resolve(id: string, version?: string): Promise<LoadedPlaybook | undefined>;
  /** A document that has no file, such as a manual order, checked like any other. */
  read(document: unknown): Result<PlaybookDocument, Failure<'playbook'>>;
  /** Everything of it: what `core/playbook/live.ts` judges. */
  shelf(): Promise<Shelf>;
  /** What could not be loaded, and why. */
  problems(): Promise<readonly PlaybookProblem[]>;
}
