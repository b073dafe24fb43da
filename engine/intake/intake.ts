import { decide, decideUnmatched, type Seen, type SelectPlaybook } from '../../core/finding/decide.ts';
import { detector } from '../../core/finding/detect.ts';
import type { Source } from '../../core/finding/detection.ts';
import { CORDON_COMPROMISED } from '../../core/finding/signals.ts';
import type { Decision, Finding, Reason } from '../../core/finding/finding.ts';
import type { Failure } from '../../core/failure.ts';
import { readEvents, type EventRead } from '../../core/finding/read-events.ts';
import { selectPlaybook } from '../../core/playbook/select.ts';
import type { Desk, Receipt } from '../desk.ts';
import { liveNow } from '../house.ts';
import { join, open, type Joined } from './open.ts';
import { surround } from './surround.ts';

const unread = (at: string, { why, next }: Failure): Receipt => ({
  at,
  eventId: null,
  outcome: 'unreadable',
  incident: null,
  playbook: null,
  mode: null,
  reasons: [why],
  next,
});
const settingsOf = ({ policy: { assets } }: Desk) => ({
  members: assets.members.map(({ account }) => account),
  detectionSources: assets.detectionSources,
});

/** The playbook room's choice, over what answers now (core/playbook/live.ts) and what the inventory knows about the target. */
const selector = async (desk: Desk, surroundings: Awaited<ReturnType<typeof surround>>): Promise<SelectPlaybook> => {
  const views = await liveNow(desk);
  const loaded = views.flatMap(({ live }) => live ?? []);
  // Never silence: whose version is gone says so, and if nothing else answers a person is asked.
  const lost = views.flatMap(({ id, problem }): readonly Reason[] =>
    problem === undefined ? [] : [{ rule: `playbook ${id}`, verdict: false, sentence: `${problem.why}: ${problem.next}` }],
  );
  return (finding) => {
    const { playbook, reasons } = selectPlaybook(
      loaded.map(({ document }) => document),
      { finding, ...(surroundings.asset && { asset: surroundings.asset }) },
    );
    const ref = playbook && loaded.find(({ document }) => document === playbook)?.ref;
    return { reasons: [...lost, ...reasons], ...(ref && { playbook: ref }) };
  };
};

const same = (joined: Joined): Reason =>
  joined.how === 'same'
    ? { rule: 'correlation', verdict: true, sentence: `Same problem as INC-${joined.number} (same finding uid); nothing ran twice.` }
    : {
        rule: 'correlation',
        verdict: true,
        sentence: `Joined INC-${joined.number}, which is about the same problem or the same endpoint.`,
      };

/** SageMaker tells of every change, also of those that a run of ours makes while it holds the endpoint: news, not a finding. */
const ownChange = async (desk: Desk, seen: readonly Seen[]): Promise<Decision | undefined> => {
  for (const {
    detection,
    surroundings: { asset },
  } of seen) {
    if (asset === undefined || !detection.source.id.startsWith('sagemaker-')) continue;
    const holder = await desk.leases.holder(asset.arn);
    if (holder === undefined) continue;
    const sentence = `${detection.title.replace(/[.\s]+$/, '')}: a run of Cordon holds ${asset.name} and is changing it itself.`;
    return {
      outcome: 'record',
      aiWorkload: 'yes',
      findings: [],
      reasons: [{ rule: 'own-change', verdict: true, sentence }],
      next: 'npx cordon status',
    };
  }
  return undefined;
};

/** A bare record does not say through which account and bus it came: it can be explained, but nothing may be done on its word. */
const bare = (event: Extract<EventRead, { kind: 'event' }>): Receipt => ({
  at: event.at,
  eventId: event.envelope.id,
  outcome: 'unreadable',
  incident: null,
  playbook: null,
  mode: null,
  reasons: [`It is a ${event.shape} without its EventBridge envelope; Cordon acts only on events that came through EventBridge.`],
  next: 'npx cordon explain FILE',
});

/**
 * What an incident hears counts in its approvals, so only what would have opened one may join one: not samples, strangers or senders that
 * nobody listed. Of questions for people, those join that AWS itself asks.
 */
const mayJoin = (finding: Finding, { outcome }: Decision): boolean =>
  finding.incidentClass !== CORDON_COMPROMISED && (outcome === 'respond' || (outcome === 'triage' && finding.assurance === 'aws'));

/** One event of a batch, whole: decided again from the start when the process dies before the end. */
const receiveOne = async (
  desk: Desk,
  detect: ReturnType<typeof detector>,
  event: Extract<EventRead, { kind: 'event' }>,
): Promise<Receipt> => {
  if (event.shape !== 'eventbridge') return bare(event);
  const base = { at: event.at, eventId: event.envelope.id };
  const found = detect(event.envelope, event.rawDigest);
  if (found.kind === 'unreadable') return { ...unread(event.at, found.failure), eventId: event.envelope.id };
  if (found.kind === 'unmatched') return finish(desk, base, event, decideUnmatched(found), undefined);
  const seen = await Promise.all(found.detections.map(async (detection) => ({ detection, surroundings: await surround(desk, detection) })));
  const ours = await ownChange(desk, seen);
  if (ours !== undefined) return finish(desk, base, event, ours, undefined);
  const [first] = seen;
  const select: SelectPlaybook = first === undefined ? () => ({ reasons: [] }) : await selector(desk, first.surroundings);
  const decision = decide(seen, settingsOf(desk), select);
  const [finding] = decision.findings;
  if (finding === undefined) return finish(desk, base, event, decision, undefined);
  const joined = mayJoin(finding, decision) ? await join(desk, finding, decision) : undefined;
  if (joined !== undefined)
    return finish(
      desk,
      base,
      event,
      { ...decision, outcome: 'record', reasons: [same(joined), ...decision.reasons], next: `npx cordon status INC-${joined.number}` },
      joined,
    );
  const opened =
    decision.outcome === 'respond' || finding.incidentClass === CORDON_COMPROMISED ? await open(desk, finding, decision) : undefined;
  return finish(
    desk,
    base,
    event,
    opened === undefined ? decision : { ...decision, next: `npx cordon status INC-${opened.number}` },
    opened,
  );
};

const finish = async (
  desk: Desk,
  base: Pick<Receipt, 'at' | 'eventId'>,
  event: Extract<EventRead, { kind: 'event' }>,
  decision: Decision,
  joined: Joined | undefined,
): Promise<Receipt> => {
  const { outcome, playbook, reasons, next, findings } = decision;
  const name = playbook === undefined || outcome !== 'respond' ? null : `${playbook.id}@${playbook.version}`;
  const incident = joined?.number ?? null;
  const target = findings[0]?.target?.name ?? event.envelope['detail-type'];
  await desk.decisions.add({ at: desk.clock.now(), outcome, incident, playbook: name, target, sentence: reasons[0]?.sentence ?? outcome });
  const mode = playbook === undefined || outcome !== 'respond' ? null : ((await desk.library.byRef(playbook))?.document.mode ?? null);
  // Why it responds; what other playbooks would have said is `explain`'s to tell.
  const told = outcome === 'respond' ? reasons.filter(({ verdict }) => verdict) : reasons;
  return { ...base, outcome, incident, playbook: name, mode, reasons: told.map(({ sentence }) => sentence), next };
};

/** Raw bytes in, one receipt per event out. Bad input is answered, never lost and never thrown. */
export const makeIntake = (desk: Desk, sources: readonly Source[]): ((bytes: Uint8Array | string) => Promise<readonly Receipt[]>) => {
  const detect = detector(sources);
  return async (bytes) => {
    const receipts: Receipt[] = [];
    for (const read of readEvents(bytes)) {
      receipts.push(read.kind === 'event' ? await receiveOne(desk, detect, read) : unread(read.at, read.failure));
    }
    return receipts;
  };
};
