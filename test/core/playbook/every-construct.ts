import { knownFrom } from '../../../core/playbook/known-from.ts';
import { documentOf } from './sample.ts';
import { CATALOG, SHIPPED } from './shipped.ts';

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

export const EVERY = documentOf(EVERY_TEXT);
export const EVIDENCE = documentOf(EVIDENCE_TEXT);
/** The real catalog, every shipped playbook, and these two. */
export const EVERY_KNOWN = knownFrom({ actions: CATALOG, documents: [...SHIPPED, EVIDENCE, EVERY] });
