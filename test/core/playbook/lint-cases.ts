import type { Rule } from '../../../core/playbook/problem.ts';

/** A playbook without a finding; each case below plants exactly one mistake in it. */
export const SOUND = `apiVersion: cordon/v1
kind: Playbook
metadata:
  id: sample
  version: 1.0.0
  title: A sample
  owner: ml-security
  references: { atlas: [AML.T0020], owaspLlm: ['LLM04:2025'] }
triggers:
  findings: [training-data-poisoning]
  where: atLeast(finding.certainty, "likely")
mode: propose
onEvidenceFailure: contain
steps:
  - id: take-evidence
    phase: investigate
    playbook: snapshot
    with: { target: '\${{ finding.target.arn }}' }
  - id: deny
    phase: contain
    uses: sagemaker.quarantine-endpoint
    with: { endpoint: '\${{ finding.target.arn }}' }
  - id: rollback
    phase: contain
    uses: sagemaker.rollback-endpoint
    with: { endpoint: '\${{ finding.target.arn }}' }
  - id: reject
    phase: eradicate
    when: steps.rollback.outcome == "done"
    uses: sagemaker.reject-model-package
    with:
      package: '\${{ steps.rollback.output.fromPackages[0] }}'
      because: poisoned
`;

/** What `SOUND` calls. */
export const SNAPSHOT = `apiVersion: cordon/v1
kind: Playbook
metadata: { id: snapshot, version: 1.0.0, title: Evidence, owner: ml-security, references: { atlas: [], owaspLlm: [] } }
inputs:
  target: { type: endpoint-arn, describe: the endpoint }
mode: enforce
steps:
  - { id: quick, phase: investigate, uses: evidence.snapshot-endpoint, with: { endpoint: '\${{ inputs.target }}' } }
`;
/** Shared as well, but lower in mode. */
export const WATCH = SNAPSHOT.replace('id: snapshot', 'id: watch').replace('mode: enforce', 'mode: observe');
/** Answers findings by itself, so nobody may call it. */
export const OTHER = SOUND.replace('id: sample', 'id: other');

export interface Planted {
  readonly name: string;
  readonly rule: Rule;
  /** Text of SOUND, and what stands there instead. */
  readonly edit: readonly [string, string];
  /** `line:column`, from 1. */
  readonly at: string;
  readonly says: string;
  readonly level?: 'warning';
}

export const QUARANTINE = "uses: sagemaker.quarantine-endpoint\n    with: { endpoint: '${{ finding.target.arn }}' }";
export const EVIDENCE =
  "  - id: take-evidence\n    phase: investigate\n    playbook: snapshot\n    with: { target: '${{ finding.target.arn }}' }\n";
export const WHERE = 'where: atLeast(finding.certainty, "likely")';
export const WHEN = 'when: steps.rollback.outcome == "done"';
