import type { Rule } from '../../../core/playbook/problem.ts';
import { EVERY_TEXT } from './every-construct.ts';

/** One mistake, planted in a text that uses every construct. */
interface Case {
  readonly name: string;
  readonly edits: readonly (readonly [string, string])[];
  readonly rule: Rule;
  /** Text that stands at the place, and an offset in it. */
  readonly at: readonly [part: string, within?: number];
  readonly says: RegExp;
  readonly level?: 'warning';
}
const DENY = "          with: { endpoint: '${{ finding.target.arn }}' }\n          retry";
const EVIDENCE = /- id: evidence[^]*?continue\n/.exec(EVERY_TEXT)?.[0] ?? '';
export const inBranch = (step: string): readonly [string, string] => [
  '        - id: fallback\n',
  `        - ${step}\n        - id: fallback\n`,
];
const below = (step: string): readonly [string, string] => ['  - id: lesson\n', `  - ${step}\n  - id: lesson\n`];
const INNER_FOREACH =
  "id: inner\n          phase: learn\n          foreach: { in: '${{ item }}', atMost: 2, steps: [{ id: x, phase: learn, wait: { for: PT1S, because: x } }] }";

export const BLOCK_CASES: readonly Case[] = [
  {
    name: 'a typo in a field inside a branch',
    edits: [['          reviewAfter: PT4H\n      people', '          reviewAfterr: PT4H\n      people']],
    rule: 'unknown-field',
    at: ['reviewAfterr'],
    says: /reviewAfterr is not a field here\..*reviewAfter/,
  },
  {
    name: 'a typo in a field inside a foreach',
    edits: [["          when: '!has(item.fallback)'", "          wen: '!has(item.fallback)'"]],
    rule: 'unknown-field',
    at: ['wen:'],
    says: /wen is not a field here\..*when/,
  },
  {
    name: 'a typo in a field of a decide',
    edits: [['      otherwise: keep', '      otherwize: keep']],
    rule: 'unknown-field',
    at: ['otherwize'],
    says: /otherwize is not a field here\..*otherwise/,
  },
  {
    name: 'a step below an abort without a condition',
    edits: [['    when: steps.choose.answer == "hand-over"\n', '']],
    rule: 'unreachable',
    at: ['id: rollback\n'],
    says: /Step rollback can never happen: stop-here ends the run/,
  },
  {
    name: 'an answer that nobody can choose',
    edits: [['steps.choose.answer == "rollback"', 'steps.choose.answer == "rolback"']],
    rule: 'unreachable',
    at: ['"rolback"'],
    says: /"rolback" is no answer of choose\..*rollback/,
  },
  {
    name: 'an otherwise that is no option',
    edits: [['otherwise: keep-contained', 'otherwise: keep-it']],
    rule: 'unreachable',
    at: ['keep-it'],
    says: /keep-it is not one of the answers\..*keep-contained/,
  },
  {
    name: 'an evidence gate inside a branch: evidence of the branch beside it does not count',
    edits: [
      [EVIDENCE, '- { id: evidence, phase: investigate, wait: { for: PT1S, because: nothing } }\n'],
      [' Evidence is in ${{ steps.evidence.output.?bundle.orValue("no bundle") }}.', ''],
      inBranch("{ id: early, phase: contain, uses: sagemaker.rollback-endpoint, with: { endpoint: '${{ finding.target.arn }}' } }"),
      [
        '        - id: settle\n',
        "        - { id: copy, phase: investigate, uses: evidence.snapshot-endpoint, with: { endpoint: '${{ finding.target.arn }}' } }\n        - id: settle\n",
      ],
    ],
    rule: 'evidence-gate',
    at: ['{ id: early'],
    says: /early would change or destroy evidence that no step above it takes/,
  },
  {
    name: 'a foreach without a bound',
    edits: [['      atMost: 20\n', '']],
    rule: 'unbounded',
    at: ["in: '${{ has(asset.callers)"],
    says: /This foreach has no bound\. Add atMost/,
  },
  {
    name: 'a foreach over what is no list',
    edits: [["'${{ has(asset.callers) ? asset.callers : [] }}'", "'${{ finding.title }}'"]],
    rule: 'input-type',
    at: ["'${{ finding.title }}'"],
    says: /of type string; a list is needed/,
  },
  {
    name: 'a foreach over a text',
    edits: [["'${{ has(asset.callers) ? asset.callers : [] }}'", 'callers']],
    rule: 'input-type',
    at: ['callers\n      atMost'],
    says: /A list comes from one expression/,
  },
  {
    name: 'a foreach in a foreach',
    edits: [['        - id: tell\n', `        - ${INNER_FOREACH}\n        - id: tell\n`]],
    rule: 'depth',
    at: ["foreach: { in: '${{ item }}'"],
    says: /A foreach cannot stand inside another block/,
  },
  {
    name: 'a foreach in a playbook that a foreach calls',
    edits: [
      [
        '        - id: tell\n',
        "        - { id: again, phase: investigate, playbook: looping, with: { target: '${{ finding.target.arn }}' } }\n        - id: tell\n",
      ],
    ],
    rule: 'depth',
    at: ['- id: refuse'],
    says: /has a foreach of its own/,
  },
  {
    name: 'what cannot be taken back, without a question',
    edits: [inBranch('{ id: purge, phase: eradicate, uses: s3.purge-objects, with: { bucket: nb-train } }')],
    rule: 'a3',
    at: ['s3.purge-objects'],
    says: /cannot be taken back \(A3\).*Add approval/,
  },
  {
    name: 'more operations than an execution may take',
    edits: [
      below(
        "{ id: slow, phase: contain, uses: sagemaker.rollback-endpoint, with: { endpoint: '${{ finding.target.arn }}' }, timeout: P1D }",
      ),
    ],
    rule: 'operations',
    at: ['{ id: slow'],
    says: /A run could take \d+ durable operations; fewer than 3000/,
  },
  {
    name: 'more operations for one item than a run may take',
    edits: [
      ['          reviewAfter: PT4H\n          onFailure', '          timeout: P1D\n          reviewAfter: PT4H\n          onFailure'],
    ],
    rule: 'operations',
    at: ["in: '${{ has(asset.callers)"],
    says: /One item could take \d+ durable operations; 2500/,
  },
  {
    name: 'a regular expression inside a foreach',
    edits: [["'!has(item.fallback)'", '\'item.name.matches("(a+)+")\'']],
    rule: 'banned-function',
    at: ["'item.name.matches", 11],
    says: /matches may not be used/,
  },
  {
    name: 'a bare endpoint name inside a branch',
    edits: [[DENY, DENY.replace("'${{ finding.target.arn }}'", 'fraud-scorer')]],
    rule: 'bare-name',
    at: ['fraud-scorer }'],
    says: /"fraud-scorer" is a bare name/,
  },
  {
    name: 'a step of the branch beside it',
    edits: [['when: steps.settle.outcome == "done"', 'when: steps.deny.outcome == "done"']],
    rule: 'later-step',
    at: ['steps.deny.outcome'],
    says: /steps\.deny happens inside at-once.*Use steps of its own branch/,
  },
  {
    name: 'a step of a foreach, named below it',
    edits: [['when: steps.rollback.outcome == "done"', 'when: steps.refuse.outcome == "done"']],
    rule: 'later-step',
    at: ['steps.refuse.outcome == "done"'],
    says: /steps\.refuse happens inside each/,
  },
  {
    name: 'an item outside of its foreach',
    edits: [['trained on poisoned data (INC', 'trained on ${{ item.name }} (INC']],
    rule: 'expression',
    at: ['item.name }} (INC'],
    says: /item is unknown here/,
  },
  {
    name: 'the same id in two branches',
    edits: [['        - id: watch\n', '        - id: fallback\n']],
    rule: 'duplicate-id',
    at: ['fallback\n          phase: investigate'],
    says: /There is a step fallback already/,
  },
  {
    name: 'the same id inside a block and outside',
    edits: [['  - id: lesson\n', '  - id: tell\n']],
    rule: 'duplicate-id',
    at: ['tell\n    phase: learn'],
    says: /There is a step tell already/,
  },
  {
    name: 'outputs of a playbook that nobody calls',
    edits: [['mode: enforce\n', 'outputs: { way: steps.choose.answer }\nmode: enforce\n']],
    rule: 'schema',
    at: ['{ way:'],
    says: /nobody reads its outputs/,
  },
  {
    name: 'a timeout that is too short',
    edits: [['timeout: PT30M', 'timeout: PT5S']],
    rule: 'schema',
    at: ['PT5S'],
    says: /PT5S is no time in which an effect can be awaited\. Write PT10S to P1D/,
  },
  {
    name: 'a timeout that is too long',
    edits: [['timeout: PT30M', 'timeout: P2D']],
    rule: 'schema',
    at: ['P2D'],
    says: /P2D is no time/,
  },
  {
    name: 'a wait of weeks',
    edits: [['for: PT2M', 'for: P30D']],
    rule: 'schema',
    at: ['P30D'],
    says: /P30D is longer than a run may sleep/,
  },
  {
    name: 'one branch',
    edits: [[/ {6}people:[^]*?(?= {2}- id: choose)/.exec(EVERY_TEXT)?.[0] ?? '', '\n']],
    rule: 'schema',
    at: ['close:\n'],
    says: /There are 1 branches/,
  },
  {
    name: 'a step that says nothing, inside a branch',
    edits: [inBranch('{ id: empty, phase: contain }')],
    rule: 'schema',
    at: ['{ id: empty'],
    says: /does not say what it does/,
  },
  {
    name: 'containment that a machine would undo, inside a branch',
    edits: [['          reviewAfter: PT4H\n      people', '          onFailure: undo\n      people']],
    rule: 'undo',
    at: ['undo\n      people'],
    says: /containment is never loosened by a machine/,
  },
];
