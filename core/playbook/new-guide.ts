import type { PlaybookDocument } from './document.ts';
import type { Known } from './known.ts';
import type { Step } from './step.ts';

/** Begins every line of a guide that its author has yet to write. */
export const WRITE = '> Write here:';

const cell = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
const titleOf = (step: Step, known: Known): string => {
  if (step.title !== undefined) return step.title;
  if ('uses' in step) return known.action(step.uses)?.title ?? step.uses;
  return 'task' in step ? `a task for ${step.task.ask}` : `the playbook ${step.playbook}`;
};
const changes = (step: Step, known: Known): string => {
  if ('task' in step) return `nothing; a task for ${step.task.ask}`;
  if ('playbook' in step) return `what ${step.playbook} changes`;
  const action = known.action(step.uses);
  return action === undefined ? step.uses : `${action.effect === 'observe' ? 'nothing' : action.effect} (${action.id}, ${action.risk})`;
};

/** A guide with everything that the document says, and a line to write wherever only its author knows. */
export const guideSkeleton = (document: PlaybookDocument, known: Known): string => {
  const { metadata, steps } = document;
  const rows = steps.map(
    (step, index) => `| ${index + 1} | **${step.id}**: ${cell(titleOf(step, known))} | ${cell(changes(step, known))} |`,
  );
  const undo = steps.flatMap((step) => {
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
