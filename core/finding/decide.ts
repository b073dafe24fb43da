import { classify, type Classified, type Settings } from './classify.ts';
import type { Detected } from './detect.ts';
import type { Detection } from './detection.ts';
import type { AiWorkload, Decision, Finding, Outcome, PlaybookRef, Reason, Surroundings } from './finding.ts';

/** The playbook room's choice for one finding. It is asked only when a playbook may run at all. */
export type SelectPlaybook = (finding: Finding) => { readonly playbook?: PlaybookRef; readonly reasons: readonly Reason[] };

/** One detection with what the look-ups found around it. */
export interface Seen {
  readonly detection: Detection;
  readonly surroundings: Surroundings;
}

const ORDER: readonly Outcome[] = ['ignore', 'record', 'triage', 'respond'];
export const outcomeRank = (outcome: Outcome): number => ORDER.indexOf(outcome);

const no = (rule: string, sentence: string): Reason => ({ rule, verdict: false, sentence });

interface Verdict {
  readonly outcome: Outcome;
  readonly aiWorkload: AiWorkload;
  readonly finding?: Finding;
  readonly playbook?: PlaybookRef;
  /** The first one decided. */
  readonly reasons: readonly Reason[];
  readonly next: string;
}

const STATUS = 'npx cordon status';
const LIST = 'npx cordon list';
const INVENTORY = 'npx cordon inventory list';

/** The account where it happened, and the account of what would be touched: both must be ours. */
const strangerIn = ({ source, target }: Finding, members: Settings['members']): string | undefined => {
  if (members === 'unchecked') return undefined;
  // S3 ARNs carry no account.
  return [source.account, target?.account ?? ''].find((account) => account !== '' && !members.includes(account));
};

const verdictOnFinding = (
  found: Extract<Classified, { kind: 'finding' }>,
  seen: Seen,
  settings: Settings,
  select: SelectPlaybook,
): Verdict => {
  const { finding, aiWorkload } = found;
  const { detection, surroundings } = seen;
  const ends = (outcome: Outcome, because: Reason, next: string): Verdict => ({
    outcome,
    aiWorkload,
    finding,
    reasons: [because, ...found.reasons],
    next,
  });
  if (surroundings.own?.matched === false)
    return ends(
      'triage',
      no(
        'own-call',
        `${surroundings.own.role} is a role of Cordon, and the ledger does not know this call. People decide; no playbook runs.`,
      ),
      STATUS,
    );
  if (detection.isSample) return ends('record', no('sample', 'It is a sample. Samples are recorded and never contain anything.'), LIST);
  const stranger = strangerIn(finding, settings.members);
  if (stranger !== undefined)
    return ends(
      'record',
      no('member', `Account ${stranger} is not a member in assets.yaml; Cordon acts in member accounts only.`),
      INVENTORY,
    );
  if (found.unraised !== undefined)
    return ends('record', no('raised', `${detection.title.replace(/[.\s]+$/, '')}: ${found.unraised}.`), LIST);
  if (found.peopleDecide !== undefined) return ends('triage', found.peopleDecide, INVENTORY);
  const selected = select(finding);
  const unchecked: readonly Reason[] =
    settings.members === 'unchecked' ? [no('member', `Whether account ${detection.source.account} is a member was not checked.`)] : [];
  const { playbook } = selected;
  if (playbook !== undefined)
    return {
      outcome: 'respond',
      aiWorkload,
      finding,
      playbook,
      reasons: [...found.reasons, ...selected.reasons, ...unchecked],
      next: STATUS,
    };
  const why =
    selected.reasons.length > 0 ? selected.reasons : [no('playbook', `No playbook answers ${finding.incidentClass}; a person decides.`)];
  return { outcome: 'triage', aiWorkload, finding, reasons: [...why, ...found.reasons, ...unchecked], next: STATUS };
};

const OWN_CALL: Readonly<Record<'known' | 'step' | 'not-asked', string>> = {
  known: 'the ledger knows this call by its request id.',
  step: 'its answer never came, but it is the call that a step of the ledger had set out to make.',
  'not-asked': 'Whether the ledger knows this call is asked where Cordon runs; if it does not, Cordon is compromised.',
};
const ownCall = ({ role, matched }: NonNullable<Surroundings['own']>): Reason => {
  const how = matched === true ? 'known' : matched === 'step' ? 'step' : 'not-asked';
  return no('own-call', `${role} is a role of Cordon${how === 'not-asked' ? '.' : how === 'known' ? ', and' : ';'} ${OWN_CALL[how]}`);
};

const verdictOn = (seen: Seen, settings: Settings, select: SelectPlaybook): Verdict => {
  const { own } = seen.surroundings;
  const found = classify(seen.detection, seen.surroundings, settings);
  if (own !== undefined && own.matched !== false)
    return { outcome: 'record', aiWorkload: found.aiWorkload, reasons: [ownCall(own)], next: LIST };
  if (found.kind === 'finding') return verdictOnFinding(found, seen, settings, select);
  return { outcome: found.outcome, aiWorkload: found.aiWorkload, reasons: found.reasons, next: LIST };
};

const ANSWERS: readonly AiWorkload[] = ['no', 'needs-lookup', 'yes'];

/** What becomes of one event: the strongest verdict on what it says. Every outcome has its reasons, also "nothing". */
export const decide = (seen: readonly Seen[], settings: Settings, select: SelectPlaybook): Decision => {
  const verdicts = seen
    .map((one) => verdictOn(one, settings, select))
    .toSorted((left, right) => outcomeRank(right.outcome) - outcomeRank(left.outcome));
  const [first] = verdicts;
  if (first === undefined)
    return {
      outcome: 'ignore',
      aiWorkload: 'no',
      findings: [],
      reasons: [no('detections', 'The event says nothing that Cordon watches.')],
      next: LIST,
    };
  return {
    outcome: first.outcome,
    aiWorkload: ANSWERS.findLast((answer) => verdicts.some(({ aiWorkload }) => aiWorkload === answer)) ?? 'no',
    findings: verdicts.flatMap(({ finding }) => finding ?? []),
    ...(first.playbook === undefined ? {} : { playbook: first.playbook }),
    reasons: verdicts.flatMap(({ reasons }) => reasons).slice(0, 32),
    next: first.next,
  };
};

/** An event that no source reads. It reaches intake only when somebody sends it by hand: infra's rules are these same patterns. */
export const decideUnmatched = (event: Extract<Detected, { kind: 'unmatched' }>): Decision => ({
  outcome: 'ignore',
  aiWorkload: event.aiWorkload,
  findings: [],
  reasons: [no('source', event.sentence)],
  next: 'npx cordon explain samples/poisoned-training.json',
});
