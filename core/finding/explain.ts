import type { Detection, Source } from './detection.ts';
import { decide, decideUnmatched, type SelectPlaybook } from './decide.ts';
import { detector, type Detected } from './detect.ts';
import type { Settings } from './classify.ts';
import type { Unreadable } from './envelope.ts';
import type { Decision, Surroundings } from './finding.ts';
import { readEvents } from './read-events.ts';
import type { Shape } from './bare-event.ts';

export interface ExplainDeps {
  readonly sources: readonly Source[];
  readonly settings: Settings;
  readonly select: SelectPlaybook;
  /** What is known without asking anybody, e.g. from assets.yaml. Default: nothing was looked up. */
  readonly surround?: (detection: Detection) => Surroundings;
}
export interface ExplainedEvent extends Omit<Decision, 'playbook'> {
  /** Where in the text: `event 1`, `line 3`. */
  readonly at: string;
  readonly eventId: string;
  readonly shape: Shape;
  readonly playbook: Decision['playbook'] | null;
}
export interface Explanation {
  readonly schemaVersion: 1;
  readonly events: readonly ExplainedEvent[];
  readonly unreadable: readonly { readonly at: string; readonly failure: Unreadable }[];
}

const unseen: Surroundings = { facts: [] };

/** What Cordon would make of every event in a text. Touches nothing, asks nobody; the same code as intake. */
export const explainFile = (text: string | Uint8Array, deps: ExplainDeps): Explanation => {
  const detect = detector(deps.sources);
  const surround = deps.surround ?? (() => unseen);
  const decided = (found: Exclude<Detected, { kind: 'unreadable' }>): Decision =>
    found.kind === 'unmatched'
      ? decideUnmatched(found)
      : decide(
          found.detections.map((detection) => ({ detection, surroundings: surround(detection) })),
          deps.settings,
          deps.select,
        );
  const events: ExplainedEvent[] = [];
  const unreadable: { readonly at: string; readonly failure: Unreadable }[] = [];
  for (const read of readEvents(text)) {
    if (read.kind === 'unreadable') {
      unreadable.push({ at: read.at, failure: read.failure });
      continue;
    }
    const found = detect(read.envelope, read.rawDigest);
    if (found.kind === 'unreadable') unreadable.push({ at: read.at, failure: found.failure });
    else {
      const decision = decided(found);
      events.push({ ...decision, playbook: decision.playbook ?? null, at: read.at, eventId: read.envelope.id, shape: read.shape });
    }
  }
  return { schemaVersion: 1, events, unreadable };
};
