import type { PlaybookDocument } from './document.ts';
import type { Known } from './known.ts';
import { blocksOf, rulesOf, type Step } from './step.ts';

/** Begins every line of a guide that its author has yet to write. */
export const WRITE = '> Write here:';

const cell = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
const titleOf = (step: Step, known: Known): string => {
  if (step.title !== undefined) return step.title;
  if ('uses' in step) return known.action(step.uses)?.title ?? step.uses;
  return 'playbook' in step ? `the playbook ${step.playbook}` : rulesOf(step).does;
};
const changes = (step: Step, known: Known): string => {
  if ('playbook' in step) return `what ${step.playbook} changes`;
  if (!('uses' in step)) return blocksOf(step).length > 0 ? 'what its steps change' : `nothing; ${rulesOf(step).does}`;
  const action = known.action(step.uses);
  return action === undefined ? step.uses : `${action.effect === 'observe' ? 'nothing' : action.effect} (${action.id}, ${action.risk})`;
};

/** `2`, and `2.1` for the first step inside it. */
const numbered = (steps: readonly Step[], prefix = ''): readonly { readonly number: string; readonly step: Step }[] =>
  steps.flatMap((step, index) => {
    const number = `${prefix}${index + 1}`;
    return [
      { number, step },
      ...numbered(
        blocksOf(step).flatMap((block) => block.steps),
        `${number}.`,
      ),
    ];
  });

/** A guide with everything that the document says, and a line to write wherever only its author knows. */
export const guideSkeleton = (document: PlaybookDocument, known: Known): string => {
  const { metadata } = document;
  const steps = numbered(document.steps);
  const rows = steps.map(
    ({ number, step }) => `| ${number} | **${step.id}**: ${cell(titleOf(step, known))} | ${cell(changes(step, known))} |`,
  );
  const undo = steps.flatMap(({ step }) => {
    const action = 'uses' in step ? known.action(step.uses) : undefined;
    if (action === undefined || action.effect === 'observe') return [];
    return [
      `- **${step.id}**: ${typeof action.undo === 'string' ? `not undone: ${action.undo}` : `undone with risk ${action.undo.risk}.`}`,
    ];
  });
  return `# ${cell(metadata.title)}

${WRITE} what somebody who was woken by this sees, and what it is not.

## What is done, in this order

| # | Step | What it changes |
|---|---|---|
${rows.join('\n')}

## Why in this order

${WRITE} what would be lost in another order.

## What you will be asked

${WRITE} each question in one sentence, and what a yes breaks.

## Undo

${undo.length === 0 ? 'Nothing that it does needs undoing.' : undo.join('\n')}

## By hand, if Cordon is not there

${WRITE} the exact AWS commands, one after the other.

## Afterwards

${WRITE} what has to be different before this happens again.
`;
};
