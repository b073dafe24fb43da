import type { ApprovalCard, IncidentCard, Overview, StatusWord, TimelineLine } from '../../core/report/card.ts';
import type { Arn } from '../../core/asset/resource.ts';
import { plus, type Instant } from '../../core/time.ts';

const arn = (name: string): Arn => `arn:aws:sagemaker:eu-west-1:111122223333:endpoint/${name}`;
export const WORDS: readonly StatusWord[] = ['QUIET', 'NOT CONTAINED', 'PARTLY CONTAINED', 'CONTAINED', 'UNKNOWN', 'RECOVERING'];

const quarantine = (now: Instant): ApprovalCard => ({
  number: 1,
  incident: 1,
  title: 'Quarantine fraud-scorer: nobody may call it',
  risk: 'A2-contain',
  target: { arn: arn('fraud-scorer'), name: 'fraud-scorer' },
  askedAt: plus(now, -20),
  state: 'waiting',
  asks: ['you', 'cy', 'ann'],
  until: plus(now, 280),
  afterwards: { asks: ['bo'], until: plus(now, 580) },
  endsAt: plus(now, 580),
  onSilence: 'it is done anyway (fail mode of fraud-scorer: contain)',
  seats: [{ role: 'responder', people: ['you', 'cy', 'ann'], filledBy: null }],
  rule: 'A2-contain on tier high (approval table)',
  impact: ['checkout-api 114/s falls back to rules-2 (declared by payments)', 'batch-nightly 6/s has no fallback: its jobs will fail'],
  undo: 'npx cordon release fraud-scorer: two people, about 30 s',
  calls: [
    {
      operation: 'sagemaker:AddTags',
      input: { ResourceArn: arn('fraud-scorer'), Tags: [{ Key: 'cordon:quarantine', Value: 'INC-1' }] },
    },
  ],
  before: ['InService, fraud-cfg-7, no quarantine tag'],
  plan: '7c40-e1d2-90ab',
  typedTarget: false,
  byIam: 'next',
  closedBecause: null,
});

const release = (now: Instant): ApprovalCard => ({
  ...quarantine(now),
  number: 3,
  title: 'Release fraud-scorer: every caller may call it again',
  risk: 'L',
  asks: ['bo', 'cy'],
  until: plus(now, 3000),
  afterwards: null,
  endsAt: plus(now, 3000),
  onSilence: 'it is not done: the quarantine stays',
  seats: [
    { role: 'security', people: ['cy', 'ann'], filledBy: 'cy' },
    { role: 'owner', people: ['bo'], filledBy: null },
  ],
  rule: 'L on tier high (approval table): two people, not the one who asked',
  impact: ['checkout-api 114/s and batch-nightly 6/s are answered by fraud-model/6 again'],
  undo: 'npx cordon contain fraud-scorer: about 20 s',
  calls: [{ operation: 'sagemaker:DeleteTags', input: { ResourceArn: arn('fraud-scorer'), TagKeys: ['cordon:quarantine'] } }],
  before: ['InService, fraud-cfg-6, quarantined for INC-1'],
  plan: '19ab-77c0-1d2e',
  typedTarget: true,
});

const line = (now: Instant, seq: number, ago: number, sentence: string, who = 'cordon'): TimelineLine => ({
  seq,
  at: plus(now, -ago),
  sentence,
  by: who === 'cordon' ? 'machine' : 'human',
  who,
});

const BECAUSE: Readonly<Record<StatusWord, readonly string[]>> = {
  QUIET: [],
  'NOT CONTAINED': ['fraud-scorer answers with fraud-model/7, 120 requests/s'],
  'PARTLY CONTAINED': [
    '1 of 2 callers is not covered by the deny: role/batch-nightly (6 requests/s)',
    'proven: a canary call as cordon-canary-covered is denied',
    'pending: answered requests 120/s -> 6/s, not yet 0',
  ],
  CONTAINED: [
    'a canary call as cordon-canary-covered: AccessDenied',
    '2 of 2 callers of the last 24 h are covered by the deny',
    'answered requests: 120/s -> 0/s',
  ],
  UNKNOWN: ['could not read back since 02:41:40Z (throttled), asking again until 02:46Z', 'the tag may or may not be set'],
  RECOVERING: ['fraud-cfg-6 is in service, quarantine still on', 'waiting for 2 people before callers are let in again'],
};

const CONTAINMENT = {
  QUIET: 'released',
  'NOT CONTAINED': 'not-contained',
  'PARTLY CONTAINED': 'partly-contained',
  CONTAINED: 'contained',
  UNKNOWN: 'unknown',
  RECOVERING: 'contained',
} as const;

export const incident = (now: Instant, word: StatusWord): IncidentCard => {
  const waiting = word === 'NOT CONTAINED' ? [quarantine(now)] : word === 'RECOVERING' ? [release(now)] : [];
  return {
    id: 'inc-0123456789abcdef0123456789abcdef',
    number: 1,
    word,
    containment: CONTAINMENT[word],
    because: BECAUSE[word],
    sev: 1,
    sevBecause: 'tier high and certainty likely',
    incidentClass: 'training-data-poisoning',
    title: 'fraud-scorer: its training data was poisoned',
    openedAt: plus(now, -41),
    target: { arn: arn('fraud-scorer'), name: 'fraud-scorer', tier: 'high', owner: 'bo' },
    playbook: 'training-data-poisoning@1.0.0',
    findings: [
      {
        title: 'Training data poisoning in s3://nb-train/partner/',
        certainty: 'likely',
        because: 'label flips and an unknown uploader; the sender is on the allow-list',
        product: 'northbank.ingest-guard',
      },
    ],
    facts: [
      'fraud-scorer serves fraud-model/7, trained from s3://nb-train/partner/ (lineage)',
      '5,470,112 answers by fraud-model/7 since 2026-11-19 14:02Z (CloudWatch)',
      'same package, artefact or image elsewhere: nowhere (1 account, 1 region searched)',
      'last good: fraud-model/6, approved 2026-11-02 by mlops, 5 of 5 parts still there (history)',
    ],
    evidence: [
      { number: 1, bundle: 'E-1', set: 'quick', items: 11, missing: [] },
      { number: 2, bundle: 'E-2', set: 'full', items: 46, missing: ['async outputs (endpoint has none)', 'VPC flow logs (not enabled)'] },
    ],
    waiting,
    steps: [
      { path: 'evidence', title: 'Take the quick evidence set', status: 'done', detail: '11 items, 0.8 s' },
      {
        path: 'deny',
        title: 'Quarantine fraud-scorer',
        status: word === 'NOT CONTAINED' ? 'waiting' : word === 'UNKNOWN' ? 'unknown' : word === 'PARTLY CONTAINED' ? 'running' : 'done',
        detail: word === 'NOT CONTAINED' ? 'A-1' : 'tag set, 0.1 s',
      },
      {
        path: 'rollback',
        title: 'Roll back to fraud-model/6',
        status: word === 'RECOVERING' ? 'done' : 'planned',
        detail: word === 'RECOVERING' ? 'fraud-cfg-6 in service' : '',
      },
    ],
    tasks: [],
    choices: [],
    timeline: [
      line(now, 1, 41, 'AI Detection from northbank.ingest-guard'),
      line(now, 2, 41, 'incident opened, SEV1 because tier high and certainty likely'),
      line(now, 3, 38, 'evidence E-1: quick set, 11 items'),
      line(now, 4, 20, 'waiting for A-1'),
      line(now, 5, 12, 'note: the partner says their upload key was stolen', 'cy'),
      ...(word === 'NOT CONTAINED' ? [] : [line(now, 6, 8, 'A-1 approved, plan 7c40-e1d2-90ab', 'you'), line(now, 7, 7, 'tag set')]),
    ],
    alarms:
      word === 'UNKNOWN' ? ['A call by role cordon-member is not in the ledger (request id 4f1c…): treat Cordon itself as suspect'] : [],
    resolved: false,
    next: word === 'NOT CONTAINED' ? 'npx cordon show A-1' : 'npx cordon status INC-1',
  };
};

const asset = (name: string, tier: 'low' | 'high', owner: string, callers: Overview['assets'][number]['callers']) => ({
  name,
  arn: arn(name),
  tier,
  owner,
  callers,
});

/** Northbank with that word at the top of its page. */
export const overviewOf = (word: StatusWord, now: Instant): Overview => ({
  place: { kind: 'SANDBOX', company: 'northbank', account: '111122223333', region: 'eu-west-1' },
  mode: 'propose',
  now,
  you: 'you',
  people: [
    { id: 'you', name: 'You', title: 'on-call responder', roles: ['responder', 'approver', 'security'], asleepUntil: null },
    { id: 'ann', name: 'Ann', title: 'security lead', roles: ['responder', 'approver', 'security', 'commander'], asleepUntil: '06:00Z' },
    { id: 'bo', name: 'Bo', title: 'head of fraud', roles: ['owner', 'approver'], asleepUntil: null },
    { id: 'cy', name: 'Cy', title: 'ML lead', roles: ['responder', 'approver', 'security'], asleepUntil: null },
    { id: 'dee', name: 'Dee', title: 'platform', roles: ['responder'], asleepUntil: '07:00Z' },
  ],
  word,
  incidents: word === 'QUIET' ? [] : [incident(now, word)],
  decisions:
    word === 'QUIET'
      ? []
      : [
          {
            at: plus(now, -41),
            outcome: 'respond',
            incident: 1,
            playbook: 'training-data-poisoning@1.0.0',
            target: 'fraud-scorer',
            sentence: 'class training-data-poisoning, certainty likely; this playbook answers from likely up',
          },
          {
            at: plus(now, -300),
            outcome: 'ignore',
            incident: null,
            playbook: null,
            target: 'credit',
            sentence: 'an endpoint scaled 4 -> 6 instances; it would be a finding if the config or image changed',
          },
        ],
  assets: [
    asset('fraud-scorer', 'high', 'bo', [
      { name: 'checkout-api', fallback: 'rules-2' },
      { name: 'batch-nightly', fallback: null },
    ]),
    asset('credit', 'high', 'bo', [{ name: 'loan-app', fallback: 'manual review' }]),
    asset('churn', 'low', 'cy', [{ name: 'crm', fallback: 'last score' }]),
    asset('churn-canary', 'low', 'cy', []),
  ],
  samples: ['poisoned-training', 'scaling-event', 'guardduty-invocation-anomaly'],
  lastEventAt: plus(now, -12),
});
