import { playbookFolder } from './playbook-folder.ts';

/** A question before anything else; each of its answers ends differently, and none needs an approval. */
const ID = 'forked-service';
const text = (ask: string): string => `apiVersion: cordon/v1
kind: Playbook
metadata:
  id: ${ID}
  version: 1.0.0
  title: People say which way it goes
  owner: ml-security
  references: { atlas: [AML.T0020], owaspLlm: ['LLM04:2025'] }
triggers:
  findings: [training-data-poisoning]
  where: atLeast(finding.certainty, "likely") && has(finding.target) && finding.target.kind == "endpoint"
mode: enforce
steps:
  - id: choose
    phase: contain
    title: Which way now?
    decide:
      ask: ${ask}
      prompt: \${{ finding.target.name }} still answers. <!channel> Call its owner, or wait?
      options:
        - { answer: call-owner, means: its owner is called and decides alone }
        - { answer: keep-waiting, means: nobody is called before the morning }
        - { answer: hand-over, means: 'end here, people go on by hand' }
      timeout: PT20M
      otherwise: keep-waiting
  - id: stop-here
    phase: contain
    when: steps.choose.answer == "hand-over"
    abort: { because: The commander takes it over by hand. }
  - id: call
    phase: contain
    title: Call the owner
    when: steps.choose.answer == "call-owner"
    task: { ask: owner, instruct: Decide whether it keeps serving., due: PT30M }
`;

/** The shipped playbooks, and this one, which answers first. Who is asked: default the commander, who is not you. */
export const forkedPlaybooks = (ask: 'commander' | 'responder' = 'commander'): string => playbookFolder({ [ID]: text(ask) });
