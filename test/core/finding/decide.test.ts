import type { Asset } from '../../../core/asset/asset.ts';
import { targetOf } from '../../../core/asset/resource.ts';
import type { Settings } from '../../../core/finding/classify.ts';
import { decide, type SelectPlaybook } from '../../../core/finding/decide.ts';
import type { Detection } from '../../../core/finding/detection.ts';
import type { Decision, Surroundings } from '../../../core/finding/finding.ts';
import { ownRoleOf } from '../../../core/finding/own-role.ts';
import { detectionsIn } from './detections-in.ts';

const settings: Settings = { members: ['111122223333'], detectionSources: [{ source: 'northbank.ingest-guard', account: '111122223333' }] };
const nobody: Surroundings = { facts: [] };
const fraudScorer = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer';
const asset: Asset = {
  ...targetOf(fraudScorer),
  tier: 'high',
  owner: 'bo',
  deputies: ['dee'],
  failMode: 'contain',
  whenUnavailable: 'fallback',
  callers: [],
  switches: [],
  adopted: true,
  links: [],
  seenAt: '2026-11-20T02:00:00.000Z',
};
const lineage = {
  sentence: 'fraud-scorer serves fraud-model/7, trained from s3://nb-train/partner/ (lineage)',
  source: 'lineage',
  corroborates: true,
};
const fromLikely: SelectPlaybook = (finding) =>
  finding.certainty === 'suspected'
    ? { reasons: [{ rule: 'where', verdict: false, sentence: `${finding.incidentClass} answers from "likely" up` }] }
    : { playbook: { id: finding.incidentClass, version: '1.0.0', digest: `sha256:${'0'.repeat(64)}` }, reasons: [] };
const eager: SelectPlaybook = (finding) => ({
  playbook: { id: finding.incidentClass, version: '1.0.0', digest: `sha256:${'0'.repeat(64)}` },
  reasons: [],
});
const never: SelectPlaybook = () => {
  throw new Error('asked for a playbook');
};

const decided = (path: string, surroundings: Surroundings = nobody, select: SelectPlaybook = fromLikely, within = settings): Decision =>
  decide(
    detectionsIn(path).map((detection) => ({ detection, surroundings })),
    within,
    select,
  );
const first = ({ outcome, reasons }: Decision) => `${outcome}. ${reasons[0]?.sentence}`;

describe('poisoned training data', () => {
  test('respond: on the allow-list, two indicators, and lineage agrees', () => {
    const decision = decided('samples/poisoned-training.json', { lookedUp: true, asset, facts: [lineage] });
    expect(decision.outcome).toBe('respond');
    expect(decision.playbook?.id).toBe('training-data-poisoning');
    expect(decision.reasons.map(({ sentence }) => sentence)).toEqual([
      'class training-data-poisoning (declared by northbank.ingest-guard, who is on the allow-list)',
      'level "likely": label flip + unknown uploader, and a fact agrees',
      lineage.sentence,
    ]);
    const [finding] = decision.findings;
    expect(finding).toMatchObject({ assurance: 'app', corroborated: true, certainty: 'likely', sev: 1, target: { arn: fraudScorer } });
    expect(finding?.attributes).toMatchObject({ dataUri: 's3://nb-train/partner/', firstBadAt: '2026-11-18T02:10:00Z' });
  });
  test('likely on the word of an allowed sender alone, but not corroborated', () => {
    const [finding] = decided('samples/poisoned-training.json').findings;
    expect(finding).toMatchObject({ certainty: 'likely', corroborated: false, sev: 2 });
  });
  test('one indicator is suspected', () => {
    const decision = decided('test/events/one-indicator.json');
    expect(first(decision)).toBe('triage. training-data-poisoning answers from "likely" up');
    expect(decision.findings[0]?.because).toContain('level "suspected": label flip; two would make it likely');
  });
  test('one indicator and a fact is likely', () => {
    expect(decided('test/events/one-indicator.json', { facts: [lineage] }).findings[0]?.certainty).toBe('likely');
  });
  test('a sender who is not on the list never starts a playbook, even one that answers everything', () => {
    const decision = decided('test/events/unlisted-sender.json', nobody, never);
    expect(first(decision)).toBe(
      'triage. mallory.guard in account 111122223333 is not on the allow-list (detectionSources in assets.yaml); no playbook runs on its word, whatever else agrees.',
    );
    expect(decision.findings[0]?.certainty).toBe('suspected');
  });
  test('the name on the list counts only from its account', () => {
    const elsewhere = { ...settings, detectionSources: [{ source: 'northbank.ingest-guard', account: '444455556666' }] };
    expect(decided('samples/poisoned-training.json', nobody, never, elsewhere).outcome).toBe('triage');
  });
  test('no machine rule confirms', () => {
    const certainties = [
      'samples/poisoned-training.json',
      'samples/guardduty-training-data.json',
      'test/events/cloudtrail-log-file.json',
    ].flatMap((path) => decided(path, { facts: [lineage, lineage], asset }).findings.map(({ certainty }) => certainty));
    expect(certainties).not.toContain('confirmed');
    expect(certainties.length).toBeGreaterThan(2);
  });
  test('GuardDuty alone is suspected; lineage makes it likely', () => {
    expect(decided('samples/guardduty-training-data.json').findings[0]).toMatchObject({
      incidentClass: 'training-data-poisoning',
      certainty: 'suspected',
    });
    expect(decided('samples/guardduty-training-data.json', { facts: [lineage] }).outcome).toBe('respond');
  });
});

describe('what never contains', () => {
  test('scaling is ignored, and says when it would not be', () => {
    expect(first(decided('samples/scaling-event.json', nobody, never))).toBe(
      'ignore. An endpoint scaled 4 -> 6 instances. It would be a finding if the config or image changed.',
    );
  });
  test('a config on its way in is recorded until a fact contradicts it', () => {
    expect(first(decided('test/events/endpoint-config-changing.json', nobody, never))).toBe(
      'record. credit is changing from credit-cfg-3 to credit-cfg-4: people and pipelines do this all day; it is a finding when a fact contradicts it.',
    );
    expect(decided('test/events/endpoint-config-changing.json', { facts: [lineage] }, eager).outcome).toBe('respond');
  });
  test.each(['samples/sample-finding.json', 'test/events/ai-detection-sample.json'])('%s is a sample', (path) => {
    const decision = decided(path, { facts: [lineage], asset }, never);
    expect(first(decision)).toBe('record. It is a sample. Samples are recorded and never contain anything.');
    expect(decision.findings[0]?.sev).toBe(4);
  });
  test.each([
    ['test/events/other-company.json', 'where it happened'],
    ['test/events/target-elsewhere.json', 'what would be touched'],
  ])('%s: not a member, by %s', (path) => {
    const decision = decided(path, { facts: [lineage] }, never);
    expect(first(decision)).toBe('record. Account 999988887777 is not a member in assets.yaml; Cordon acts in member accounts only.');
    expect(decision.next).toBe('npx cordon inventory list');
  });
  test('alarms: only ALARM raises', () => {
    const outcomes = detectionsIn('test/events/alarm-states.json').map((detection) =>
      decide([{ detection, surroundings: nobody }], settings, fromLikely),
    );
    expect(outcomes.map(first)).toEqual([
      'triage. model-misbehavior answers from "likely" up',
      'record. Alarm fraud-scorer-4xx is OK. Only ALARM raises anything; an incident is closed by people.',
      'record. Alarm fraud-scorer-4xx is INSUFFICIENT_DATA. Only ALARM raises anything; no data is not good news.',
    ]);
  });
  test('a call that failed is recorded; the same call that worked is answered', () => {
    const outcomes = detectionsIn('test/events/cloudtrail-log-file.json').map((detection) =>
      decide([{ detection, surroundings: nobody }], settings, fromLikely),
    );
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['respond', 'record']);
    expect(outcomes[1]?.reasons[0]?.sentence).toBe('mallory called DeleteGuardrail and failed: AccessDenied. It changed nothing.');
  });
});

describe('our own calls', () => {
  const role = 'arn:aws:iam::111122223333:role/cordon-member';
  test('known by request id: recorded', () => {
    expect(first(decided('samples/own-call.json', { ...nobody, own: { role, matched: true } }, never))).toBe(
      `record. ${role} is a role of Cordon, and the ledger knows this call by its request id.`,
    );
  });
  test('unknown: Cordon is compromised, SEV1, people decide', () => {
    const decision = decided('samples/own-call.json', { ...nobody, own: { role, matched: false } }, never);
    expect(decision.outcome).toBe('triage');
    expect(decision.findings[0]).toMatchObject({ incidentClass: 'cordon-compromised', sev: 1 });
  });
  test('an unknown own call counts even when the call itself is harmless', () => {
    const [detection] = detectionsIn('samples/own-call.json').map((one) => ({ ...one, signal: 'tags-changed' }));
    if (detection === undefined) throw new Error('no detection');
    expect(decide([{ detection, surroundings: { ...nobody, own: { role, matched: false } } }], settings, never).findings[0]?.sev).toBe(1);
  });
  test('without a ledger: recorded, and says what is open', () => {
    expect(first(decided('samples/own-call.json', { ...nobody, own: { role, matched: 'not-asked' } }, never))).toContain(
      'asked where Cordon runs',
    );
  });
  test('the role is ours only by its whole ARN', () => {
    const [detection] = detectionsIn('samples/own-call.json');
    if (detection === undefined) throw new Error('no detection');
    const as = (arn: string) =>
      ownRoleOf({ ...detection, attributes: { ...detection.attributes, role: arn } }, ['cordon-member'], ['111122223333']);
    expect(as(role)).toBe(role);
    expect(as('arn:aws:iam::111122223333:role/cordon/cordon-member')).toContain('cordon-member');
    expect(as('arn:aws:iam::999988887777:role/cordon-member')).toBeUndefined();
    expect(as('arn:aws:iam::111122223333:role/cordon-member/mallory')).toBeUndefined();
    expect(
      ownRoleOf({ ...detection, source: { ...detection.source, id: 'ai-detection' } }, ['cordon-member'], ['111122223333']),
    ).toBeUndefined();
  });
  test('a quarantine tag touched by anybody else is likely tampering', () => {
    expect(decided('samples/own-call.json').findings[0]).toMatchObject({ incidentClass: 'unauthorized-ai-change', certainty: 'likely' });
  });
});

describe('what may or may not be an AI system', () => {
  const [bucket] = detectionsIn('samples/sample-finding.json').map((one) => ({
    ...one,
    signal: 'bucket-read',
    isSample: false,
    resources: [],
  }));
  const [sequence] = detectionsIn('samples/sample-finding.json').map((one) => ({
    ...one,
    signal: 'attack-sequence',
    isSample: false,
    resources: [],
  }));
  if (bucket === undefined || sequence === undefined) throw new Error('no detection');
  const on = (detection: Detection, surroundings: Surroundings) => decide([{ detection, surroundings }], settings, eager);
  test('nobody looked: a question', () => {
    expect(on(bucket, nobody)).toMatchObject({ aiWorkload: 'needs-lookup', outcome: 'respond' });
  });
  test('looked up and not ours: recorded when suspected, to people when likely', () => {
    expect(on(bucket, { facts: [], lookedUp: true })).toMatchObject({ aiWorkload: 'no', outcome: 'record' });
    expect(on(sequence, { facts: [], lookedUp: true })).toMatchObject({ aiWorkload: 'no', outcome: 'triage' });
  });
  test('an adopted asset is AI', () => {
    expect(on(bucket, { facts: [], lookedUp: true, asset })).toMatchObject({ aiWorkload: 'yes', outcome: 'respond' });
  });
  test('the strongest verdict of several detections wins', () => {
    const decision = decide(
      [
        { detection: { ...bucket, signal: 'endpoint-scaled' }, surroundings: nobody },
        { detection: sequence, surroundings: nobody },
      ],
      settings,
      eager,
    );
    expect(decision).toMatchObject({ outcome: 'respond', findings: [{ signal: 'attack-sequence' }] });
    expect(decide([], settings, never).outcome).toBe('ignore');
  });
  test('an unknown signal is kept, not dropped', () => {
    expect(on({ ...bucket, signal: 'toString' }, nobody)).toMatchObject({ outcome: 'record' });
  });
});
