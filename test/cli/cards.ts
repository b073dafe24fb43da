import type { ApprovalCard, IncidentCard } from '../../core/report/card.ts';

const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer' as const;

export const approvalCard: ApprovalCard = {
  number: 1,
  incident: 1,
  title: 'Quarantine fraud-scorer: nobody may call it',
  risk: 'A2-contain',
  target: { arn, name: 'fraud-scorer' },
  askedAt: '2026-11-20T02:40:51.000Z',
  state: 'waiting',
  asks: ['you', 'ann', 'cy'],
  until: '2026-11-20T02:45:51.000Z',
  afterwards: { asks: ['bo'], until: '2026-11-20T02:50:51.000Z' },
  endsAt: '2026-11-20T02:50:51.000Z',
  onSilence: 'it is done anyway (fail mode of fraud-scorer: contain)',
  seats: [{ role: 'responder', people: ['you', 'ann', 'cy'], filledBy: null }],
  rule: 'A2-contain on tier high (approval table)',
  impact: ['checkout-api 114 req/s has a fallback: rules-2', 'batch-nightly 6 req/s has NO fallback: its jobs will fail'],
  undo: 'npx cordon release fraud-scorer (two people, about 30 s)',
  calls: [{ operation: 'sagemaker:AddTags', input: { ResourceArn: arn, Tags: [{ Key: 'cordon:quarantine', Value: 'INC-1' }] } }],
  before: ['InService, fraud-cfg-7, no quarantine tag'],
  plan: '7c40-e1d2-90ab',
  typedTarget: false,
  byIam: 'nothing',
  closedBecause: null,
};

export const incidentCard: IncidentCard = {
  id: 'inc-0f0f',
  number: 1,
  word: 'NOT CONTAINED',
  containment: 'not-contained',
  because: ['fraud-scorer answers with fraud-model/7, 120 requests/s'],
  sev: 1,
  sevBecause: 'tier high and certainty likely',
  incidentClass: 'training-data-poisoning',
  title: 'fraud-scorer: its training data was poisoned',
  openedAt: '2026-11-20T02:40:43.000Z',
  target: { arn, name: 'fraud-scorer', tier: 'high', owner: 'bo' },
  playbook: 'training-data-poisoning@1.0.0',
  findings: [{ title: 'label flips', certainty: 'likely', because: 'label flips and an unknown uploader', product: 'ingest-guard' }],
  facts: ['fraud-scorer serves fraud-model/7, trained from s3://nb-train/partner/ (lineage)'],
  evidence: [{ number: 1, bundle: 'sha256:00', set: 'quick', items: 11, missing: [] }],
  waiting: [approvalCard],
  steps: [{ path: 'evidence', title: 'Quick evidence set', status: 'done', detail: '' }],
  tasks: [],
  choices: [],
  timeline: [
    { seq: 1, at: '2026-11-20T02:40:43.000Z', sentence: 'AI Detection from ingest-guard', by: 'machine', who: 'intake' },
    { seq: 2, at: '2026-11-20T02:41:40.000Z', sentence: 'A-1 approved', by: 'human', who: 'you' },
  ],
  alarms: [],
  resolved: false,
  next: 'npx cordon show A-1',
};

export const page = { now: '2026-11-20T02:41:11.000Z', width: 100 } as const;
