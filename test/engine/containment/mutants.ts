/** A change to the interpreter that would loosen containment, or undo more than a playbook asks for. */
export interface Mutant {
  readonly name: string;
  /** In whichever file of engine/interpret it stands; it must be found, or the mutant proves nothing. */
  readonly edits: readonly (readonly [RegExp, string])[];
  /** `too much`: more is taken back, or tried to be, than the playbook says; other guards still kept the quarantine. */
  readonly does: 'loosens' | 'too much';
  /** Ways that notice it, each of them. */
  readonly ways: readonly string[];
}

/** `if (…wants undo…) await runStep(…, wayBack(…));` and whatever its variables are called. */
const UNDO =
  /if \(item\.kind === 'action' && item\.onFailure === 'undo' && [^;]*?\)\s*await runStep\(ctx, desk, (\w+), wayBack\(\1, item\)\);/;
const GUARD = / && !staysUntilReleased\(desk\.catalog, item\.uses\)/;
const LOOP = /for \(const item of ([\w.]+)\) \{/;
const END = /await ctx\.step\('end', /;
const CATCH = /\(thrown: unknown\): RunOutcome => \{\s*if \(thrown instanceof StepError\) /;

/** Takes back every step of the run that has ended, as if each were an item of the playbook. */
const TAKE_ALL_BACK = `{
  const { runIn } = await import('../../core/ledger/incident.ts');
  const { readIncident } = await import('../append.ts');
  const { runStep } = await import('./step.ts');
  const state = await readIncident(desk, input.incidentId);
  for (const { path, phase, verb } of runIn(state, input.runId)?.steps ?? [])
    if (verb === 'apply') await runStep(ctx, desk, input, { kind: 'undo', path: \`\${path}-undo\`, phase, title: 't', of: { runId: input.runId, path } });
}
`;

const LATER = ['denied by AWS, stop', 'throttled until every retry is used up, stop'];
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'a step that contains is undone when the playbook says so',
    does: 'too much',
    edits: [[GUARD, '']],
    ways: [
      'the quarantine itself is refuted, and the playbook wants that undone',
      'the quarantine itself is unknown, and the playbook wants that undone',
      'a second containment fails, and the playbook wants that undone',
    ],
  },
  {
    name: 'undo takes back every earlier step too',
    does: 'loosens',
    edits: [
      [LOOP, 'const before: any[] = []; for (const item of $1) { before.unshift(item);'],
      [
        UNDO,
        "if (item.kind === 'action' && item.onFailure === 'undo') for (const one of before) if (one.kind === 'action') await runStep(ctx, desk, $1, wayBack($1, one));",
      ],
    ],
    ways: ['denied by AWS, undo', 'what came before the failed step is not taken back with it'],
  },
  {
    name: 'every failure releases what the run holds',
    does: 'loosens',
    edits: [
      [LOOP, 'const before: any[] = []; for (const item of $1) { before.unshift(item);'],
      [UNDO, "for (const one of before) if (one.kind === 'action') await runStep(ctx, desk, $1, wayBack($1, one));"],
    ],
    ways: LATER,
  },
  {
    name: 'continue is taken for undo',
    does: 'too much',
    edits: [[/item\.onFailure === 'undo' && [^;]*?\)(\s*await runStep)/, "item.onFailure !== 'stop')$1"]],
    ways: ['every kind of failure, one after the other, and it goes on (12)'],
  },
  {
    name: 'stop is taken for undo',
    does: 'too much',
    edits: [[/item\.onFailure === 'undo' && [^;]*?\)(\s*await runStep)/, "item.onFailure !== 'continue')$1"]],
    ways: LATER,
  },
  {
    name: 'it takes back the first step instead of the failed one',
    does: 'loosens',
    edits: [[/of: \{ runId, path: item\.path \}/, "of: { runId, path: 'deny' }"]],
    ways: ['denied by AWS, undo', 'the plan changes under their hands, every time'],
  },
  {
    name: 'a run that ends badly undoes its holds',
    does: 'loosens',
    edits: [[END, `if (outcome.status === 'failed') ${TAKE_ALL_BACK} await ctx.step('end', `]],
    ways: LATER,
  },
  {
    name: 'a run that ends at all undoes its holds',
    does: 'loosens',
    edits: [[END, `${TAKE_ALL_BACK} await ctx.step('end', `]],
    ways: ['people say no', 'nobody answers, and it lapses'],
  },
  {
    name: 'a crash of a step undoes what was done before',
    does: 'loosens',
    edits: [
      [
        CATCH,
        `async (thrown: unknown): Promise<RunOutcome> => { if (thrown instanceof StepError) ${TAKE_ALL_BACK} if (thrown instanceof StepError) `,
      ],
    ],
    ways: ['the step itself crashes, every time'],
  },
];
