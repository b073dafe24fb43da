import type { PlaybookDocument } from '../../core/playbook/document.ts';
import { blocksOf, rulesOf } from '../../core/playbook/step.ts';
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
  if ('playbook' in line.step && first !== undefined) return entry(first);
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
  if ('uses' in step) {
    const what = `${step.uses} · ${entryOf(step.uses).risk}${step.timeout === undefined ? '' : `, at most ${step.timeout}`}`;
    return `${node}["${headOf(line)}<br/>${label(titleOf(step))}<br/>${label(what)}"]`;
  }
  const { does } = rulesOf(step);
  const text = [...new Set([titleOf(step), does])].map(label).join('<br/>');
  if ('decide' in step) return `${node}{"${headOf(line)}<br/>${text}"}`;
  return blocksOf(step).length > 0 ? `${node}{{"${headOf(line)}<br/>${text}"}}` : `${node}("${headOf(line)}<br/>${text}")`;
};
/** Where a run goes from a line: when it is done, and when it fails and does not go on. */
interface Ways {
  readonly next: string;
  readonly failed: string;
}
const failure = (line: Line, { next, failed }: Ways, node = nodeOf('s', line)): string => {
  if (line.fails === 'continue') return `${node} -. fails .-> ${next}`;
  return `${node} -. fails${line.fails === 'undo' ? ', is undone' : ''} .-> ${failed}`;
};
const isEdge = (text: string): boolean => / -\.|-->/.test(text);

/** Every answer goes on: the conditions below say what each of them changes. */
const onwards = (line: Line, next: string): readonly string[] => {
  const { step } = line;
  const node = nodeOf('s', line);
  if ('abort' in step) return [`${node} --> ended`];
  if (!('decide' in step)) return [`${node} --> ${next}`];
  const { options, timeout, otherwise } = step.decide;
  return [
    ...options.map(({ answer }) => `${node} -- ${answer} --> ${next}`),
    `${node} -. no answer in ${timeout}, so ${otherwise} .-> ${next}`,
  ];
};
const own = (line: Line, ways: Ways): readonly string[] => {
  const { words, seats } = askedFor(line);
  const [node, question] = [nodeOf('s', line), nodeOf('q', line)];
  // A no passes over the step, and the run goes on. What silence does is the asset's word.
  const asks =
    seats.length === 0
      ? []
      : [`${question}{{"asked: ${label(words)}"}}`, `${question} -- yes --> ${node}`, `${question} -. no .-> ${ways.next}`];
  return [...asks, body(line), ...onwards(line, ways.next), failure(line, ways)];
};

/** Branches between a fork and a join. One that fails ends, the others do not; the join knows. */
const forked = (line: Line, ways: Ways): readonly string[] => {
  const [node, join] = [nodeOf('s', line), nodeOf('j', line)];
  const names = [...new Set(line.inside.map(({ block = '' }) => block))];
  const branches = names.flatMap((name) => {
    const lines = line.inside.filter(({ block }) => block === name);
    const [first] = lines;
    return [`${node} -- ${label(name)} --> ${first === undefined ? join : entry(first)}`, ...chained(lines, { next: join, failed: join })];
  });
  return [body(line), `${join}(("all over"))`, ...branches, `${join} --> ${ways.next}`, failure(line, ways, join)];
};
/** Steps of one item, and back for the next one. */
const looped = (line: Line, ways: Ways): readonly string[] => {
  const node = nodeOf('s', line);
  const [first] = line.inside;
  return [
    body(line),
    `${node} -- next item --> ${first === undefined ? node : entry(first)}`,
    ...chained(line.inside, { next: node, failed: node }),
    `${node} -- no more --> ${ways.next}`,
    failure(line, ways),
  ];
};
const called = (line: Line, ways: Ways): readonly string[] => {
  const drawings = chained(line.inside, ways);
  const what = 'playbook' in line.step ? `playbook ${line.step.playbook}` : '';
  const box = `subgraph ${nodeOf('g', line)}["${headOf(line)}: ${label(what)}"]`;
  return [box, ...drawings.filter((text) => !isEdge(text)).map((text) => `  ${text}`), 'end', ...drawings.filter(isEdge)];
};
/** One line and its edges. */
const drawn = (line: Line, ways: Ways): readonly string[] => {
  const { step, inside } = line;
  const [when, { when: _when, ...always }] = [nodeOf('w', line), step];
  const condition =
    step.when === undefined
      ? []
      : [
          `${when}{"${label(step.when.length > LONGEST ? `condition of ${step.id}` : step.when)}"}`,
          `${when} -- true --> ${entry({ ...line, step: always })}`,
          `${when} -- false --> ${ways.next}`,
        ];
  const [block] = blocksOf(step);
  const draw = block !== undefined ? (block.loop ? looped : forked) : 'playbook' in step && inside.length > 0 ? called : own;
  return [...condition, ...draw(line, ways)];
};
const chained = (lines: readonly Line[], ways: Ways): readonly string[] =>
  lines.flatMap((line, index) => {
    const following = lines[index + 1];
    return drawn(line, following === undefined ? ways : { ...ways, next: entry(following) });
  });

/** Mermaid text of a playbook: what follows what, who is asked before what, and where a failure goes. */
export const diagram = ({ triggers }: PlaybookDocument, lines: readonly Line[]): readonly string[] => {
  const start = triggers === undefined ? 'called by a playbook' : triggers.findings.join(', ');
  const [first] = lines;
  const drawings = chained(lines, { next: 'done', failed: 'halt' });
  const goesTo = (end: string): boolean => drawings.some((text) => text.endsWith(`> ${end}`));
  const ends = [
    'done([done])',
    ...(goesTo('halt') ? ['halt([stops; people go on])'] : []),
    ...(goesTo('ended') ? ['ended([ends on purpose; nothing is undone])'] : []),
  ];
  return [
    'flowchart TD',
    `  start(["${label(start)}"])`,
    ...ends.map((end) => `  ${end}`),
    `  start --> ${first === undefined ? 'done' : entry(first)}`,
    ...drawings.map((text) => `  ${text}`),
  ];
};
