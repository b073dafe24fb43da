import { knownFrom } from '../../../core/playbook/known-from.ts';
import { documentOf } from './sample.ts';
import { CATALOG, SHIPPED } from './shipped.ts';

const ENDPOINT = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-scorer';

/** A shared playbook that hands something back. */
export const EVIDENCE_ID = 'endpoint-evidence';
export const EVIDENCE_TEXT = `apiVersion: cordon/v1
kind: Playbook
metadata:
  id: ${EVIDENCE_ID}
  version: 1.0.0
  title: Keep what an endpoint is, and say where
  owner: ml-security
  references: { atlas: [], owaspLlm: [] }
inputs:
  target: { type: endpoint-arn, describe: the endpoint to preserve }
outputs:
  bundle: \${{ steps.copy.output.bundle }}
  missing: \${{ steps.copy.output.missing }}
mode: enforce
steps:
  - id: copy
    phase: investigate
    title: Keep what the next steps would change
    uses: evidence.snapshot-endpoint
    with: { endpoint: '\${{ inputs.target }}' }
    retry: { on: [throttled, unavailable], attempts: 3 }
    timeout: PT2M
`;

/** Every construct of the language, on Northbank's fraud-scorer: three branches, a question, a loop over callers, two ways to end early. */
export const EVERY_ID = 'poisoned-service';
export const EVERY_TEXT = `apiVersion: cordon/v1
kind: Playbook
metadata:
  id: ${EVERY_ID}
  version: 1.0.0
  title: A model in service learned from poisoned data, and people choose the way back
  owner: ml-security
  references: { atlas: [AML.T0020], owaspLlm: ['LLM04:2025'] }
triggers:
  findings: [training-data-poisoning]
  where: atLeast(finding.certainty, "likely") && has(finding.target) && finding.target.kind == "endpoint"
mode: enforce
onEvidenceFailure: contain
steps:
  - id: evidence
    phase: investigate
    title: Preserve the endpoint as it is now
    playbook: ${EVIDENCE_ID}
    with: { target: '\${{ finding.target.arn }}' }
    onFailure: continue

  - id: must-serve
    phase: contain
    title: Its owner lets nobody take it away
    when: has(asset.failMode) && asset.failMode == "keep-serving"
    abort:
      because: The owner of \${{ finding.target.name }} declared keep-serving; a person decides what happens.

  - id: at-once
    phase: contain
    title: Close it, tell its owner, give callers time
    onFailure: continue
    parallel:
      close:
        - id: deny
          phase: contain
          title: Nobody may call the endpoint
          uses: sagemaker.quarantine-endpoint
          with: { endpoint: '\${{ finding.target.arn }}' }
          retry: { on: [throttled, unavailable], attempts: 5 }
          reviewAfter: PT4H
      people:
        - id: fallback
          phase: contain
          title: Switch callers to their fallback
          task:
            ask: owner
            instruct: \${{ finding.target.name }} is being closed. Switch its callers to their fallback.
            due: PT30M
            doneWhen: every caller of \${{ finding.target.name }} answers without it
      callers:
        - id: settle
          phase: contain
          wait: { for: PT2M, because: 'callers of \${{ finding.target.name }} give up their open sessions' }
        - id: watch
          phase: investigate
          when: steps.settle.outcome == "done"
          task: { ask: responder, instruct: Look whether callers still fail., due: PT1H }

  - id: choose
    phase: contain
    title: Which way back?
    decide:
      ask: commander
      prompt: \${{ finding.target.name }} is closed. Evidence is in \${{ steps.evidence.output.?bundle.orValue("no bundle") }}. Roll back now?
      options:
        - { answer: rollback, means: serve the newest version that never saw the bad data }
        - { answer: keep-contained, means: nobody calls it until the morning }
        - { answer: hand-over, means: 'end here, people go on by hand' }
      timeout: PT20M
      otherwise: keep-contained

  - id: stop-here
    phase: contain
    when: steps.choose.answer == "hand-over"
    abort: { because: 'The commander takes INC-\${{ incident.number }} over by hand.' }

  - id: rollback
    phase: contain
    title: Serve the newest version that never saw the bad data
    when: steps.choose.answer == "rollback"
    uses: sagemaker.rollback-endpoint
    with:
      endpoint: '\${{ finding.target.arn }}'
      badData: ['\${{ finding.attributes.?dataUri }}']
      badSince: '\${{ finding.attributes.?firstBadAt }}'
    retry: { on: [throttled, unavailable, in-progress], attempts: 5 }
    timeout: PT30M
    approval: { because: the older model scores card-not-present payments otherwise }
    onFailure: undo

  - id: each
    phase: contain
    title: No caller without a fallback comes back by itself
    onFailure: continue
    foreach:
      in: '\${{ has(asset.callers) ? asset.callers : [] }}'
      atMost: 20
      atOnce: 2
      steps:
        - id: refuse
          phase: contain
          title: This caller may not call the endpoint
          when: '!has(item.fallback)'
          uses: iam.quarantine-client
          with: { client: '\${{ item.principal }}', endpoint: '\${{ finding.target.arn }}' }
          reviewAfter: PT4H
          onFailure: continue
        - id: tell
          phase: contain
          title: Tell the team of this caller
          task: { ask: owner, instruct: 'Tell the team of \${{ item.name }} (\${{ steps.refuse.outcome }}).', due: PT2H }

  - id: reject
    phase: eradicate
    title: The poisoned version may not be deployed again
    when: steps.rollback.outcome == "done" && size(steps.rollback.output.fromPackages) > 0
    uses: sagemaker.reject-model-package
    with:
      modelPackage: '\${{ steps.rollback.output.fromPackages[0] }}'
      reason: trained on poisoned data (INC-\${{ incident.number }})
    onFailure: continue

  - id: lesson
    phase: learn
    task: { ask: security, instruct: 'Write down why INC-\${{ incident.number }} could happen.', due: P5D }
`;

/** What people see of it: the finding of the sample company's night, and the commander who says rollback. */
export const EVERY_FIRES = `apiVersion: cordon/v1
kind: PlaybookRehearsal
title: fraud-model/7 learned from poisoned data, and the commander says rollback
finding:
  uid: poisoned-service-0001
  incidentClass: training-data-poisoning
  assurance: app
  corroborated: true
  certainty: likely
  sev: 1
  because: label flips and an unknown uploader
  target: { kind: endpoint, name: fraud-scorer, account: '111122223333', region: eu-west-1, arn: '${ENDPOINT}' }
  source: { id: ingest-guard, product: northbank.ingest-guard, detailType: AI Detection, uid: ig-1, account: '111122223333', region: eu-west-1 }
  correlationKey: training-data-poisoning:nb-train/partner
  signal: training-data-poisoning
  title: 'fraud-scorer: its training data was poisoned'
  severityId: 4
  resources: []
  principals: ['arn:aws:iam::111122223333:role/partner-upload']
  attributes: { dataUri: s3://nb-train/partner/, firstBadAt: '2026-11-18T02:10:00Z' }
  observedAt: '2026-11-20T02:40:43.000Z'
  isSample: false
  rawDigest: sha256:0000000000000000000000000000000000000000000000000000000000000000
asset:
  tier: high
  owner: bo
  deputies: [dee]
  failMode: contain
  whenUnavailable: fallback
  callers:
    - { principal: 'arn:aws:iam::111122223333:role/checkout-api', name: checkout-api, fallback: rules-2 (declared by payments) }
    - { principal: 'arn:aws:iam::111122223333:role/batch-nightly', name: batch-nightly }
incident: { id: inc-0001, number: 1, sev: 1, openedAt: '2026-11-20T02:40:44.000Z' }
left:
  evidence: { output: { bundle: bundle-1, missing: [] } }
  choose: { answer: rollback }
  rollback: { output: { fromPackages: ['arn:aws:sagemaker:eu-west-1:111122223333:model-package/fraud-model/7'] } }
expect:
  answers: true
  because: ${EVERY_ID}@1.0.0 answers training-data-poisoning
  steps:
    - { id: evidence, with: { target: '${ENDPOINT}' } }
    - { id: must-serve, skipped: 'has(asset.failMode) && asset.failMode == "keep-serving" is false' }
    - id: at-once
    - { id: deny, with: { endpoint: '${ENDPOINT}' } }
    - id: fallback
      with:
        ask: owner
        instruct: fraud-scorer is being closed. Switch its callers to their fallback.
        due: PT30M
        doneWhen: every caller of fraud-scorer answers without it
    - { id: settle, with: { because: callers of fraud-scorer give up their open sessions } }
    - { id: watch, with: { ask: responder, instruct: Look whether callers still fail., due: PT1H } }
    - { id: choose, answer: rollback, with: { prompt: 'fraud-scorer is closed. Evidence is in bundle-1. Roll back now?' } }
    - { id: stop-here, skipped: 'steps.choose.answer == "hand-over" is false' }
    - { id: rollback, with: { endpoint: '${ENDPOINT}', badData: ['s3://nb-train/partner/'], badSince: '2026-11-18T02:10:00Z' } }
    - { id: each, items: 2 }
    - { id: each/0/refuse, skipped: '!has(item.fallback) is false' }
    - { id: each/0/tell, with: { ask: owner, instruct: Tell the team of checkout-api (skipped)., due: PT2H } }
    - { id: each/1/refuse, with: { client: 'arn:aws:iam::111122223333:role/batch-nightly', endpoint: '${ENDPOINT}' } }
    - { id: each/1/tell, with: { ask: owner, instruct: Tell the team of batch-nightly (done)., due: PT2H } }
    - id: reject
      with:
        modelPackage: arn:aws:sagemaker:eu-west-1:111122223333:model-package/fraud-model/7
        reason: trained on poisoned data (INC-1)
    - { id: lesson, with: { ask: security, instruct: Write down why INC-1 could happen., due: P5D } }
`;

export const EVERY = documentOf(EVERY_TEXT);
export const EVIDENCE = documentOf(EVIDENCE_TEXT);
/** The real catalog, every shipped playbook, and these two. */
export const EVERY_KNOWN = knownFrom({ actions: CATALOG, documents: [...SHIPPED, EVIDENCE, EVERY] });
