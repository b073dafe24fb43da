import type { PlaybookDocument } from '../../core/playbook/document.ts';
import { askedFor, entryOf, titleOf, type Line } from './playbook-page-steps.ts';

/** Entities of Mermaid; its own syntax must not be spoken by a title. https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters */
export const label = (text: string): string =>
  text
    .replaceAll('#', '#35;')
    .replaceAll('&', '#amp;')
    .replaceAll('"', '#quot;')
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;')
    .replaceAll('`', '#96;')
    .replaceAll(/\s+/g, ' ');
const nodeOf = (prefix: string, { number }: Line): string => `${prefix}${number.replaceAll('.', '_')}`;
/** Longer conditions are in the text below the table. */
const LONGEST = 60;

/** Where a line begins: its condition, its question, or itself. */
const entry = (line: Line): string => {
  if (line.step.when !== undefined) return nodeOf('w', line);
  const [first] = line.inside;
  if (first !== undefined) return entry(first);
  return askedFor(line).seats.length > 0 ? nodeOf('q', line) : nodeOf('s', line);
};
const headOf = ({ number, step }: Line): string => label(`${number} ${step.id} · ${step.phase}`);
const body = (line: Line): string => {
  const { step } = line;
  const node = nodeOf('s', line);
  if ('task' in step) {
    const due = `task for ${step.task.ask}, due ${step.task.due}`;
    return `${node}[/"${headOf(line)}<br/>${label(due)}<br/>${label(titleOf(step))}"/]`;
  }
  if ('playbook' in step) return `${node}[["${headOf(line)}<br/>${label(`playbook ${step.playbook}`)}"]]`;
  return `${node}["${headOf(line)}<br/>${label(titleOf(step))}<br/>${label(`${step.uses} · ${entryOf(step.uses).risk}`)}"]`;
};
const failure = (line: Line, next: string): string => {
  const node = nodeOf('s', line);
  if (line.fails === 'continue') return `${node} -. fails .-> ${next}`;
  return `${node} -. fails${line.fails === 'undo' ? ', is undone' : ''} .-> halt`;
};
const isEdge = (text: string): boolean => / -\.|-->/.test(text);

const own = (line: Line, next: string): readonly string[] => {
  const { words, seats } = askedFor(line);
  const [node, question] = [nodeOf('s', line), nodeOf('q', line)];
  // A no passes over the step, and the run goes on. What silence does is the asset's word.
  const asks =
    seats.length === 0
      ? []
      : [`${question}{{"asked: ${label(words)}"}}`, `${question} -- yes --> ${node}`, `${question} -. no .-> ${next}`];
  return [...asks, body(line), `${node} --> ${next}`, failure(line, next)];
};
/** One line and its edges; `next` is where it goes on. */
const drawn = (line: Line, next: string): readonly string[] => {
  const { step, inside } = line;
  const [when, { when: _when, ...always }] = [nodeOf('w', line), step];
  const condition =
    step.when === undefined
      ? []
      : [
          `${when}{"${label(step.when.length > LONGEST ? `condition of ${step.id}` : step.when)}"}`,
          `${when} -- true --> ${entry({ ...line, step: always })}`,
          `${when} -- false --> ${next}`,
        ];
  if (!('playbook' in step) || inside.length === 0) return [...condition, ...own(line, next)];
  const drawings = chained(inside, next);
  const box = `subgraph ${nodeOf('g', line)}["${headOf(line)}: ${label(`playbook ${step.playbook}`)}"]`;
  return [...condition, box, ...drawings.filter((text) => !isEdge(text)).map((text) => `  ${text}`), 'end', ...drawings.filter(isEdge)];
};
const chained = (lines: readonly Line[], last: string): readonly string[] =>
  lines.flatMap((line, index) => {
    const next = lines[index + 1];
    return drawn(line, next === undefined ? last : entry(next));
  });

/** Mermaid text of a playbook: what follows what, who is asked before what, and where a failure goes. */
export const diagram = ({ triggers }: PlaybookDocument, lines: readonly Line[]): readonly string[] => {
  const start = triggers === undefined ? 'called by a playbook' : triggers.findings.join(', ');
  const [first] = lines;
  const drawings = chained(lines, 'done');
  const ends = ['done([done])', ...(drawings.some((text) => text.endsWith('> halt')) ? ['halt([stops; people go on])'] : [])];
  return [
    'flowchart TD',
    `  start(["${label(start)}"])`,
    ...ends.map((end) => `  ${end}`),
    `  start --> ${first === undefined ? 'done' : entry(first)}`,
    ...drawings.map((text) => `  ${text}`),
  ];
};
